"""The rules by brute force, as domain.md says them: minute by minute through zoneinfo, choice by choice.

Slow and plain on purpose. It takes the engine's values and shares none of its code.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import dropwhile, product
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.scheduling.assignment import Seat
from bot.scheduling.availability import Busy, Caps, FixedHorizon, Horizon, Hours, Meeting, Notice

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
A_DAY = timedelta(days=1)


def open_starts(hours: Hours, meeting: Meeting, busy: Iterable[Busy], starts: range) -> list[int]:
    """Those of ``starts`` (UTC minutes) at which the meeting can be held."""
    minutes = range(starts.start, starts.stop + meeting.minutes)
    working = {minute for minute in minutes if _works(hours, minute)}
    blocks = list(busy)
    return [
        start
        for start in starts
        if _on_grid(hours.time_zone, meeting, start)
        and working.issuperset(range(start, start + meeting.minutes))
        and not any(_too_close(start, meeting, block) for block in _in_the_way(start, meeting, blocks))
    ]


def bookable_starts(
    now: datetime, notice: Notice, horizon: Horizon, time_zone: str, starts: range
) -> list[int]:
    """Those of ``starts``, which begin before ``now``, that notice and horizon allow.

    Business days end by the wall; once they have, all that follows is late enough, clocks set back or not.
    """
    if notice.business_days:
        first = _after_business_days(now, notice.business_days, time_zone)
        late_enough = list(dropwhile(lambda start: wall(time_zone, start) < first, starts))
    else:
        late_enough = [start for start in starts if instant(start) >= now + timedelta(minutes=notice.minutes)]
    return [start for start in late_enough if not _too_far(start, now, horizon, time_zone)]


def capped_starts(caps: Caps, booked: Iterable[int], time_zone: str, starts: range) -> list[int]:
    """Those of ``starts`` on dates, or in ISO weeks, that hold all the bookings they may."""
    dates = [wall(time_zone, start).date() for start in booked]
    weeks = [day.isocalendar()[:2] for day in dates]
    most_a_day, most_a_week = (10**9 if cap is None else cap for cap in (caps.day, caps.week))
    shown = {start: wall(time_zone, start).date() for start in starts}
    return [
        start
        for start, day in shown.items()
        if dates.count(day) >= most_a_day or weeks.count(day.isocalendar()[:2]) >= most_a_week
    ]


def fillings(seats: Sequence[Seat], free: AbstractSet[UUID]) -> Iterator[tuple[UUID, ...]]:
    """Every way to give each seat a free page, all of different people."""
    owners = {page: owner for seat in seats for page, owner in seat.owners.items()}
    choices = product(*(set(seat.pages) & free for seat in seats))
    return (choice for choice in choices if len({owners.get(page, page) for page in choice}) == len(choice))


def idle_since(choice: Sequence[UUID], last_booked: Mapping[UUID, datetime]) -> list[datetime]:
    """When each page of the choice had its last booking made, the beginning of time for never."""
    return [last_booked.get(page, datetime.min.replace(tzinfo=UTC)) for page in choice]


def instant(minute: int) -> datetime:
    return EPOCH + timedelta(minutes=minute)


@cache
def wall(time_zone: str, minute: int) -> datetime:
    """What the local clock shows, without a zone."""
    return instant(minute).astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)


def _works(hours: Hours, minute: int) -> bool:
    shown = wall(hours.time_zone, minute)
    time_of_day = shown.hour * 60 + shown.minute
    today = _hours_on(hours, shown.date())
    yesterday = _hours_on(hours, shown.date() - A_DAY)
    return any(first <= time_of_day < until for first, until in today) or any(
        first <= time_of_day + 1440 < until for first, until in yesterday
    )


def _hours_on(hours: Hours, day: date) -> tuple[tuple[int, int], ...]:
    return hours.dates[day] if day in hours.dates else hours.weekly[day.weekday()]


def _on_grid(time_zone: str, meeting: Meeting, minute: int) -> bool:
    shown = wall(time_zone, minute)
    time_of_day = shown.hour * 60 + shown.minute
    return any((time_of_day - start) % meeting.every == 0 for start in meeting.starts)


def _in_the_way(start: int, meeting: Meeting, blocks: Sequence[Busy]) -> Sequence[Busy]:
    """All busy times but the bookings that a further one may join at ``start``."""
    here = [block for block in blocks if block.joinable and block.starts == start < block.ends]
    if meeting.capacity is not None and len(here) >= meeting.capacity:
        return blocks
    return [block for block in blocks if block not in here]


def _too_close(start: int, meeting: Meeting, busy: Busy) -> bool:
    """Whether they overlap, or the time between them is less than the larger of the two buffers there."""
    end = start + meeting.minutes
    if busy.starts == busy.ends:
        return False
    if busy.ends <= start:
        return start - busy.ends < max(busy.after, meeting.before)
    if end <= busy.starts:
        return busy.starts - end < max(meeting.after, busy.before)
    return True


def _after_business_days(now: datetime, days: int, time_zone: str) -> datetime:
    """What the local clock shows so many business days after ``now``, one day at a time."""
    shown = now.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)
    while _is_weekend(shown):
        shown = datetime.combine(shown.date() + A_DAY, datetime.min.time())
    for _ in range(days):
        shown += A_DAY
        while _is_weekend(shown):
            shown += A_DAY
    return shown


def _is_weekend(shown: datetime) -> bool:
    return f"{shown:%a}" in ("Sat", "Sun")


def _too_far(start: int, now: datetime, horizon: Horizon, time_zone: str) -> bool:
    if isinstance(horizon, FixedHorizon):
        return not horizon.first <= wall(time_zone, start).date() <= horizon.last
    return instant(start) >= now + timedelta(days=horizon.days)
