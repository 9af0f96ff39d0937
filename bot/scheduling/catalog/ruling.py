"""What becomes a rule of a Master page, and what it must obey (domain.md: Dynamic and Static)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from bot.scheduling import rules
from bot.scheduling.catalog.booking_pages import with_owner
from bot.scheduling.catalog.forms import RULE, sentence
from bot.scheduling.catalog.hands import InHand
from bot.scheduling.catalog.inputs import PAGE, POOL, member_value
from bot.scheduling.catalog.kept import Choice, Kept
from bot.scheduling.catalog.panels import Panels, Team, rules_in_use
from bot.scheduling.errors import Invalid, NotFound
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


def new_rule(hand: InHand, others: Sequence[Rule], entry: RuleEntry) -> NewRule:
    """What the entry says, beside the page's other rules. Raises ``Invalid``."""
    event_types = {each.name: each for each in rows.in_use(hand.stored.event_types)}
    new = NewRule(event_types[entry.event_type], _team(hand, entry))
    problems = {**_seat_problems(hand, new.team), **_event_type_problems(new.event_type, others)}
    if problems:
        raise Invalid({key: sentence(problem) for key, problem in problems.items()})
    return new


def _team(hand: InHand, entry: RuleEntry) -> Team:
    pages = {page.link: page for page in rows.in_use(hand.stored.booking_pages)}
    pools = {pool.name: pool for pool in rows.in_use(hand.stored.pools)}
    return [pages[each.page] if each.page is not None else pools[each.pool or ""] for each in entry.team]


def _event_type_problems(event_type: EventType, others: Sequence[Rule]) -> Mapping[str, str]:
    if any(rule.event_type_id == event_type.id for rule in others):
        return {"event_type": f"there is a rule for {quoted(event_type.name)} already"}
    ruled = RuledEventType(event_type.name, event_type.booking_mode, event_type.sessions)
    problem = rules.problem_of_event_type(ruled)
    return {"event_type": problem} if problem else {}


def _seat_problems(hand: InHand, team: Team) -> Mapping[str, str]:
    problems = Panels(hand.stored).problems(team)
    return {"additional": problems[0].words} if problems else {}
