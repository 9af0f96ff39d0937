"""Which open times a page shows: a week of them, and the few that matter most."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.languages import Reader
from bot.scheduling.offers import OpenTime

DAY = timedelta(days=1)
WEEK = 7 * DAY
FEW = 3

OpenTimes = Callable[[date, date], Awaitable[Sequence[OpenTime]]]
"""The open times of these days, both included, in order."""
NextDay = Callable[[date], Awaitable[date | None]]
"""The first day with an open time, this one or later. None: there is none in reach."""


@dataclass(frozen=True)
class Week:
    """The open times of a reader's week, or of what is left of it: ``first`` to ``last``, both included.

    ``best`` are the few to show before all others. ``next_day``: where the week has no times, the first day
    after it that has or, if none has, the first of all. ``earlier``: where the days before begin, if they can
    be looked at.
    """

    first: date
    last: date
    times: tuple[OpenTime, ...] = ()
    best: tuple[OpenTime, ...] = ()
    next_day: date | None = None
    earlier: date | None = None


@dataclass(frozen=True)
class Weeks:
    """Finds the week to show, as weeks begin where the reader lives."""

    open_times: OpenTimes
    next_day: NextDay
    reader: Reader
    today: date

    async def first(self) -> Week:
        """The first week that has times. The best are the soonest, be they of the week after."""
        times = await self._with_the_week_after(self.today)
        if times:
            return self._week(times, times[:FEW])
        next_day = await self.next_day(self.today)
        if next_day is None:
            return Week(self.today, self.reader.end_of_week(self.today))
        times = await self._with_the_week_after(next_day)
        return self._week(times, times[:FEW])

    async def of(self, day: date) -> Week:
        """The week in which this day is, or the present one for a day that is over."""
        first, last = self._beginning(day), self.reader.end_of_week(max(day, self.today))
        times = tuple(await self.open_times(first, last))
        next_day = None if times else await self.next_day(first) or await self.next_day(self.today)
        return Week(first, last, times, next_day=next_day, earlier=self._earlier(first))

    async def near(self, start: datetime) -> Week:
        """The week of a time that cannot be booked any more. The best are the nearest to it."""
        day = max(self.reader.local(start).date(), self.today)
        times = await self.open_times(self._beginning(day - WEEK), self.reader.end_of_week(day) + WEEK)
        if not times:
            return await self.first()
        nearest = sorted(times, key=lambda time: abs(time.start - start))[:FEW]
        first = self._beginning(self.reader.local(nearest[0].start).date())
        return self._week([time for time in times if self._day(time) >= first], nearest)

    async def time_at(self, start: datetime) -> OpenTime | None:
        """The open time that starts then, if there is one."""
        day = self.reader.local(start).date()
        if day < self.today:
            return None
        return next((time for time in await self.open_times(day, day) if time.start == start), None)

    async def _with_the_week_after(self, day: date) -> Sequence[OpenTime]:
        return await self.open_times(day, self.reader.end_of_week(day) + WEEK)

    def _week(self, times: Sequence[OpenTime], best: Sequence[OpenTime]) -> Week:
        """The week in which the first of these is."""
        first = self._beginning(self._day(times[0]))
        last = self.reader.end_of_week(first)
        own = tuple(time for time in times if self._day(time) <= last)
        return Week(first, last, own, tuple(best), earlier=self._earlier(first))

    def _day(self, time: OpenTime) -> date:
        return self.reader.local(time.start).date()

    def _beginning(self, day: date) -> date:
        return max(self.reader.end_of_week(day) - WEEK + DAY, self.today)

    def _earlier(self, first: date) -> date | None:
        return self._beginning(first - DAY) if first > self.today else None
