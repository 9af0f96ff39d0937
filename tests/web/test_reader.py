"""Times are written in the reader's zone, by the habits of the reader's country."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.web.reader import Reader, locale_of, zone_choices, zone_of_today

MORNING = datetime(2026, 12, 3, 3, 45, tzinfo=UTC)


def reader(zone: str, language: str = "en-GB") -> Reader:
    return Reader(locale_of([language]), ZoneInfo(zone))


@pytest.mark.parametrize(
    ("languages", "locale"),
    [
        pytest.param(["en-US", "en"], "en_US", id="american"),
        pytest.param(["en-gb"], "en_GB", id="british"),
        pytest.param(["de-de", "en-us"], "en_DE", id="english as in Germany"),
        pytest.param(["ja", "en-au"], "en_AU", id="the first country that is known"),
        pytest.param(["en"], "en_GB", id="no country"),
        pytest.param(["zh-hans-cn"], "en_GB", id="a country without English of its own"),
        pytest.param(["x" * 5000, "*", ""], "en_GB", id="nonsense"),
        pytest.param([], "en_GB", id="nothing said"),
    ],
)
def test_locale_is_english_of_the_readers_country(languages: list[str], locale: str) -> None:
    assert str(locale_of(languages)) == locale


@pytest.mark.parametrize(
    ("zone", "language", "time", "day"),
    [
        ("Asia/Kathmandu", "en-GB", "09:30", "Thursday, 3 December"),
        ("Asia/Kathmandu", "en-US", "9:30 AM", "Thursday, December 3"),
        ("America/Los_Angeles", "de-DE", "19:45", "Wednesday, 2 December"),
        ("Pacific/Chatham", "en-GB", "17:30", "Thursday, 3 December"),
    ],
)
def test_instant_is_written_on_the_readers_clock(zone: str, language: str, time: str, day: str) -> None:
    at = reader(zone, language)

    assert (at.time(MORNING), at.day(at.local(MORNING).date())) == (time, day)


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


def test_every_zone_to_choose_from_can_be_written() -> None:
    written = [reader(zone).place() for zone in zone_choices()]

    assert all(place == "UTC" or place.endswith(" time") for place in written)


@pytest.mark.parametrize(
    ("said", "today"),
    [
        ("Asia/Katmandu", "Asia/Kathmandu"),
        ("Africa/Asmera", "Africa/Asmara"),
        ("Europe/Stockholm", "Europe/Stockholm"),
        ("US/Eastern", "America/New_York"),
        ("UTC", "UTC"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("Mars/Olympus", None),
    ],
)
def test_zone_goes_by_its_name_of_today(said: str, today: str | None) -> None:
    zone = zone_of_today(said)

    assert (zone.key if zone else None) == today


def test_zones_to_choose_from_have_one_name_each() -> None:
    choices = zone_choices()

    assert len(choices) == len(set(choices))
    assert ("Asia/Kathmandu" in choices, "Asia/Katmandu" in choices) == (True, False)


def test_day_is_written_with_its_year_where_it_is_final() -> None:
    assert reader("Europe/Madrid").full_day(MORNING) == "Thursday, 3 December 2026"
    assert reader("Europe/Madrid").day(date(2027, 1, 1)) == "Friday, 1 January"
