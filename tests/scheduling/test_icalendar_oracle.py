"""Working time against a second oracle: the same weekly hours as iCalendar events with RRULE and TZID.

icalendar and recurring-ical-events expand them. Whole weeks around changes of clocks give the same time.
iCalendar means moments, though, where domain.md means the wall, so that they part where hours begin or end at
a local time that is skipped or repeated. Those cases stand here by name.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.scheduling.availability import (
    Hours,
    Meeting,
    Stretch,
    Stretches,
    Window,
    instant_of,
    minute_of,
    minutes_of,
    open_bits,
)
from tests.scheduling.wall_times import CHANGES, NO_CHANGE, OFF, at, stretches
from tests.thoroughness import examples

A_WEEK = timedelta(days=7)
TICKS = Meeting(minutes=5, every=5)


def local(zone: str, day: date, minutes: int) -> datetime:
    """So many minutes after local midnight, by the wall."""
    return datetime.combine(day, time(), ZoneInfo(zone)) + timedelta(minutes=minutes)


def events(hours: Hours, first_monday: date) -> icalendar.Calendar:
    """Each stretch as an event that comes back every week from the first on."""
    calendar = icalendar.Calendar()
    for weekday, day in enumerate(hours.weekly):
        for first, until in day:
            event = icalendar.Event()
            begins = first_monday + timedelta(days=weekday)
            event.add("dtstart", local(hours.time_zone, begins, first))
            event.add("dtend", local(hours.time_zone, begins, until))
            event.add("rrule", {"freq": "weekly"})
            calendar.add_component(event)
    return icalendar.Calendar.from_ical(calendar.to_ical())  # as it would be read from a file


def working_by_icalendar(hours: Hours, window: Window) -> list[int]:
    first, until = (instant_of(minute) for minute in window)
    monday = first.date() - timedelta(days=first.weekday()) - 2 * A_WEEK
    found = recurring_ical_events.of(events(hours, monday)).between(first, until)
    spans = [
        (minute_of(event.start.astimezone(UTC)), minute_of(event.end.astimezone(UTC))) for event in found
    ]
    ticks = {tick for begins, ends in spans for tick in range(begins, ends, 5)}
    return sorted(tick for tick in ticks if window.first <= tick < window.until)


def working_by_us(hours: Hours, window: Window) -> list[int]:
    return minutes_of(open_bits(hours, TICKS, (), window), window)


def agrees_with_icalendar(hours: Hours, change: str) -> bool:
    """For five days before and after."""
    window = Window(at(change) - 7_200, at(change) + 7_200)
    return working_by_us(hours, window) == working_by_icalendar(hours, window)


def edges(hours: Hours, change: int) -> Iterator[datetime]:
    """Every local time near the change at which hours begin or end."""
    today = instant_of(change).date()
    for day in (today + timedelta(days=days) for days in range(-3, 4)):
        for stretch in hours.weekly[day.weekday()]:
            yield from (local(hours.time_zone, day, minutes) for minutes in stretch)


def is_plain(edge: datetime) -> bool:
    """Neither skipped nor repeated."""
    return edge.replace(fold=0).utcoffset() == edge.replace(fold=1).utcoffset()


STRETCH = st.builds(
    lambda first, length: (first * 5, (first + length) * 5), st.integers(0, 287), st.integers(1, 288)
)
DAY = st.lists(STRETCH, max_size=2).map(tuple)
WEEK = st.tuples(DAY, DAY, DAY, DAY, DAY, DAY, DAY)


@settings(max_examples=examples(10, thorough=2000))
@given(st.sampled_from(CHANGES + NO_CHANGE), WEEK)
def test_weeks_around_a_change_have_the_working_time_of_icalendar(
    zone_and_change: tuple[str, str], weekly: tuple[Stretches, ...]
) -> None:
    zone, change = zone_and_change
    hours = Hours(zone, weekly)
    assume(all(is_plain(edge) for edge in edges(hours, at(change))))
    assert agrees_with_icalendar(hours, change)


OFFICE = stretches("09:00-12:30", "13:00-17:00")
LATE = stretches("20:00-24:00")
NIGHT = stretches("22:00-30:00")


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(OFFICE, id="office"),
        pytest.param(LATE, id="to midnight"),
        pytest.param(NIGHT, id="past midnight, across the change"),
    ],
)
def test_usual_hours_around_every_change_are_those_of_icalendar(day: Stretches) -> None:
    wrong = [
        (zone, change)
        for zone, change in CHANGES[:-1]  # the last one takes a whole day, with its hours
        if not agrees_with_icalendar(Hours(zone, (day,) * 6 + (OFF,)), change)
    ]
    assert wrong == []


SPRING, AUTUMN = date(2025, 3, 9), date(2025, 11, 2)


@pytest.mark.parametrize(
    ("day", "stretch", "ours", "icalendars"),
    [
        pytest.param(
            SPRING,
            "02:30-05:00",
            ["07:00-09:00"],
            ["07:30-09:00"],
            id="begin skipped: iCalendar reads 02:30 as half an hour after 02:00",
        ),
        pytest.param(
            SPRING,
            "00:00-02:30",
            ["05:00-07:00"],
            ["05:00-07:30"],
            id="end skipped: iCalendar lets the hours run to 03:30 by the wall",
        ),
        pytest.param(
            AUTUMN,
            "01:30-05:00",
            ["05:30-06:00", "06:30-10:00"],
            ["05:30-10:00"],
            id="begin repeated: iCalendar begins at the first, and goes on through a second 01:00",
        ),
        pytest.param(
            AUTUMN,
            "00:00-01:30",
            ["04:00-05:30", "06:00-06:30"],
            ["04:00-05:30"],
            id="end repeated: iCalendar ends at the first, and offers no time twice",
        ),
    ],
)
def test_icalendar_reads_skipped_and_repeated_edges_otherwise(
    day: date, stretch: str, ours: list[str], icalendars: list[str]
) -> None:
    weekly = tuple(stretches(stretch) if weekday == day.weekday() else OFF for weekday in range(7))
    hours = Hours("America/New_York", weekly)
    midnight = at(f"{day}T00:00Z")
    window = Window(midnight, midnight + 1440)
    assert working_by_us(hours, window) == ticks_of(ours, midnight)
    assert working_by_icalendar(hours, window) == ticks_of(icalendars, midnight)


def ticks_of(texts: list[str], midnight: int) -> list[int]:
    spans: list[Stretch] = list(stretches(*texts))
    return [midnight + tick for first, until in spans for tick in range(first, until, 5)]
