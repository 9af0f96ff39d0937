"""What local clocks show, around the changes of clocks and in every zone there is."""

from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from bot.scheduling import zones
from bot.scheduling.availability import instant_of
from bot.scheduling.wall_clock import Segment, local_days, segments, wall_at, wall_reaches
from tests.scheduling.wall_times import CHANGES, at

MINUTE = timedelta(minutes=1)


def offset_at(zone: str, minute: int) -> int:
    """In minutes, by ``astimezone``, which the engine does not use."""
    return (instant_of(minute).astimezone(ZoneInfo(zone)).utcoffset() or timedelta()) // MINUTE


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_segments_part_exactly_where_the_clocks_change(zone: str, change: str) -> None:
    change_at = at(change)
    before, after = offset_at(zone, change_at - 1), offset_at(zone, change_at)
    assert segments(zone, change_at - 5000, change_at + 5000) == (
        Segment(change_at - 5000, change_at, before),
        Segment(change_at, change_at + 5000, after),
    )
    assert before != after


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_segments_end_with_their_minutes_though_a_change_is_near(zone: str, change: str) -> None:
    [ahead] = segments(zone, at(change) - 100, at(change) - 50)
    [up_to] = segments(zone, at(change) - 100, at(change))
    assert (ahead.until, up_to.until) == (at(change) - 50, at(change))


@pytest.mark.parametrize(
    ("zone", "change", "and_back"),
    [
        pytest.param("America/Recife", "2000-10-08T03:00Z", "2000-10-15T02:00Z", id="forward"),
        pytest.param("Asia/Gaza", "2040-10-20T00:00Z", "2040-10-26T23:00Z", id="forward after Ramadan"),
    ],
)
def test_segments_part_twice_though_a_zone_changes_there_and_back_within_a_week(
    zone: str, change: str, and_back: str
) -> None:
    """The two shortest times from one change to the next, since 1980 and in the years ahead."""
    there, back = at(change), at(and_back)
    wide = [segments(zone, there - ahead, back + 20_000) for ahead in range(1, 10_000, 500)]
    assert {tuple(piece.first for piece in pieces[1:]) for pieces in wide} == {(there, back)}
    assert [offset_at(zone, there), offset_at(zone, back)] == [piece.offset for piece in wide[0][1:]]


def test_segments_of_every_zone_change_when_its_zone_data_does() -> None:
    """From 2026 to 2037. A walk by two days finds each zone's offsets in the same order, and zoneinfo has
    them on both sides of each change: so no change is missing, none too many, and none a minute off.
    """
    first, until = at("2026-01-01T00:00Z"), at("2038-01-01T00:00Z")
    new_year = datetime.fromisoformat("2026-01-01")
    walk = [new_year + timedelta(minutes=minutes) for minutes in range(0, until - first, 2880)]
    assert [zone for zone in sorted(zones.names()) if not changes_agree(zone, first, until, walk)] == []


def changes_agree(zone: str, first: int, until: int, walk: list[datetime]) -> bool:
    found = segments(zone, first, until)
    walked = [(offset or timedelta()) // MINUTE for offset, _ in groupby(map(ZoneInfo(zone).utcoffset, walk))]
    return [piece.offset for piece in found] == walked and all(
        offset_at(zone, piece.first) == offset_at(zone, piece.until - 1) == piece.offset for piece in found
    )


def test_segments_of_a_zone_that_does_not_exist_are_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        segments("Europe/Atlantis", 0, 1000)


@pytest.mark.parametrize(
    ("zone", "instant", "shown"),
    [
        pytest.param("UTC", "2025-06-04T09:30Z", "2025-06-04T09:30Z", id="UTC"),
        pytest.param(
            "Asia/Kathmandu", "2025-06-04T09:30Z", "2025-06-04T15:15Z", id="ahead by three quarters"
        ),
        pytest.param("Pacific/Niue", "2025-06-04T09:30Z", "2025-06-03T22:30Z", id="the day before"),
        pytest.param("America/New_York", "2025-03-09T06:59Z", "2025-03-09T01:59Z", id="before a change"),
        pytest.param("America/New_York", "2025-03-09T07:00Z", "2025-03-09T03:00Z", id="after a change"),
        pytest.param("Europe/London", "1969-12-31T23:59Z", "1970-01-01T00:59Z", id="before minute 0"),
    ],
)
def test_wall_shows(zone: str, instant: str, shown: str) -> None:
    assert wall_at(zone, at(instant)) == at(shown)


@pytest.mark.parametrize(
    ("wall", "reached"),
    [
        pytest.param("2025-06-04T09:30Z", "2025-06-04T13:30Z", id="once"),
        pytest.param("2025-03-09T02:00Z", "2025-03-09T07:00Z", id="skipped, its first minute"),
        pytest.param("2025-03-09T02:30Z", "2025-03-09T07:00Z", id="skipped: when the clocks have changed"),
        pytest.param("2025-03-09T03:00Z", "2025-03-09T07:00Z", id="after the skipped hour"),
        pytest.param("2025-11-02T01:30Z", "2025-11-02T05:30Z", id="twice: the first"),
        pytest.param("2025-11-02T02:00Z", "2025-11-02T07:00Z", id="after the repeated hour"),
    ],
)
def test_wall_reaches_a_local_time(wall: str, reached: str) -> None:
    assert wall_reaches("America/New_York", at(wall)) == at(reached)


@pytest.mark.parametrize(
    ("zone", "minutes", "days"),
    [
        pytest.param("UTC", [], [], id="none"),
        pytest.param("UTC", [-1, 0, 1439, 1440], [-1, 0, 0, 1], id="around midnight"),
        pytest.param("Asia/Tokyo", [899, 900], [0, 1], id="ahead of UTC"),
        pytest.param("America/Lima", [299, 300], [-1, 0], id="behind UTC"),
    ],
)
def test_local_days(zone: str, minutes: list[int], days: list[int]) -> None:
    assert local_days(minutes, zone) == days


def test_local_days_on_both_sides_of_a_change() -> None:
    midnight = at("2025-11-01T23:00Z")  # Berlin is an hour ahead again, since 26 October.
    summers_midnight = at("2025-10-21T22:00Z")
    around = [summers_midnight - 1, summers_midnight, midnight - 1, midnight]
    first = at("2025-10-21T00:00Z") // 1440
    assert local_days(around, "Europe/Berlin") == [first, first + 1, first + 11, first + 12]
