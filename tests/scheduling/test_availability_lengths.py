"""Open times of meetings from 5 minutes to 24 hours: all day, past midnight, around changes of clocks."""

from datetime import date

import pytest

from bot.scheduling.availability import Hours, Meeting, Window, minutes_of, open_bits
from tests.scheduling.wall_times import OFF, at, daily, stretches

LENGTHS = [5, 10, 15, 30, 45, 60, 95, 240, 420, 480, 725, 1375, 1380, 1435, 1440]


def only_on(day: str, zone: str, *texts: str) -> Hours:
    return Hours(zone, (OFF,) * 7, {date.fromisoformat(day): stretches(*texts)})


def opened_around(moment: int, hours: Hours, meeting: Meeting) -> list[int]:
    window = Window(moment - 5000, moment + 5000)
    return minutes_of(open_bits(hours, meeting, (), window), window)


@pytest.mark.parametrize(
    ("hours", "first", "until"),
    [
        pytest.param(
            only_on("2025-06-04", "Asia/Kolkata", "00:00-24:00"),
            "2025-06-04T00:00+05:30",
            "2025-06-05T00:00+05:30",
            id="all day",
        ),
        pytest.param(
            only_on("2025-03-09", "America/New_York", "00:00-24:00"),
            "2025-03-09T00:00-05:00",
            "2025-03-10T00:00-04:00",
            id="all of a day of 23 hours",
        ),
        pytest.param(
            only_on("2025-11-02", "America/New_York", "00:00-24:00"),
            "2025-11-02T00:00-04:00",
            "2025-11-03T00:00-05:00",
            id="all of a day of 25 hours",
        ),
        pytest.param(
            only_on("2025-06-04", "Europe/Madrid", "18:00-42:00"),
            "2025-06-04T18:00+02:00",
            "2025-06-05T18:00+02:00",
            id="24 hours past midnight",
        ),
        pytest.param(
            only_on("2025-03-29", "Europe/Berlin", "22:00-30:00"),
            "2025-03-29T22:00+01:00",
            "2025-03-30T06:00+02:00",
            id="a night of 7 hours",
        ),
        pytest.param(
            only_on("2025-10-25", "Europe/Berlin", "22:00-30:00"),
            "2025-10-25T22:00+02:00",
            "2025-10-26T06:00+01:00",
            id="a night of 9 hours",
        ),
        pytest.param(
            only_on("2025-10-04", "Australia/Lord_Howe", "22:00-30:00"),
            "2025-10-04T22:00+10:30",
            "2025-10-05T06:00+11:00",
            id="a night of 7 hours and a half",
        ),
    ],
)
def test_meeting_of_any_length_fits_as_often_as_the_real_time_allows(
    hours: Hours, first: str, until: str
) -> None:
    opened = {minutes: opened_around(at(first), hours, Meeting(minutes, 5)) for minutes in LENGTHS}
    assert opened == {minutes: list(range(at(first), at(until) - minutes + 5, 5)) for minutes in LENGTHS}


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        pytest.param(30, ["01:00-05:00", "01:30-05:00", "03:00-04:00", "03:30-04:00"], id="half an hour"),
        pytest.param(60, ["01:00-05:00", "01:30-05:00", "03:00-04:00"], id="an hour"),
        pytest.param(90, ["01:00-05:00", "01:30-05:00"], id="an hour and a half"),
        pytest.param(120, ["01:00-05:00"], id="two hours: all of the real time"),
        pytest.param(125, [], id="more than the real time"),
    ],
)
def test_hours_around_a_skipped_hour(minutes: int, expected: list[str]) -> None:
    hours = only_on("2025-03-09", "America/New_York", "01:00-04:00")
    opened = opened_around(at("2025-03-09T07:00Z"), hours, Meeting(minutes, 30))
    assert opened == [at(f"2025-03-09T{start}") for start in expected]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        pytest.param(30, ["01:00-04:00", "01:30-04:00", "01:00-05:00", "01:30-05:00"], id="half an hour"),
        pytest.param(60, ["01:00-04:00", "01:30-04:00", "01:00-05:00"], id="an hour"),
        pytest.param(90, ["01:00-04:00", "01:30-04:00"], id="into the second time"),
        pytest.param(120, ["01:00-04:00"], id="two hours: both times"),
        pytest.param(125, [], id="more than the real time"),
    ],
)
def test_hours_that_are_the_repeated_hour(minutes: int, expected: list[str]) -> None:
    hours = only_on("2025-11-02", "America/New_York", "01:00-02:00")
    opened = opened_around(at("2025-11-02T06:00Z"), hours, Meeting(minutes, 30))
    assert opened == [at(f"2025-11-02T{start}") for start in expected]


@pytest.mark.parametrize(
    "text", [pytest.param("02:00-03:00", id="all of it"), pytest.param("02:20-02:40", id="within it")]
)
def test_hours_that_are_skipped_are_none(text: str) -> None:
    hours = only_on("2025-03-09", "America/New_York", text)
    assert opened_around(at("2025-03-09T07:00Z"), hours, Meeting(5, 5)) == []


def test_hours_without_end_take_meetings_at_every_start() -> None:
    always = daily("America/New_York", "00:00-24:00")
    change = at("2025-11-02T06:00Z")
    opened = opened_around(change, always, Meeting(1440, 5))
    assert opened == list(range(change - 5000, change + 5000, 5))
