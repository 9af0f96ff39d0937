"""The card of a link in every state, its URL, and the list of links."""

from dataclasses import replace
from uuid import UUID

from bot.scheduling.permissions import UserChange
from bot.scheduling.policy import LinkState
from bot.slack import cards
from storage.models import BookingStatus
from tests.slack.examples import CUSTOMER, LONG, NOW, Examples
from tests.slack.test_cards import BOOKING, LINK

MEETING = replace(BOOKING, event_type=LONG, customer=CUSTOMER, cancel_reason=LONG)
CANCELLED = replace(MEETING, status=BookingStatus.CANCELLED, cancelled_by="U0BEN")
ACTIVE = replace(LINK, master_page=LONG, customer=CUSTOMER)
STATES = [
    LINK,
    ACTIVE,
    replace(ACTIVE, opened_at=NOW),
    replace(ACTIVE, state=LinkState.SUSPENDED, suspended_because=LONG),
    replace(ACTIVE, state=LinkState.SPENT),
    replace(ACTIVE, state=LinkState.SPENT, booking=MEETING),
    replace(ACTIVE, state=LinkState.SPENT, booking=CANCELLED),
    replace(ACTIVE, state=LinkState.SPENT, booking=MEETING, changes=tuple(UserChange)),
    replace(ACTIVE, state=LinkState.EXPIRED),
    replace(ACTIVE, state=LinkState.REVOKED, revoked_by="U0ADMIN"),
    replace(ACTIVE, state=LinkState.REVOKED),
]
LINKS = [replace(link, id=UUID(int=number)) for number, link in enumerate(STATES)]

MANY = [replace(ACTIVE, id=UUID(int=number)) for number in range(cards.MOST_LISTED + 1)]

EXAMPLES: Examples = {
    cards.card: [cards.card(link) for link in LINKS],
    cards.url: [cards.url("https://book.example/o/token?skip=1")],
    cards.listed: [cards.listed(links) for links in ([], LINKS, MANY)],
}
