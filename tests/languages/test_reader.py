"""Times are written in the reader's zone and language, by the habits of the reader's country."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.languages import Reader, chosen

MORNING = datetime(2026, 12, 3, 3, 45, tzinfo=UTC)


def reader(zone: str, language: str = "en-GB") -> Reader:
    return Reader(chosen([language]), ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "language", "time", "day"),
    [
        ("Asia/Kathmandu", "en-GB", "09:30", "Thursday, 3 December"),
        ("Asia/Kathmandu", "en-US", "9:30 AM", "Thursday, December 3"),
        ("America/Los_Angeles", "en-DE", "19:45", "Wednesday, 2 December"),
        ("Europe/Paris", "fr-FR", "04:45", "jeudi 3 décembre"),
        ("Pacific/Chatham", "en-GB", "17:30", "Thursday, 3 December"),
    ],
)
def test_instant_is_written_on_the_readers_clock(zone: str, language: str, time: str, day: str) -> None:
    at = reader(zone, language)

    assert (at.time(MORNING), at.day(at.local(MORNING).date())) == (time, day)


@pytest.mark.parametrize(
    ("language", "time"),
    [
        ("en-GB", "14:00"),
        ("en-US", "2:00 PM"),
        ("fr-CA", "14 h 00"),
        ("es-MX", "2:00 p.m."),
        ("ar", "2:00 م"),
    ],
)
def test_clock_has_twelve_hours_or_twenty_four_as_where_the_reader_lives(language: str, time: str) -> None:
    assert reader("UTC", language).time(datetime(2026, 12, 1, 14, tzinfo=UTC)) == time


def test_time_that_a_day_has_twice_is_told_apart_by_its_offset() -> None:
    madrid = reader("Europe/Madrid")
    hours = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1, 2)]

    assert [madrid.time(hour) for hour in hours] == ["02:30 (UTC+2)", "02:30 (UTC+1)", "03:30"]


@pytest.mark.parametrize(
    ("zone", "named"),
    [
        ("Asia/Kathmandu", "Asia/Kathmandu, UTC+5:45"),
        ("America/St_Johns", "America/St_Johns, UTC-3:30"),
        ("Europe/London", "Europe/London, UTC"),
        ("UTC", "UTC"),
    ],
)
def test_zone_is_named_with_its_offset(zone: str, named: str) -> None:
    assert reader(zone).zone_at(MORNING) == named


@pytest.mark.parametrize(
    ("zone", "place"),
    [
        ("Asia/Kathmandu", "Kathmandu time"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
        ("UTC", "UTC"),
    ],
)
def test_zone_has_a_name_that_people_say(zone: str, place: str) -> None:
    assert reader(zone).place() == place


def test_first_of_a_month_is_counted_apart_in_french() -> None:
    at, first = reader("Europe/Paris", "fr-FR"), datetime(2026, 12, 1, 3, 45, tzinfo=UTC)

    assert [at.day(first.date()), at.short_day(first), at.full_day(first), at.day(date(2026, 12, 11))] == [
        "mardi 1er décembre",
        "mar. 1er déc.",
        "mardi 1er décembre 2026",
        "vendredi 11 décembre",
    ]


def test_day_is_written_with_its_year_where_it_is_final() -> None:
    assert reader("Europe/Madrid").full_day(MORNING) == "Thursday, 3 December 2026"
    assert reader("Europe/Madrid").day(date(2027, 1, 1)) == "Friday, 1 January"
