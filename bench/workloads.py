"""The workloads: Booking pages with their bookings, made by a seed, the same for the engine and every rival.

Times are UTC minutes. Windows begin on Monday, 2027-03-01T00:00Z, so that the American clock change of
14 March and the European one of 28 March fall inside.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.scheduling.availability import DAY, Busy, Hours, Meeting, Notice, Stretches, Window, minute_of

MONDAY = date(2027, 3, 1)
FIRST = minute_of(datetime(2027, 3, 1, tzinfo=UTC))
NINE_TO_FIVE: Stretches = ((9 * 60, 17 * 60),)
WEEKLY: tuple[Stretches, ...] = (*[NINE_TO_FIVE] * 5, (), ())
CALL = Meeting(minutes=30, every=30)
NO_NOTICE = Notice()

NEW_YORK = ("America/New_York",)
FIVE_ZONES = (*NEW_YORK, "America/Los_Angeles", "Europe/London", "Europe/Berlin", "Asia/Kolkata")
PANEL = (0, 5, 10)
"""Whom the panel needs, by place among the pages."""

DAY_OFF = date(2027, 3, 10)
REPLACED_DAY = date(2027, 3, 17)
NOON_TO_EIGHT: Stretches = ((12 * 60, 20 * 60),)
GAP = 10
EXTERNAL_EVENTS = 10
EXTERNAL_MINUTES = 45


@dataclass(frozen=True)
class Page:
    """The rows of one Booking page: its bookings and its other calendars' events, in no order."""

    id: UUID
    hours: Hours
    bookings: tuple[Busy, ...]
    events: tuple[Busy, ...] = ()

    @cached_property
    def busy(self) -> tuple[Busy, ...]:
        return self.bookings + self.events


@dataclass(frozen=True)
class Workload:
    """Pages to be asked for their starts. ``now`` is when the window begins."""

    pages: tuple[Page, ...]
    window: Window
    meeting: Meeting = CALL
    notice: Notice = NO_NOTICE

    @property
    def days(self) -> int:
        return (self.window.until - self.window.first) // DAY

    def of(self, *places: int) -> "Workload":
        """The same with some of the pages alone."""
        return replace(self, pages=tuple(self.pages[place] for place in places))

    def with_booking(self, page_id: UUID, booking: Busy) -> "Workload":
        """The same, one booking later."""
        pages = [
            replace(page, bookings=(*page.bookings, booking)) if page.id == page_id else page
            for page in self.pages
        ]
        return replace(self, pages=tuple(pages))


def single(seed: int) -> Workload:
    """A: one page for 30 days with 50 bookings."""
    return pool(seed, members=1, days=30, bookings=50, zones=NEW_YORK)


def single_plus(seed: int) -> Workload:
    """Aplus: A with a day off, a replaced day, buffers, notice, and events from other calendars."""
    plain = single(seed)
    (page,) = plain.pages
    hours = replace(page.hours, dates={DAY_OFF: (), REPLACED_DAY: NOON_TO_EIGHT})
    bookings = tuple(busy._replace(before=GAP, after=GAP) for busy in page.bookings)
    events = tuple(_external_events(Random(seed), plain.window))
    return replace(
        plain,
        pages=(Page(page.id, hours, bookings, events),),
        meeting=replace(CALL, before=GAP, after=GAP),
        notice=Notice(minutes=DAY),
    )


def one_zone(seed: int) -> Workload:
    """B: 50 pages in one zone for 60 days with 200 bookings each."""
    return pool(seed, zones=NEW_YORK)


def five_zones(seed: int) -> Workload:
    """Bmix: B over five zones, in turn."""
    return pool(seed)


def pool(
    seed: int,
    *,
    members: int = 50,
    days: int = 60,
    bookings: int = 200,
    zones: tuple[str, ...] = FIVE_ZONES,
    booked_days: int | None = None,
) -> Workload:
    """Pages with so many bookings each, all on different places of the grid, in the first ``booked_days``."""
    random = Random(seed)
    window = _window(days)
    places = {zone: list(_grid(zone, _window(booked_days or days))) for zone in set(zones)}
    pages = []
    for number in range(members):
        zone = zones[number % len(zones)]
        starts = random.sample(places[zone], bookings)
        busy = tuple(Busy(start, start + CALL.minutes) for start in starts)
        pages.append(Page(UUID(int=number + 1), Hours(zone, WEEKLY), busy))
    return Workload(tuple(pages), window)


def last_booked(workload: Workload, seed: int) -> Mapping[UUID, datetime]:
    """When each page last got a booking: no two at the same time, so that one answer is right."""
    minutes = Random(seed).sample(range(30 * DAY), len(workload.pages))
    before = datetime(2027, 3, 1, tzinfo=UTC)
    return {
        page.id: before - timedelta(minutes=ago) for page, ago in zip(workload.pages, minutes, strict=True)
    }


def _window(days: int) -> Window:
    return Window(FIRST, FIRST + days * DAY)


def _grid(zone: str, window: Window) -> Iterator[int]:
    """Every place in weekly hours where a call fits."""
    for number in range(-1, (window.until - window.first) // DAY + 1):
        day = MONDAY + timedelta(days=number)
        midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
        for first, until in WEEKLY[day.weekday()]:
            opens = minute_of(midnight.replace(hour=first // 60).astimezone(UTC))
            starts = range(opens, opens + until - first - CALL.minutes + 1, CALL.every)
            yield from (start for start in starts if window.first <= start < window.until)


def _external_events(random: Random, window: Window) -> Iterator[Busy]:
    for _ in range(EXTERNAL_EVENTS):
        starts = random.randrange(window.first + 1, window.until, 2)
        yield Busy(starts, starts + EXTERNAL_MINUTES)


def doubled(size: int) -> tuple[int, ...]:
    """The size, and three doublings of it."""
    return (size, 2 * size, 4 * size, 8 * size)
