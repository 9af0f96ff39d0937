"""The lists of Event types, Booking pages and Resource pools, each with a way to make and to change one."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.scheduling.catalog import Kept
from bot.scheduling.leaves import Leaf, T
from bot.scheduling.setup_file.document import BookingPageEntry, EventTypeEntry, PoolEntry, PoolMemberEntry
from bot.slack import hours
from bot.slack.blocks import Block, Element, actions, button, cut, plain, row, section
from bot.slack.home.leaves import turning
from bot.slack.home.memory import HomeMemory
from bot.slack.setup import ids
from storage.models import BookingMode, Distribution

LEAF_SIZE = 10
MOST_OF_ROW = 600

NO_EVENT_TYPES = "Begin with an Event type: what can be booked, such as a support call of 30 minutes."
NO_BOOKING_PAGES = "Make a Booking page for everybody who can be booked: it says when they are available."
NO_POOLS = "A Resource pool is a team that shares bookings. It needs Booking pages; you may do without one."


@dataclass(frozen=True)
class EventTypesShown:
    leaf: Leaf[Kept[EventTypeEntry]]


@dataclass(frozen=True)
class BookingPagesShown:
    leaf: Leaf[Kept[BookingPageEntry]]


@dataclass(frozen=True)
class PoolsShown:
    leaf: Leaf[Kept[PoolEntry]]
    page_names: Mapping[str, str]
    """Of Booking pages, by id."""


def event_types(shown: EventTypesShown, memory: HomeMemory) -> list[Block]:
    new = button("New Event type", ids.EVENT_TYPE.new, "new", style="primary")
    return _listed(new, [_event_type(each) for each in shown.leaf.items], NO_EVENT_TYPES, shown.leaf, memory)


def booking_pages(shown: BookingPagesShown, memory: HomeMemory) -> list[Block]:
    new = button("New Booking page", ids.BOOKING_PAGE.new, "new", style="primary")
    rows = [_booking_page(each) for each in shown.leaf.items]
    return _listed(new, rows, NO_BOOKING_PAGES, shown.leaf, memory)


def pools(shown: PoolsShown, memory: HomeMemory) -> list[Block]:
    new = button("New Resource pool", ids.POOL.new, "new", style="primary")
    rows = [_pool(each, shown.page_names) for each in shown.leaf.items]
    return _listed(new, rows, NO_POOLS, shown.leaf, memory)


def _listed(new: Element, rows: list[Block], if_empty: str, leaf: Leaf[T], memory: HomeMemory) -> list[Block]:
    told = [] if rows or leaf.number else [section(if_empty)]
    return [*told, actions("new", new), *rows, *turning(leaf, memory, "managed")]


def _event_type(kept: Kept[EventTypeEntry]) -> Block:
    entry = kept.entry
    booking = "Automatic booking" if entry.booking is BookingMode.AUTOMATIC else "Booking with approval"
    sessions = "Single session" if entry.sessions == 1 else f"Package of {entry.sessions} sessions"
    edit = button("Edit", ids.EVENT_TYPE.edit, str(kept.id), about=entry.name)
    return row(_told(f"{entry.name}\n{entry.minutes} minutes, {booking}, {sessions}"), edit)


def _booking_page(kept: Kept[BookingPageEntry]) -> Block:
    entry = kept.entry
    edit = button("Edit", ids.BOOKING_PAGE.edit, str(kept.id), about=entry.name)
    told = f"{entry.name} ({entry.time_zone})\n{'; '.join(hours.week(entry.weekly.days))}"
    return row(_told(told), edit, entry.owner)


def _pool(kept: Kept[PoolEntry], page_names: Mapping[str, str]) -> Block:
    entry = kept.entry
    edit = button("Edit", ids.POOL.edit, str(kept.id), about=entry.name)
    named = zip(kept.typed["members"], entry.members, strict=True)
    members = ", ".join(f"{page_names[page_id]}{_priority(entry, member)}" for page_id, member in named)
    return row(_told(f"{entry.name}\n{entry.distribution.capitalize()}: {members}"), edit)


def _priority(pool: PoolEntry, member: PoolMemberEntry) -> str:
    return f" ({member.priority})" if pool.distribution is Distribution.PRIORITY else ""


def _told(text: str) -> Element:
    return plain(cut(text, MOST_OF_ROW))
