"""What is posted about a link: its card, its URL, what its thread hears, and the list of a User's links.

What a Customer is called stands in rich-text elements alone, which Slack does not parse, and never in a
message's text, which it does, and which notifications show on locked screens.
"""

from collections.abc import Sequence

from bot.scheduling import notices
from bot.scheduling.booking_views import BookingView
from bot.scheduling.customers import Customer
from bot.scheduling.link_views import LinkView
from bot.scheduling.policy import LinkState
from bot.slack.blocks import (
    Block,
    Element,
    Message,
    actions,
    as_text,
    button,
    code_block,
    confirm,
    divider,
    escaped,
    header,
    moment,
    paragraph,
    section,
    small_print,
    user,
    words,
)
from storage.models import BookingStatus

REVOKE = "link_revoke"
SHOW_URL = "link_show_url"

MOST_LISTED = 15
"""Three blocks a link: as many as fit into a message's fifty."""

LETTERS = {
    notices.BOOKED: "the confirmation",
    notices.MOVED: "the new time",
    notices.CANCELLED: "the cancellation",
    notices.NEW_TIME_ASKED: "the request for a new time",
    notices.REMINDED: "the reminder",
    notices.MANAGE_LINK: "the link to the booking",
}
"""What a letter brings, by what it is about."""

UNSPENT = (LinkState.ACTIVE, LinkState.SUSPENDED)


def card(link: LinkView) -> Message:
    """The link's card, as things are now."""
    state = _state(link)
    blocks = [
        header("One-time link"),
        paragraph(
            *_labelled("Master page", words(link.master_page)),
            *_labelled("\nFor", _customer(_booked_by(link) or link.customer)),
            *(_labelled("\nTicket", words(link.ticket)) if link.ticket else []),
            *_labelled("\nState", *state),
        ),
    ]
    if link.state in UNSPENT:
        blocks.append(actions(str(link.id), _revoke_button(link)))
    return Message(as_text([words(f"One-time link for {link.master_page}. "), *state]), blocks)


def url(address: str) -> Message:
    """The URL, ready to copy: bare in the text as in its block."""
    return Message(escaped(address), [code_block(address)])


def booked(booking: BookingView) -> Message:
    """What the thread hears when the Customer has booked."""
    what = _what_and_when(booking)
    blocks = [paragraph(words(booking.customer.name, bold=True), words(" booked "), *what, words("."))]
    if booking.corrected:
        blocks.append(paragraph(words("The Customer corrected the details: "), _customer(booking.customer)))
    return Message(as_text([words("Booked: "), *what, words(".")]), blocks)


def moved(booking: BookingView) -> Message:
    """What the thread hears when the Customer has moved the meeting."""
    what = [words(f"{booking.event_type} to "), moment(booking.starts), words(", with "), *_team(booking)]
    told = paragraph(words(booking.customer.name, bold=True), words(" moved "), *what, words("."))
    return Message(as_text([words("Moved: "), *what, words(".")]), [told])


def cancelled(booking: BookingView) -> Message:
    """What the thread hears when the meeting is cancelled."""
    what = [words("Cancelled: "), *_what_and_when(booking), words(".")]
    blocks = [paragraph(*what)]
    if booking.cancel_reason:
        blocks.append(paragraph(words("Reason: ", bold=True), words(booking.cancel_reason)))
    return Message(as_text(what), blocks)


def unmailed(booking: BookingView, recipient: str, about: str) -> Message:
    """What the thread hears where a letter could not be delivered, so that somebody tells it another way.

    ``recipient`` and ``about`` are as in the letter's notice.
    """
    if recipient == notices.CUSTOMER:
        whom, told = words(booking.customer.name, bold=True), words("the Customer")
    else:
        whom = told = user(booking.providers[int(recipient)].owner_id)
    what = words(f" {LETTERS[about]}. Please see to it in another way.")
    unable = words("I could not mail ")
    return Message(as_text([unable, told, what]), [paragraph(unable, whom, what)])


def listed(links: Sequence[LinkView]) -> Message:
    """A User's own links, newest first. Of more than ``MOST_LISTED``, one more is enough to say so."""
    if not links:
        empty = "You have made no one-time links yet. Type /onetime to make one."
        return Message(empty, [section(empty)])
    blocks = [block for link in links[:MOST_LISTED] for block in (*entry(link), divider())]
    if len(links) > MOST_LISTED:
        blocks.append(small_print(f"These are the newest {MOST_LISTED}; there are older ones."))
    return Message("Your one-time links", [header("Your one-time links"), *blocks])


def entry(link: LinkView) -> list[Block]:
    """One of a list of links, with what can be done about it."""
    about = paragraph(
        words(link.master_page, bold=True),
        words(" for "),
        _customer(link.customer),
        words(", made "),
        moment(link.created_at),
        words("\n"),
        *_state(link),
    )
    if link.state not in UNSPENT:
        return [about]
    return [about, actions(str(link.id), _show_button(link), _revoke_button(link))]


def _state(link: LinkView) -> list[Element]:
    """The state in words, without a word that a Customer supplied."""
    match link.state:
        case LinkState.ACTIVE:
            return [*_opened(link), words(" Good for one booking until "), moment(link.expires_at)]
        case LinkState.SUSPENDED:
            return [words(f"Suspended. {link.suspended_because}")]
        case LinkState.SPENT:
            return _spent(link.booking)
        case LinkState.EXPIRED:
            return [words("Expired "), moment(link.expires_at), words(" without a booking.")]
        case LinkState.REVOKED:
            return [words("Revoked by "), _person(link.revoked_by), words(".")]


def _opened(link: LinkView) -> list[Element]:
    if link.opened_at is None:
        return [words("Active, not opened yet.")]
    return [words("Opened "), moment(link.opened_at), words(", not booked yet.")]


def _spent(booking: BookingView | None) -> list[Element]:
    if booking is None:
        return [words("Booked.")]
    if booking.status == BookingStatus.CANCELLED:
        return [words("Cancelled: "), *_what_and_when(booking), words(".")]
    return [words("Booked: "), *_what_and_when(booking), words(".")]


def _what_and_when(booking: BookingView) -> list[Element]:
    what = words(f"{booking.event_type} for ")
    return [what, moment(booking.starts), words(", with "), *_team(booking)]


def _team(booking: BookingView) -> list[Element]:
    """Everybody who meets the Customer, the Primary team member first."""
    first, *others = [user(provider.owner_id) for provider in booking.providers]
    return [first, *(element for other in others for element in (words(" and "), other))]


def _booked_by(link: LinkView) -> Customer | None:
    return link.booking.customer if link.booking else None


def _customer(customer: Customer | None) -> Element:
    return words(f"{customer.name}, {customer.email}" if customer else "whoever gets it")


def _person(user_id: str | None) -> Element:
    return words("the operator") if user_id is None else user(user_id)


def _labelled(label: str, *elements: Element) -> list[Element]:
    return [words(f"{label}: ", bold=True), *elements]


def _show_button(link: LinkView) -> Element:
    return button("Show URL", SHOW_URL, str(link.id))


def _revoke_button(link: LinkView) -> Element:
    asked = confirm(
        "Revoke this link?",
        "Whoever has it cannot book with it any more. This cannot be undone.",
        "Revoke",
        "Keep",
    )
    return button("Revoke", REVOKE, str(link.id), style="danger", confirm=asked)
