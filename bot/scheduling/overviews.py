"""A Master page as an Administrator sees it at a glance."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from bot.scheduling import policy
from bot.scheduling.catalog.panels import Team, teams_of
from bot.scheduling.link_views import why_no_links
from bot.scheduling.obstacles import listed
from bot.scheduling.offering import can_be_booked
from bot.scheduling.setup_file.rows import in_use
from storage.catalog import Catalog, Tables
from storage.models import Association, EventType, MasterPage, Pool, Rule, RuleType, StaticMember

UNDO = timedelta(minutes=15)
"""For how long a switch to Static rules can be undone in one step."""

OFFERED_FROM: Tables = (EventType, Association, StaticMember, Rule)
"""What tells whether a Master page offers anything."""

NO_BOOKING_PAGES = "This Master page lists no Booking pages yet. Add one with “Edit”, under Booking pages."
NO_EVENT_TYPES = (
    "None of the Booking pages that it lists is associated with an Event type that can be booked (Automatic"
    " booking, Single session). Pick one in the form of a Booking page, under Event types."
)


@dataclass(frozen=True)
class RuleView:
    """An Event-based rule in words. ``team``: ``Tier 2 (pool), with Ana Prieto``, the Primary first."""

    id: UUID
    event_type: str
    team: str


@dataclass(frozen=True)
class Overview:
    """A Master page with what stands on it. ``rules`` are dormant while it is Static.

    ``no_links_because``: why no one-time link can be made, and the way out. ``nothing_offered_because``: why
    its general link offers nothing. ``dedicated_to``: the Booking page that it was made for.
    """

    id: UUID
    name: str
    label: str
    link: str
    general_url: str
    rule_type: RuleType
    accepts_bookings: bool
    dedicated_to: str | None
    rules: tuple[RuleView, ...]
    booking_pages: tuple[str, ...]
    open_links: int
    coming_bookings: int
    no_links_because: str | None
    nothing_offered_because: str | None
    switched_by: str | None
    switched_at: datetime | None
    undo_until: datetime | None
    """Until when a switch to Static rules can be undone in one step; None where there is nothing to undo."""

    @property
    def suspends_links(self) -> bool:
        """Do its ``open_links`` not work at the moment (domain.md: One-time links, 6)?"""
        return self.rule_type is RuleType.STATIC or not self.accepts_bookings


@dataclass(frozen=True)
class OverviewPage:
    """Some of a workspace's Master pages in the order of the set-up, and how many there are."""

    overviews: tuple[Overview, ...]
    total: int


@dataclass(frozen=True)
class Gallery:
    """The Master pages of a workspace, to be seen at a glance. The counts are by Master page."""

    stored: Catalog
    base_url: str
    open_links: Mapping[UUID, int]
    coming_bookings: Mapping[UUID, int]
    now: datetime

    def overview(self, page: MasterPage) -> Overview:
        rules = tuple(self._rules(page))
        return Overview(
            id=page.id,
            name=page.name,
            label=page.label,
            link=page.link,
            general_url=f"{self.base_url}/p/{page.link}",
            rule_type=page.rule_type,
            accepts_bookings=page.accepts_bookings,
            dedicated_to=self._page_names.get(page.dedicated_to),
            rules=rules,
            booking_pages=tuple(self._page_names[each] for each in listed_on(self.stored, page)),
            open_links=self.open_links.get(page.id, 0),
            coming_bookings=self.coming_bookings.get(page.id, 0),
            no_links_because=why_no_links(page, has_rules=bool(rules)),
            nothing_offered_because=nothing_offered(
                self.stored, page, page.rule_type, accepts_bookings=page.accepts_bookings
            ),
            switched_by=page.switched_by,
            switched_at=page.switched_at,
            undo_until=undo_until(page, self.now),
        )

    def _rules(self, page: MasterPage) -> list[RuleView]:
        return [
            RuleView(rule.id, self._event_type_names[rule.event_type_id], in_words(self._teams[rule.id]))
            for rule in self.stored.rules
            if rule.master_page_id == page.id
        ]

    @cached_property
    def _page_names(self) -> Mapping[UUID | None, str]:
        return {page.id: page.name for page in self.stored.booking_pages}

    @cached_property
    def _event_type_names(self) -> Mapping[UUID, str]:
        return {event_type.id: event_type.name for event_type in self.stored.event_types}

    @cached_property
    def _teams(self) -> Mapping[UUID, Team]:
        return teams_of(self.stored)


def nothing_offered(
    stored: Catalog, page: MasterPage, rule_type: RuleType, *, accepts_bookings: bool
) -> str | None:
    """Why a Master page in such a state offers nothing, and the way out; None where it does."""
    if closed := policy.why_closed(accepts_bookings=accepts_bookings, retired=bool(page.retired_at)):
        return closed
    if rule_type is RuleType.DYNAMIC:
        has_rules = any(rule.master_page_id == page.id for rule in stored.rules)
        return None if has_rules else policy.NO_RULES
    pages = listed_on(stored, page)
    if not pages:
        return NO_BOOKING_PAGES
    return None if _associated(stored, pages) else NO_EVENT_TYPES


def listed_on(stored: Catalog, page: MasterPage) -> list[UUID]:
    """The Booking pages that it lists for while it is Static."""
    return [each.page_id for each in stored.static_members if each.master_page_id == page.id]


def undo_until(page: MasterPage, now: datetime) -> datetime | None:
    """Until when its switch to Static rules can be undone; None where there is none to undo."""
    if page.rule_type is RuleType.DYNAMIC or page.switched_at is None:
        return None
    return page.switched_at + UNDO if now <= page.switched_at + UNDO else None


def in_words(team: Team) -> str:
    """``Tier 2 (pool), with Ana Prieto and Ben Okafor``"""
    primary, *additional = [f"{each.name} (pool)" if isinstance(each, Pool) else each.name for each in team]
    return f"{primary}, with {listed(additional)}" if additional else primary


def _associated(stored: Catalog, pages: Collection[UUID]) -> bool:
    """Is one of these Booking pages associated with an Event type that can be booked?"""
    bookable = {each.id for each in in_use(stored.event_types) if can_be_booked(each)}
    return any(each.page_id in pages and each.event_type_id in bookable for each in stored.associations)
