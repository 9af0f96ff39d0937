"""Who would fill two seats of a rule, once a pool or an owner is changed."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from bot.scheduling import rules
from bot.scheduling.rules import Seat, SeatProblem
from bot.scheduling.setup_file.rows import in_use
from bot.scheduling.spans import quoted
from storage.catalog import Catalog
from storage.models import BookingPage, MasterPage, Pool, Rule

Team = Sequence[BookingPage | Pool]


@dataclass(frozen=True)
class Panels:
    """The rules of Master pages in use, as they would be with these owners and members in place of theirs.

    ``owners``: by Booking page; ``members``: the Booking pages of a pool, by pool; ``names``: what other
    Slack users than the owners of today are called.
    """

    stored: Catalog
    owners: Mapping[UUID, str] = field(default_factory=dict)
    members: Mapping[UUID, Collection[UUID]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def doubled(self) -> list[str]:
        """In words, the rules in which somebody would fill two seats, and who."""
        told = []
        teams = teams_of(self.stored)
        for page, rule in rules_in_use(self.stored):
            name = next(each.name for each in self.stored.event_types if each.id == rule.event_type_id)
            place = f"in the rule for {quoted(name)} on {quoted(page.label)}"
            told += [f"{place}, {problem.words}" for problem in self.problems(teams[rule.id])]
        return told

    def problems(self, team: Team) -> list[SeatProblem]:
        return rules.problems_of_seats([self._seat(member) for member in team])

    def _seat(self, member: BookingPage | Pool) -> Seat:
        if isinstance(member, BookingPage):
            return self._seat_of(quoted(member.name), [member])
        return self._seat_of(f"the pool {quoted(member.name)}", self._members.get(member.id, ()))

    @cached_property
    def _members(self) -> Mapping[UUID, Sequence[BookingPage]]:
        """The Booking pages of each pool."""
        pages = {page.id: page for page in self.stored.booking_pages}
        kept: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for member in self.stored.pool_members:
            kept[member.pool_id].append(member.page_id)
        return {pool_id: [pages[each] for each in ids] for pool_id, ids in {**kept, **self.members}.items()}

    def _seat_of(self, name: str, pages: Sequence[BookingPage]) -> Seat:
        owners = frozenset(self.owners.get(page.id, page.owner_id) for page in pages)
        called = {**self.stored.owner_names, **self.names, **{page.link: page.name for page in pages}}
        return Seat(name, frozenset(page.link for page in pages), owners, called)


def teams_of(stored: Catalog) -> Mapping[UUID, Team]:
    """The team members of each rule, the Primary first."""
    members: dict[UUID | None, BookingPage | Pool] = {page.id: page for page in stored.booking_pages}
    members |= {pool.id: pool for pool in stored.pools}
    teams: defaultdict[UUID, list[BookingPage | Pool]] = defaultdict(list)
    for member in stored.team_members:
        teams[member.rule_id].append(members[member.page_id or member.pool_id])
    return teams


def rules_in_use(stored: Catalog) -> Iterator[tuple[MasterPage, Rule]]:
    """The rules of the Master pages in use, dormant ones too."""
    pages = {page.id: page for page in in_use(stored.master_pages)}
    return ((pages[rule.master_page_id], rule) for rule in stored.rules if rule.master_page_id in pages)
