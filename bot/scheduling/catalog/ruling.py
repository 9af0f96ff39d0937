"""What becomes a rule of a Master page, and what it must obey (domain.md: Dynamic and Static)."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from bot.scheduling import rules
from bot.scheduling.catalog.booking_pages import with_owner
from bot.scheduling.catalog.forms import RULE, Problem, beside, refuse
from bot.scheduling.catalog.hands import InHand
from bot.scheduling.catalog.inputs import PAGE, POOL, member_value
from bot.scheduling.catalog.kept import Choice, Kept
from bot.scheduling.catalog.panels import Panels, Team, rules_in_use
from bot.scheduling.errors import NotFound
from bot.scheduling.rules import RuledEventType
from bot.scheduling.setup_file import rows
from bot.scheduling.setup_file.document import RuleEntry
from bot.scheduling.spans import quoted
from storage.catalog import NewRule
from storage.models import EventType, MasterPage, Rule


def team_choices(hand: InHand) -> list[Choice]:
    """Who can be a team member: Booking pages, then pools."""
    pages, pools = rows.in_use(hand.stored.booking_pages), rows.in_use(hand.stored.pools)
    return [
        *(Choice(member_value(PAGE, page.id), with_owner(page, hand.stored.owner_names)) for page in pages),
        *(Choice(member_value(POOL, pool.id), f"{pool.name} (pool)") for pool in pools),
    ]


def found(hand: InHand, rule_id: UUID) -> tuple[MasterPage, Rule]:
    """A rule, with its Master page. Raises ``NotFound``."""
    for page, rule in rules_in_use(hand.stored):
        if rule.id == rule_id:
            return page, rule
    raise NotFound


def rules_of(hand: InHand, page: MasterPage) -> list[Rule]:
    return [rule for rule in hand.stored.rules if rule.master_page_id == page.id]


def kept(hand: InHand, page: MasterPage, rule: Rule) -> Kept[RuleEntry]:
    """The rule, to be edited."""
    entries = zip(rules_of(hand, page), rows.rules(hand.stored)[page.id], strict=True)
    entry = next(entry for each, entry in entries if each is rule)
    return Kept(rule.id, entry, RULE.write(entry, hand.known))


def new_rule(hand: InHand, others: Sequence[Rule], entry: RuleEntry, problems: Sequence[Problem]) -> NewRule:
    """What the entry says, beside the page's other rules.

    Raises ``Invalid`` with the problems that it has by itself, and with those beside the others.
    """
    event_types = {each.name: each for each in rows.in_use(hand.stored.event_types)}
    team = _team(hand, entry)
    event_type = event_types.get(entry.event_type)
    of_event_type = _event_type_problems(event_type, others) if event_type else []
    refuse(beside(problems, [*of_event_type, *_seat_problems(hand, team)]))
    return NewRule(event_types[entry.event_type], team)


def _team(hand: InHand, entry: RuleEntry) -> Team:
    """Those that there are: an example stands in for a member who is not."""
    pages = {page.link: page for page in rows.in_use(hand.stored.booking_pages)}
    pools = {pool.name: pool for pool in rows.in_use(hand.stored.pools)}
    found = (
        pages.get(each.page) if each.page is not None else pools.get(each.pool or "") for each in entry.team
    )
    return [member for member in found if member is not None]


def _event_type_problems(event_type: EventType, others: Sequence[Rule]) -> Iterator[Problem]:
    if any(rule.event_type_id == event_type.id for rule in others):
        yield "event_type", f"there is a rule for {quoted(event_type.name)} already"
    ruled = RuledEventType(event_type.name, event_type.booking_mode, event_type.sessions)
    if problem := rules.problem_of_event_type(ruled):
        yield "event_type", problem


def _seat_problems(hand: InHand, team: Team) -> list[Problem]:
    return [("additional", problem.words) for problem in Panels(hand.stored).problems(team)]
