"""Instants, by the patterns that apps send."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.drawing.dates import written

NOW = datetime(2026, 12, 1, 15, 4, 5, tzinfo=ZoneInfo("Europe/Madrid"))
LONG_AGO = datetime(2020, 8, 9, 0, 30, tzinfo=ZoneInfo("Europe/Madrid"))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("{date_num}", "2020-08-09"),
        ("{date_slash}", "09/08/2020"),
        ("{date_long}", "Sunday, August 9th, 2020"),
        ("{date_long_full}", "August 9, 2020"),
        ("{date_long_pretty}", "Sunday, August 9th, 2020"),
        ("{date}", "August 9"),
        ("{date_pretty}", "August 9"),
        ("{date_short}", "Aug 9, 2020"),
        ("{date_short_pretty}", "Aug 9, 2020"),
        ("{time}", "12:30 AM"),
        ("{time_secs}", "12:30:00 AM"),
        ("{day_divider_pretty}", "Sunday, August 9th, 2020"),
        ("{ago}", "2305 days ago"),
        ("Posted {date_num} at {time}", "Posted 2020-08-09 at 12:30 AM"),
        ("no token, {unknown}", "No token, {unknown}"),
    ],
)
def test_pattern_is_filled_in(pattern: str, text: str) -> None:
    assert written(pattern, LONG_AGO, NOW) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (-2, "Nov 29, 2026 3:04 PM"),
        (-1, "Yesterday 3:04 PM"),
        (0, "Today 3:04 PM"),
        (1, "Tomorrow 3:04 PM"),
        (2, "Dec 3, 2026 3:04 PM"),
    ],
)
def test_days_near_today_have_names(days: int, text: str) -> None:
    assert written("{date_short_pretty} {time}", NOW + timedelta(days=days), NOW) == text


def test_names_of_days_are_small_within_a_text() -> None:
    assert written("On {date_pretty}", NOW, NOW) == "On today"


def test_divider_leaves_this_year_out() -> None:
    assert written("{day_divider_pretty}", NOW + timedelta(days=2), NOW) == "Thursday, December 3rd"


@pytest.mark.parametrize(
    ("apart", "text"),
    [
        (timedelta(seconds=-59), "Just now"),
        (timedelta(minutes=-1), "1 minute ago"),
        (timedelta(minutes=-90), "1 hour ago"),
        (timedelta(hours=2), "In 2 hours"),
        (timedelta(days=3), "In 3 days"),
    ],
)
def test_ago_counts_in_the_largest_unit(apart: timedelta, text: str) -> None:
    assert written("{ago}", NOW + apart, NOW) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (13, "13th"), (22, "22nd")],
)
def test_days_of_the_month_are_ordinal(day: int, text: str) -> None:
    assert written("{date_long}", NOW.replace(month=10, day=day), NOW).split()[2] == f"{text},"
