"""What stands between a Booking page and a meeting: the first rule that forbids a time, in words for Users.

Pure, and every decision is the engine's: each rule is asked of ``availability`` alone, with the others out of
the way, so that what is told here cannot differ from what is offered. Times are told in the page's own zone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.scheduling import availability, spans
from bot.scheduling.availability import Busy, Caps, FixedHorizon, Hours, Notice, RollingHorizon, Window
from bot.scheduling.booking_details import start_of
from bot.scheduling.serving import caps_of, horizon_of, hours_of, meeting_of, notice_of
from bot.scheduling.wall_clock import day_number, local_days, week
from storage.models import BookingPage, EventType

A_DAY = timedelta(days=1)
AROUND_THE_CLOCK = (((0, availability.DAY),),) * 7


@dataclass(frozen=True)
class Case:
    """Could this Booking page, busy as it is, hold a meeting of the Event type ``at`` that instant?"""

    page: BookingPage
    event_type: EventType
    busy: Sequence[Busy]
    at: datetime
    now: datetime

    @property
    def start(self) -> int:
        """The minute of ``at``. Where that is on the grid, it is all of it."""
        return availability.minute_of(self.at)

    @property
    def end(self) -> int:
        return self.start + self.event_type.minutes

    @property
    def moment(self) -> Window:
        return Window(self.start, self.start + availability.TICK)

    def local(self, minute: int) -> datetime:
        """What the page's clock shows at a UTC minute."""
        return availability.instant_of(minute).astimezone(ZoneInfo(self.page.time_zone))

    @property
    def day(self) -> date:
        """The local day of the start."""
        return self.local(self.start).date()


def first_obstacle(case: Case) -> str | None:
    """The first rule that forbids the time, with its facts. None: the Booking page is free.

    The order is fixed: grid, working hours, notice, horizon, busy times, capacity, caps of day and week. What
    the set-up rules out comes before what is so at this moment.
    """
    return next((told for rule in RULES if (told := rule(case))), None)


def ruled_out(cases: Sequence[Case]) -> str | None:
    """The rule that forbids the time to all of them, in short: ``not on the grid``. None: there is none.

    Of the rules of the Event type alone: what stands in the way of everybody by chance is nobody's rule.
    """
    for rule in (_off_grid, _too_soon, _beyond_horizon):
        told = [found for case in cases if (found := rule(case))]
        if told and len(told) == len(cases):
            name = told[0].partition(":")[0]
            return name[:1].lower() + name[1:]
    return None


def when(case: Case) -> str:
    """The meeting by the page's clock: ``11:00 to 11:30 on Tuesday 1 December (Europe/Madrid, UTC+01:00)``.

    The offset tells a repeated local time apart.
    """
    ends_that_day = case.local(case.end).date() == case.day
    day = f" on {day_in_words(case.day)}" if ends_that_day else ""
    offset = case.local(case.start).isoformat()[-6:]
    return f"{_from_to(case, case.start, case.end)}{day} ({case.page.time_zone}, UTC{offset})"


def day_in_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def listed(words: Sequence[str]) -> str:
    """``a, b and c``"""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def _off_grid(case: Case) -> str | None:
    meeting = meeting_of(case.event_type)
    always = Hours(case.page.time_zone, AROUND_THE_CLOCK)
    if start_of(case.at) is not None and availability.open_bits(always, meeting, (), case.moment):
        return None
    firsts = sorted({start % meeting.every for start in meeting.starts})
    froms = listed([f"{first // 60:02}:{first % 60:02}" for first in firsts])
    return f"Not on the grid: starts are every {_spoken(meeting.every).removeprefix('1 ')} from {froms}"


def _outside_hours(case: Case) -> str | None:
    hours = hours_of(case.page)
    if availability.open_bits(hours, meeting_of(case.event_type), (), case.moment):
        return None
    days = _days_that_matter(case, hours)
    if not any(hours.dates.get(day, ("weekly",)) for day in days):
        return f"Day off on {listed(list(map(day_in_words, days)))} (date-specific availability)"
    works = "; ".join(_works_on(case.page.name, day, hours) for day in days)
    return f"Outside working hours: {works} ({case.page.time_zone})"


def _too_soon(case: Case) -> str | None:
    notice, zone = notice_of(case.event_type), case.page.time_zone
    soonest = availability.bookable(case.now, notice, RollingHorizon(0), zone).first
    if case.start >= soonest:
        return None
    if case.at < case.now:
        return f"In the past: it is {_moment(case.now.astimezone(ZoneInfo(zone)))} by now"
    return f"Too soon: {_notice(notice)} notice, first possible {_moment(case.local(soonest))}"


def _beyond_horizon(case: Case) -> str | None:
    horizon = horizon_of(case.event_type)
    reach = availability.bookable(case.now, Notice(), horizon, case.page.time_zone)
    if availability.bits_within(reach, case.moment):
        return None
    if isinstance(horizon, FixedHorizon):
        first, last = (f"{day_in_words(day)} {day.year}" for day in (horizon.first, horizon.last))
        return f"Outside the horizon: possible from {first} to {last}"
    days = _counted(horizon.days, "day")
    return f"Beyond the horizon of {days}: possible before {_moment(case.local(reach.until))}"


def _taken(case: Case) -> str | None:
    meeting = meeting_of(case.event_type)
    in_the_way = (
        each for each in sorted(case.busy) if availability.blocked_bits((each,), meeting, case.moment)
    )
    first = next(in_the_way, None)
    if first is None:
        return None
    return f"Taken: busy from {_from_to(case, first.starts, first.ends)}{_buffers(case, first)}"


def _full(case: Case) -> str | None:
    """Of bookings that each leave room for others, so many are there that together they do not."""
    meeting = meeting_of(case.event_type)
    if not availability.blocked_bits(case.busy, meeting, case.moment):
        return None
    here = sum(each.joinable and each.starts == case.start for each in case.busy)
    return f"Full: {here} of {meeting.capacity} places at that start"


def _capped(case: Case) -> str | None:
    caps, zone = caps_of(case.event_type), case.page.time_zone
    starts = [each.starts for each in case.busy if each.joinable]
    days, today = local_days(starts, zone), day_number(case.day)
    if availability.capped_bits(Caps(day=caps.day), starts, zone, case.moment):
        return f"Cap reached: {days.count(today)} of {caps.day} on {day_in_words(case.day)}"
    if availability.capped_bits(Caps(week=caps.week), starts, zone, case.moment):
        booked = [week(day) for day in days].count(week(today))
        monday = case.day - case.day.weekday() * A_DAY
        return f"Cap reached: {booked} of {caps.week} in the week of {day_in_words(monday)}"
    return None


RULES: Sequence[Callable[[Case], str | None]] = (
    _off_grid,
    _outside_hours,
    _too_soon,
    _beyond_horizon,
    _taken,
    _full,
    _capped,
)


def _days_that_matter(case: Case, hours: Hours) -> list[date]:
    """The local days of the meeting, after the day before if that one's hours run past midnight."""
    last = case.local(case.end - availability.TICK).date()
    days = [case.day + number * A_DAY for number in range((last - case.day).days + 1)]
    before = case.day - A_DAY
    runs_over = any(until > availability.DAY for _, until in _hours_on(before, hours))
    return [before, *days] if runs_over else days


def _hours_on(day: date, hours: Hours) -> availability.Stretches:
    return hours.dates.get(day, hours.weekly[day.weekday()])


def _works_on(name: str, day: date, hours: Hours) -> str:
    special = ", date-specific availability" if day in hours.dates else ""
    stretches = [spans.hours_written(stretch) for stretch in _hours_on(day, hours)]
    works = f"works {listed(stretches)}" if stretches else "does not work"
    return f"on {day_in_words(day)} {name} {works}{special}"


def _notice(notice: Notice) -> str:
    """``4 hours'``, ``1 business day's``"""
    span = _counted(notice.business_days, "business day") if notice.business_days else _spoken(notice.minutes)
    return f"{span}'" if span.endswith("s") else f"{span}'s"


def _buffers(case: Case, busy: Busy) -> str:
    """How far the larger of the two buffers on each side reaches, where there are any."""
    before, after = (
        max(busy.before, case.event_type.buffer_after),
        max(busy.after, case.event_type.buffer_before),
    )
    since = f" from {_clock(case.local(busy.starts - before))}" if before else ""
    until = f" until {_clock(case.local(busy.ends + after))}" if after else ""
    return f" (with buffers{since}{until})" if since or until else ""


def _from_to(case: Case, first: int, until: int) -> str:
    """``10:00 to 10:30``, with the days where they are not the day that is asked about."""
    begins, ends = case.local(first), case.local(until)
    if begins.date() == ends.date() == case.day:
        return f"{_clock(begins)} to {_clock(ends)}"
    return f"{_moment(begins)} to {_moment(ends)}"


def _moment(local: datetime) -> str:
    return f"{_clock(local)} on {day_in_words(local.date())}"


def _clock(local: datetime) -> str:
    return f"{local:%H:%M}"


def _spoken(minutes: int) -> str:
    if minutes % 60 or not minutes:
        return _counted(minutes, "minute")
    return _counted(minutes // 60, "hour")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
