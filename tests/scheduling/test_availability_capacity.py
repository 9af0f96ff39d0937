"""Open times where several bookings may share a start."""

import pytest

from bot.scheduling.availability import Busy, Meeting, Window, minutes_of, open_bits
from tests.scheduling.wall_times import at, daily

NINE = at("2025-06-04T09:00Z")


def booked(time: str, joinable: bool = True, minutes: int = 30, buffer: int = 0) -> Busy:
    starts = at(f"2025-06-04T{time}Z")
    return Busy(starts, starts + minutes, buffer, buffer, joinable)


def opened(capacity: int | None, *busy: Busy, buffer: int = 0) -> list[str]:
    """Starts from 09:00 to 10:30, every 15 minutes, of a meeting of 30."""
    window = Window(NINE, NINE + 95)
    meeting = Meeting(30, 15, (0,), buffer, buffer, capacity)
    starts = minutes_of(open_bits(daily("UTC", "08:00-12:00"), meeting, busy, window), window)
    return [f"{start // 60 % 24:02}:{start % 60:02}" for start in starts]


ALL = ["09:00", "09:15", "09:30", "09:45", "10:00", "10:15", "10:30"]
OPEN_AT_TEN = ["09:00", "09:15", "09:30", "10:00", "10:30"]
SHUT_AT_TEN = ["09:00", "09:15", "09:30", "10:30"]
CALENDAR_AT_TEN = booked("10:00", joinable=False)


@pytest.mark.parametrize(
    ("capacity", "busy", "expected"),
    [
        pytest.param(2, [], ALL, id="nothing booked"),
        pytest.param(1, [booked("10:00")], SHUT_AT_TEN, id="for one: taken"),
        pytest.param(2, [booked("10:00")], OPEN_AT_TEN, id="for two: room for one more"),
        pytest.param(2, [booked("10:00")] * 2, SHUT_AT_TEN, id="for two: full"),
        pytest.param(2, [booked("10:00")] * 3, SHUT_AT_TEN, id="for two: overfull since it was three"),
        pytest.param(None, [booked("10:00")] * 50, OPEN_AT_TEN, id="no limit: never full"),
        pytest.param(None, [CALENDAR_AT_TEN], SHUT_AT_TEN, id="no limit: something else is there"),
        pytest.param(
            3, [booked("10:00"), CALENDAR_AT_TEN], SHUT_AT_TEN, id="something else at the same time"
        ),
        pytest.param(
            3, [booked("10:00"), booked("10:25", joinable=False)], SHUT_AT_TEN[:3], id="something else within"
        ),
        pytest.param(
            2,
            [booked("10:00"), booked("10:15")],
            ["09:00", "09:15", "09:30"],
            id="two that overlap shut each other",
        ),
        pytest.param(
            2,
            [booked("09:30"), booked("10:00")],
            ["09:00", "09:30", "10:00", "10:30"],
            id="two that touch both have room",
        ),
        pytest.param(
            2,
            [booked("09:30")] * 2 + [booked("10:00")],
            ["09:00", "10:00", "10:30"],
            id="each start has its own room",
        ),
        pytest.param(
            2, [booked("10:00", minutes=60)], ["09:00", "09:15", "09:30", "10:00"], id="once longer"
        ),
        pytest.param(2, [booked("10:00", minutes=0)], ALL, id="no length"),
        pytest.param(
            2, [booked("10:00"), booked("10:00", minutes=0)], OPEN_AT_TEN, id="no length counts not"
        ),
        pytest.param(
            2, [booked("10:01")], ["09:00", "09:15", "09:30"], id="at an odd minute nobody can join"
        ),
        pytest.param(2, [booked("08:45")], ["09:15", *ALL[2:]], id="began before the window"),
    ],
)
def test_start_is_open_while_there_is_room(
    capacity: int | None, busy: list[Busy], expected: list[str]
) -> None:
    assert opened(capacity, *busy) == expected


def test_buffers_keep_others_away_but_not_those_who_join() -> None:
    assert opened(2, booked("10:00", buffer=15), buffer=15) == ["09:00", "09:15", "10:00"]


def test_buffer_of_a_neighbour_shuts_a_start_that_has_room() -> None:
    before = booked("09:15", joinable=False, buffer=20)
    assert opened(2, booked("10:00"), before) == ["10:30"]
