"""The rivals: the same questions, answered without the engine.

Each takes a workload's rows and gives the starts as UTC minutes, in order, except where it says otherwise.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Protocol
from zoneinfo import ZoneInfo

import portion
import slotify
from dateutil import rrule

from bench.workloads import Page, Workload
from bot.scheduling.availability import TICK, Busy, Stretches, instant_of, minute_of

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


# --- the plain walk: every day, every place of the grid, every booking, in aware datetimes ---


def plain_walk(workload: Workload) -> list[int]:
    """Any page is free: as one writes it without a trick, bookings in order and read once."""
    return sorted({minute_of(start) for page in workload.pages for start in _walk(page, workload)})


def plain_walk_of_all(workload: Workload) -> list[int]:
    """All pages are free."""
    free = ({minute_of(start) for start in _walk(page, workload)} for page in workload.pages)
    return sorted(set.intersection(*free))


def _walk(page: Page, workload: Workload) -> Iterator[datetime]:
    zone, meeting = ZoneInfo(page.hours.time_zone), workload.meeting
    length, every = timedelta(minutes=meeting.minutes), timedelta(minutes=meeting.every)
    soonest = instant_of(workload.window.first + workload.notice.minutes)
    until = instant_of(workload.window.until)
    taken = sorted((instant_of(first), instant_of(last)) for first, last in _with_gaps(page.busy, workload))
    passed = 0
    for day in _days(workload, zone):
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
        for opens, closes in _hours_on(page, day):
            local = midnight + timedelta(minutes=opens)
            while local + length <= midnight + timedelta(minutes=closes):
                start = local.astimezone(UTC)
                while passed < len(taken) and taken[passed][1] <= start:
                    passed += 1
                is_free = passed == len(taken) or start + length <= taken[passed][0]
                if is_free and soonest <= start < until:
                    yield start
                local += every


# --- the same walk sharpened: whole minutes, and only the hours of each day go through their zone ---


def walk_in_minutes(workload: Workload) -> list[int]:
    """Any page is free. Right where no clock changes between a day's opening and closing, as here."""
    return sorted({start for page in workload.pages for start in _walk_in_minutes(page, workload)})


def _walk_in_minutes(page: Page, workload: Workload) -> Iterator[int]:
    length, every = workload.meeting.minutes, workload.meeting.every
    soonest = workload.window.first + workload.notice.minutes
    taken = sorted(_with_gaps(page.busy, workload))
    passed = 0
    for opens, closes in _open_stretches(page, workload):
        for start in range(opens, closes - length + 1, every):
            while passed < len(taken) and taken[passed][1] <= start:
                passed += 1
            is_free = passed == len(taken) or start + length <= taken[passed][0]
            if is_free and soonest <= start < workload.window.until:
                yield start


# --- do it yourself: dateutil's recurrence rules and portion's intervals ---


def rrule_and_portion(workload: Workload) -> list[int]:
    """Any page is free. No buffers, notice or replaced days."""
    return sorted({start for page in workload.pages for start in _free_by_intervals(page, workload)})


def _free_by_intervals(page: Page, workload: Workload) -> Iterator[int]:
    length, every = workload.meeting.minutes, workload.meeting.every
    first, until = workload.window
    working = portion.Interval(*(portion.closedopen(*hours) for hours in _recurring_hours(page, workload)))
    taken = portion.Interval(*(portion.closedopen(busy.starts, busy.ends) for busy in page.busy))
    for free in working - taken:
        # The hours begin on the grid, and everything on it is a multiple of it apart.
        grid = range(free.lower + -free.lower % every, free.upper - length + 1, every)
        yield from (start for start in grid if first <= start < until)


def _recurring_hours(page: Page, workload: Workload) -> Iterator[tuple[int, int]]:
    """The weekly hours in the window, one rule for each of a week's stretches."""
    zone = ZoneInfo(page.hours.time_zone)
    days = _days(workload, zone)
    for (opens, closes), weekdays in _stretches(page.hours.weekly).items():
        begin = datetime(days[0].year, days[0].month, days[0].day, tzinfo=zone) + timedelta(minutes=opens)
        end = datetime(days[-1].year, days[-1].month, days[-1].day, tzinfo=zone) + timedelta(days=1)
        for local in rrule.rrule(rrule.WEEKLY, dtstart=begin, until=end, byweekday=weekdays):
            start = minute_of(local)
            yield start, start + closes - opens


def _stretches(weekly: tuple[Stretches, ...]) -> dict[tuple[int, int], list[int]]:
    weekdays: dict[tuple[int, int], list[int]] = {}
    for weekday, stretches in enumerate(weekly):
        for stretch in stretches:
            weekdays.setdefault(stretch, []).append(weekday)
    return weekdays


# --- slotify-scheduling: one page ---


class _Slot(Protocol):
    @property
    def start_utc(self) -> datetime: ...


class _SlotifyEngine(Protocol):
    def available_slots(self, start_date: date, end_date: date, *, now: datetime) -> Sequence[_Slot]: ...


def slotify_scheduling(workload: Workload) -> list[int]:
    """A single page, as its manual has it: bookings in its store, other calendars' events in its policy."""
    (page,) = workload.pages
    store = slotify.InMemoryBookingStore()
    for booking in page.bookings:
        slot = slotify.Slot(instant_of(booking.starts), instant_of(booking.ends))
        store.reserve(slotify.Booking(slot))
    return _slotify_starts(_slotify_engine(page, page.events, workload, store), page, workload)


def slotify_without_store(workload: Workload) -> list[int]:
    """A single page, the fastest way found: the bookings too as busy periods in its policy."""
    (page,) = workload.pages
    engine = _slotify_engine(page, page.busy, workload, slotify.InMemoryBookingStore())
    return _slotify_starts(engine, page, workload)


def _slotify_engine(page: Page, events: Iterable[Busy], workload: Workload, store: object) -> _SlotifyEngine:
    """It adds the buffers of two bookings; so the ones in the store have none, and the candidate's count."""
    generator = slotify.SlotGenerator(
        schedule=slotify.Schedule(
            weekly={day: _windows(hours) for day, hours in zip(WEEKDAYS, page.hours.weekly, strict=True)},
            overrides={day: _windows(hours) for day, hours in page.hours.dates.items()},
        ),
        duration=workload.meeting.minutes,
        interval=workload.meeting.every,
        timezone=page.hours.time_zone,
        dst_ambiguous="both",
        dst_nonexistent="skip",
    )
    policy = slotify.BookingPolicy(
        minimum_notice=timedelta(minutes=workload.notice.minutes),
        busy_periods=tuple(
            slotify.BusyPeriod(instant_of(first), instant_of(until))
            for first, until in _with_gaps(events, workload)
        ),
    )
    engine: _SlotifyEngine = slotify.AvailabilityEngine(
        generator,
        store=store,
        policy=policy,
        buffer_before=workload.meeting.before,
        buffer_after=workload.meeting.after,
    )
    return engine


def _slotify_starts(engine: _SlotifyEngine, page: Page, workload: Workload) -> list[int]:
    days = _days(workload, ZoneInfo(page.hours.time_zone))
    slots = engine.available_slots(days[0], days[-1], now=instant_of(workload.window.first))
    starts = (minute_of(slot.start_utc) for slot in slots)
    return [start for start in starts if workload.window.first <= start < workload.window.until]


def _windows(stretches: Stretches) -> list[tuple[str, str]]:
    return [(_clock(first), _clock(until)) for first, until in stretches]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


# --- the floor: nothing but shifts, ANDs and ORs over ready-made bits ---


def ready_made_bits(workload: Workload) -> list[int]:
    """For each page the ticks in which it works and is free. This is prepared, not timed."""
    bitsets = []
    for page in workload.pages:
        working = reduce(or_, (_ticks(*hours, workload) for hours in _open_stretches(page, workload)))
        taken = reduce(or_, (_ticks(*gap, workload) for gap in _with_gaps(page.busy, workload)), 0)
        bitsets.append(working & ~taken)
    return bitsets


def shift_and_or(bitsets: Sequence[int], grid: int) -> int:
    """The starts on the grid from which six free ticks follow in any of the bitsets, as bits."""
    union = 0
    for free in bitsets:
        two = free & free >> 1
        union |= two & two >> 2 & two >> 4
    return union & grid


def grid_bits(workload: Workload) -> int:
    """Every half hour of the window. Right where all zones are whole half hours away from UTC, as here."""
    ticks = (workload.window.until - workload.window.first) // TICK
    return sum(1 << tick for tick in range(0, ticks, workload.meeting.every // TICK))


def _ticks(first: int, until: int, workload: Workload) -> int:
    low = max(first - workload.window.first, 0) // TICK
    # A last call begins in the window and ends after it.
    high = (min(until, workload.window.until + workload.meeting.minutes) - workload.window.first) // TICK
    return (1 << high) - (1 << low) if low < high else 0


# --- what they share ---


def _days(workload: Workload, zone: ZoneInfo) -> list[date]:
    """The local days that the window touches."""
    first = instant_of(workload.window.first).astimezone(zone).date()
    last = instant_of(workload.window.until - 1).astimezone(zone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _hours_on(page: Page, day: date) -> Stretches:
    return page.hours.dates.get(day, page.hours.weekly[day.weekday()])


def _open_stretches(page: Page, workload: Workload) -> Iterator[tuple[int, int]]:
    zone = ZoneInfo(page.hours.time_zone)
    for day in _days(workload, zone):
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
        for opens, closes in _hours_on(page, day):
            start = minute_of((midnight + timedelta(minutes=opens)).astimezone(UTC))
            yield start, start + closes - opens


def _with_gaps(taken: Iterable[Busy], workload: Workload) -> Iterator[tuple[int, int]]:
    """Busy time, widened by the larger of the two buffers on each side."""
    for busy in taken:
        before, after = max(busy.before, workload.meeting.after), max(busy.after, workload.meeting.before)
        yield busy.starts - before, busy.ends + after
