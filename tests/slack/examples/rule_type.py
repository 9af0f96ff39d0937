"""The modal "Switch rule type", and the list of rule types."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from bot.scheduling.catalog import Choice
from bot.scheduling.overviews import Overview, OverviewPage
from bot.scheduling.switching import AffectedLink, Effects
from bot.slack import rule_type
from bot.slack.rule_type import Threads
from storage.models import RuleType
from tests.slack.examples import CUSTOMER, LONG, NOW, Examples

OVERVIEW = Overview(
    id=UUID(int=0),
    name=LONG,
    label=LONG,
    link="support",
    general_url="https://book.example/p/support",
    rule_type=RuleType.DYNAMIC,
    accepts_bookings=True,
    dedicated_to=None,
    rules=(),
    booking_pages=(),
    open_links=3,
    coming_bookings=2,
    no_links_because=None,
    nothing_offered_because=None,
    switched_by="U0ADMIN",
    switched_at=NOW,
    undo_until=NOW + timedelta(minutes=15),
)
OVERVIEWS = [
    replace(OVERVIEW, id=UUID(int=number), label=f"{number}{LONG}", rule_type=each)
    for number, each in enumerate([RuleType.DYNAMIC, RuleType.STATIC] * 60)
]
CHOICES = [Choice(str(each.id), each.label) for each in OVERVIEWS]
THREADS = Threads("acme")
LINK_THAT_STOPS = AffectedLink(UUID(int=1), "U0BEN", CUSTOMER, LONG, "C0SUPPORT", "1764600000.000100")
MANY_EFFECTS = Effects(
    page_id=UUID(int=1),
    label=LONG,
    to=RuleType.STATIC,
    link_count=250,
    links=(LINK_THAT_STOPS,) * 20,
    makers=tuple((f"U0BEN{number}", 10) for number in range(25)),
    cancel_only=12,
    awaiting=2,
    nothing_offered=LONG,
)
NO_EFFECTS = replace(
    MANY_EFFECTS, link_count=0, links=(), makers=(), cancel_only=0, awaiting=0, nothing_offered=None
)
EFFECTS = [
    MANY_EFFECTS,
    NO_EFFECTS,
    replace(MANY_EFFECTS, to=RuleType.DYNAMIC),
    replace(NO_EFFECTS, to=RuleType.DYNAMIC, asleep=250),
]

EXAMPLES: Examples = {
    rule_type.form: [rule_type.form(found) for found in ([], CHOICES[:1], CHOICES[:100], CHOICES)],
    rule_type.confirming: [rule_type.confirming(each, THREADS) for each in EFFECTS],
    rule_type.done: [rule_type.done(each) for each in EFFECTS],
    rule_type.listed: [
        rule_type.listed(OverviewPage(tuple(found), 101), NOW) for found in ([], OVERVIEWS[:1], OVERVIEWS)
    ],
}
