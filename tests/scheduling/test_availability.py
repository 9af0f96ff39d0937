"""Open times, the clear cases: working hours, the grid, busy time."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from bot.scheduling.availability import (
    Busy,
    Hours,
    Meeting,
    Stretches,
    Window,
    blocked_bits,
    instant_of,
    minutes_of,
    open_bits,
    window_of,
)
from tests.scheduling.wall_times import OFF, at, daily, stretches

HALF_HOURS = Meeting(minutes=30, every=30)
QUARTERS = Meeting(minutes=30, every=15)


def starts_on(
    day: str, hours: Hours, meeting: Meeting = HALF_HOURS, busy: tuple[Busy, ...] = (), shown: str = "%H:%M"
) -> list[str]:
    """The open starts on one local date, as the wall shows them."""
    window = window_of(date.fromisoformat(day), date.fromisoformat(day), hours.time_zone)
    zone = ZoneInfo(hours.time_zone)
    opened = minutes_of(open_bits(hours, meeting, busy, window), window)
    return [instant_of(minute).astimezone(zone).strftime(shown) for minute in opened]


def test_times_follow_the_wall_across_a_change_of_clocks() -> None:
    hours = daily("America/New_York", "09:00-10:00")
    shown = [starts_on(day, hours, shown="%H:%M%z") for day in ("2025-03-08", "2025-03-09")]
    assert shown == [["09:00-0500", "09:30-0500"], ["09:00-0400", "09:30-0400"]]


def test_starts_of_a_whole_year_are_all_told_in_order() -> None:
    window = Window(at("2025-01-01T00:00Z"), at("2026-01-01T00:00Z"))
    opened = minutes_of(open_bits(daily("UTC", "09:00-10:00"), HALF_HOURS, (), window), window)
    assert opened == [day + time for day in range(*window, 1440) for time in (540, 570)]


def test_skipped_local_time_is_skipped() -> None:
    hours = daily("America/New_York", "01:00-04:00")
    assert starts_on("2025-03-09", hours) == ["01:00", "01:30", "03:00", "03:30"]


def test_meeting_may_run_across_a_skipped_hour_and_keeps_its_length() -> None:
    hours = daily("America/New_York", "01:00-04:00")
    assert starts_on("2025-03-09", hours, Meeting(60, 30)) == ["01:00", "01:30", "03:00"]


def test_repeated_local_time_is_offered_twice_told_apart_by_its_offset() -> None:
    hours = daily("America/New_York", "01:00-02:00")
    twice = ["01:00-0400", "01:30-0400", "01:00-0500", "01:30-0500"]
    assert starts_on("2025-11-02", hours, shown="%H:%M%z") == twice


def test_day_that_a_zone_skips_has_no_times() -> None:
    hours = daily("Pacific/Apia", "09:00-10:00")
    window = Window(at("2011-12-29T00:00-10:00"), at("2012-01-01T00:00+14:00"))
    assert minutes_of(open_bits(hours, HALF_HOURS, (), window), window) == [
        at("2011-12-29T09:00-10:00"),
        at("2011-12-29T09:30-10:00"),
        at("2011-12-31T09:00+14:00"),
        at("2011-12-31T09:30+14:00"),
    ]


NIGHT = stretches("22:00-25:00")
FRIDAY_NIGHTS = (OFF, OFF, OFF, OFF, NIGHT, OFF, OFF)
FRIDAY, SATURDAY = date(2025, 6, 6), date(2025, 6, 7)
UP_TO_MIDNIGHT = ["22:00", "22:30", "23:00", "23:30"]


@pytest.mark.parametrize(
    ("dates", "friday", "saturday"),
    [
        pytest.param({}, UP_TO_MIDNIGHT, ["00:00", "00:30"], id="past midnight into a day off"),
        pytest.param({SATURDAY: OFF}, UP_TO_MIDNIGHT, ["00:00", "00:30"], id="the next date taken off"),
        pytest.param({FRIDAY: OFF}, [], [], id="their own date taken off"),
        pytest.param(
            {FRIDAY: stretches("23:00-24:00")}, ["23:00", "23:30"], [], id="their own date ends at midnight"
        ),
        pytest.param(
            {SATURDAY: stretches("00:30-02:00")},
            UP_TO_MIDNIGHT,
            ["00:00", "00:30", "01:00", "01:30"],
            id="overlapping the next date's own",
        ),
    ],
)
def test_hours_belong_to_the_date_on_which_they_begin(
    dates: Mapping[date, Stretches], friday: list[str], saturday: list[str]
) -> None:
    hours = Hours("Europe/Madrid", FRIDAY_NIGHTS, dates)
    assert [starts_on("2025-06-06", hours), starts_on("2025-06-07", hours)] == [friday, saturday]


def test_hours_of_the_evening_before_reach_a_window_within_the_next() -> None:
    on_call = Hours("America/New_York", (OFF,) * 7, {date(2025, 1, 8): stretches("20:00-44:00")})
    window = Window(at("2025-01-09T19:00-05:00"), at("2025-01-09T21:00-05:00"))
    assert minutes_of(open_bits(on_call, HALF_HOURS, (), window), window) == [
        at("2025-01-09T19:00-05:00"),
        at("2025-01-09T19:30-05:00"),
    ]


@pytest.mark.parametrize(
    ("replacement", "expected"),
    [
        pytest.param(OFF, [], id="day off"),
        pytest.param(stretches("12:00-13:00"), ["12:00", "12:30"], id="other hours"),
        pytest.param(stretches("08:00-08:30", "20:00-20:30"), ["08:00", "20:00"], id="two stretches"),
    ],
)
def test_date_specific_hours_replace_the_weekly_ones(replacement: Stretches, expected: list[str]) -> None:
    weekly = daily("Asia/Kolkata", "09:00-10:00").weekly
    hours = Hours("Asia/Kolkata", weekly, {date(2025, 6, 4): replacement})
    around = [starts_on(day, hours) for day in ("2025-06-03", "2025-06-04", "2025-06-05")]
    assert around == [["09:00", "09:30"], expected, ["09:00", "09:30"]]


def test_date_specific_hours_add_a_day_of_work() -> None:
    hours = Hours("Europe/Berlin", (OFF,) * 7, {date(2025, 6, 7): stretches("10:00-11:00")})
    assert starts_on("2025-06-07", hours) == ["10:00", "10:30"]


@pytest.mark.parametrize(
    ("texts", "minutes", "expected"),
    [
        pytest.param(["09:00-10:00"], 60, ["09:00"], id="exactly the hours"),
        pytest.param(["09:00-10:00"], 65, [], id="longer than the hours"),
        pytest.param(["09:00-10:00", "10:00-11:00"], 90, ["09:00", "09:30"], id="across touching hours"),
        pytest.param(["09:00-10:00", "09:30-11:00"], 90, ["09:00", "09:30"], id="across overlapping hours"),
        pytest.param(["09:00-10:00", "10:05-11:00"], 60, ["09:00"], id="not across a break"),
        pytest.param(["00:00-00:30", "23:00-24:00"], 60, ["23:00", "23:30"], id="across midnight"),
        pytest.param(["00:00-24:00"], 5, [f"{n // 2:02}:{n % 2 * 30:02}" for n in range(48)], id="5 minutes"),
        pytest.param(
            ["00:00-24:00"], 1440, [f"{n // 2:02}:{n % 2 * 30:02}" for n in range(48)], id="24 hours"
        ),
        pytest.param(["20:00-26:00"], 240, ["20:00", "20:30", "21:00", "21:30", "22:00"], id="past midnight"),
        pytest.param(["20:00-24:00"], 240, ["20:00"], id="up to midnight"),
    ],
)
def test_whole_meeting_lies_in_working_time(texts: list[str], minutes: int, expected: list[str]) -> None:
    assert starts_on("2025-06-04", daily("UTC", *texts), Meeting(minutes, 30)) == expected


@pytest.mark.parametrize(
    ("meeting", "expected"),
    [
        pytest.param(Meeting(30, 60), ["09:00", "10:00"], id="spacing apart from duration"),
        pytest.param(Meeting(30, 60, (15,)), ["09:15", "10:15"], id="from a quarter past"),
        pytest.param(Meeting(30, 60, (0, 20)), ["09:00", "09:20", "10:00", "10:20"], id="from two minutes"),
        pytest.param(Meeting(60, 20), ["09:00", "09:20", "09:40", "10:00"], id="overlapping starts"),
        pytest.param(Meeting(30, 50), ["09:10", "10:00"], id="counted from local midnight"),
        pytest.param(Meeting(30, 1440, (570,)), ["09:30"], id="once a day"),
    ],
)
def test_starts_lie_on_the_grid(meeting: Meeting, expected: list[str]) -> None:
    # Adelaide is half an hour off the world's grid: the grid is the wall's.
    hours = daily("Australia/Adelaide", "09:00-11:00")
    assert [starts_on(day, hours, meeting) for day in ("2025-06-04", "2025-06-05")] == [expected, expected]


@pytest.mark.parametrize(
    ("busy", "meeting", "lost"),
    [
        pytest.param((600, 630, 0, 0), (0, 0), ["09:45", "10:00", "10:15"], id="no buffers: may touch"),
        pytest.param((600, 630, 0, 15), (0, 0), ["09:45", "10:00", "10:15", "10:30"], id="busy one's after"),
        pytest.param((600, 630, 15, 0), (0, 0), ["09:30", "09:45", "10:00", "10:15"], id="busy one's before"),
        pytest.param((600, 630, 0, 0), (15, 0), ["09:45", "10:00", "10:15", "10:30"], id="meeting's before"),
        pytest.param((600, 630, 0, 0), (0, 15), ["09:30", "09:45", "10:00", "10:15"], id="meeting's after"),
        pytest.param(
            (600, 630, 0, 15), (10, 0), ["09:45", "10:00", "10:15", "10:30"], id="the larger, not the sum"
        ),
        pytest.param(
            (600, 630, 0, 5), (20, 0), ["09:45", "10:00", "10:15", "10:30", "10:45"], id="larger: meeting's"
        ),
        pytest.param((607, 611, 0, 0), (0, 0), ["09:45", "10:00"], id="odd minutes"),
        pytest.param((600, 601, 0, 0), (0, 0), ["09:45", "10:00"], id="one minute"),
        pytest.param((599, 600, 0, 0), (0, 0), ["09:30", "09:45"], id="ends on a start"),
        pytest.param((630, 631, 0, 0), (0, 0), ["10:15", "10:30"], id="begins at a meeting's end"),
        pytest.param((607, 607, 0, 0), (0, 0), [], id="no length"),
        pytest.param((607, 607, 30, 30), (30, 30), [], id="no length, with buffers"),
        pytest.param((0, 540, 0, 0), (0, 0), [], id="ends as the hours begin"),
        pytest.param((0, 540, 0, 10), (0, 0), ["09:00"], id="buffer reaches into the hours"),
        pytest.param((-9999, -5000, 0, 0), (0, 0), [], id="long past"),
        pytest.param((9999, 99999, 0, 0), (0, 0), [], id="far ahead"),
    ],
)
def test_busy_time_blocks_starts(
    busy: tuple[int, int, int, int], meeting: tuple[int, int], lost: list[str]
) -> None:
    hours = daily("UTC", "09:00-11:30")
    midnight = at("2025-06-04T00:00Z")
    block = Busy(midnight + busy[0], midnight + busy[1], *busy[2:])
    before, after = meeting
    opened = starts_on("2025-06-04", hours, Meeting(30, 15, (0,), before, after), (block,))
    assert opened == [start for start in starts_on("2025-06-04", hours, QUARTERS) if start not in lost]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        pytest.param([(540, 570), (570, 600)], ["10:00", "10:30"], id="touching"),
        pytest.param([(545, 595), (550, 560)], ["10:00", "10:30"], id="one within another"),
        pytest.param([(570, 600), (540, 590)], ["10:00", "10:30"], id="overlapping, in any order"),
        pytest.param([(540, 570), (600, 630)], ["09:30", "10:30"], id="room for one between"),
        pytest.param([(0, 1440)], [], id="all day"),
        pytest.param([(-99999, 99999)], [], id="for months"),
    ],
)
def test_several_busy_times(blocks: list[tuple[int, int]], expected: list[str]) -> None:
    midnight = at("2025-06-04T00:00Z")
    busy = tuple(Busy(midnight + starts, midnight + ends) for starts, ends in blocks)
    assert starts_on("2025-06-04", daily("UTC", "09:00-11:00"), HALF_HOURS, busy) == expected


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        pytest.param(-60, 60, [0, 5], id="the whole window and more"),
        pytest.param(-60, -30, [], id="before the window"),
        pytest.param(-60, 1, [0], id="into the window"),
        pytest.param(35, 60, [], id="after the last start's end"),
        pytest.param(34, 60, [5], id="into the last start's meeting"),
    ],
)
def test_blocked_starts_are_those_of_the_window(starts: int, ends: int, expected: list[int]) -> None:
    window = Window(0, 10)
    assert minutes_of(blocked_bits([Busy(starts, ends)], HALF_HOURS, window), window) == expected


def test_unknown_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        starts_on("2025-06-04", daily("Europe/Atlantis", "09:00-17:00"))
