"""Instants, by the patterns that apps send."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.sandbox.drawing.dates import written

NOW = datetime(2026, 12, 1, 15, 4, 5, tzinfo=ZoneInfo("Europe/Madrid"))
LONG_AGO = datetime(2020, 8, 9, 0, 30, tzinfo=ZoneInfo("Europe/Madrid"))


PATTERNS = [
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
]


def test_pattern_is_filled_in() -> None:
    assert [(pattern, written(pattern, LONG_AGO, NOW)) for pattern, _ in PATTERNS] == PATTERNS


NEAR = [
    (-2, "Nov 29, 2026 3:04 PM"),
    (-1, "Yesterday 3:04 PM"),
    (0, "Today 3:04 PM"),
    (1, "Tomorrow 3:04 PM"),
    (2, "Dec 3, 2026 3:04 PM"),
]


def test_days_near_today_have_names() -> None:
    assert [
        (days, written("{date_short_pretty} {time}", NOW + timedelta(days=days), NOW)) for days, _ in NEAR
    ] == NEAR


def test_names_of_days_are_small_within_a_text() -> None:
    assert written("On {date_pretty}", NOW, NOW) == "On today"


def test_divider_leaves_this_year_out() -> None:
    assert written("{day_divider_pretty}", NOW + timedelta(days=2), NOW) == "Thursday, December 3rd"


APART = [
    (timedelta(seconds=-59), "Just now"),
    (timedelta(minutes=-1), "1 minute ago"),
    (timedelta(minutes=-90), "1 hour ago"),
    (timedelta(hours=2), "In 2 hours"),
    (timedelta(days=3), "In 3 days"),
]


def test_ago_counts_in_the_largest_unit() -> None:
    assert [(apart, written("{ago}", NOW + apart, NOW)) for apart, _ in APART] == APART


def test_days_of_the_month_are_ordinal() -> None:
    days = [NOW.replace(month=10, day=day) for day in (1, 2, 3, 4, 11, 13, 22)]

    assert [written("{date_long}", day, NOW).split()[2] for day in days] == [
        "1st,",
        "2nd,",
        "3rd,",
        "4th,",
        "11th,",
        "13th,",
        "22nd,",
    ]
