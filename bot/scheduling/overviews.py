"""A Master page as an Administrator sees it at a glance."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.models import RuleType


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


@dataclass(frozen=True)
class OverviewPage:
    """Some of a workspace's Master pages in the order of the set-up, and how many there are."""

    overviews: tuple[Overview, ...]
    total: int
