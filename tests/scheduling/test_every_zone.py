"""Open times around the changes of clocks from 2026 to 2037 in every IANA zone, against the oracle.

A normal run takes one change of some zones; ``THOROUGH=1`` takes every change of all, several set-ups each.
That the changes are those of the zone data is shown in ``test_wall_clock``.
"""

from collections.abc import Iterator
from random import Random

import pytest

from bot.scheduling import zones
from bot.scheduling.availability import (
    Busy,
    Hours,
    Meeting,
    Stretch,
    Window,
    instant_of,
    minutes_of,
    open_bits,
)
from bot.scheduling.wall_clock import segments
from tests.scheduling import oracle
from tests.scheduling.wall_times import OFF, at
from tests.thoroughness import THOROUGH

FIRST, UNTIL = at("2026-01-01T00:00Z"), at("2038-01-01T00:00Z")
THREE_HOURS = 180

SetUp = tuple[Hours, Meeting, list[Busy], Window]


def changes(zone: str) -> list[int]:
    return [piece.first for piece in segments(zone, FIRST, UNTIL)[1:]]


def set_up_around(zone: str, change: int, dice: Random) -> SetUp:
    """Hours that begin up to three hours before or after the change by the wall, and something to hold."""
    window = Window(change - THREE_HOURS, change + THREE_HOURS)
    shown = oracle.wall(zone, change)
    time_of_day = shown.hour * 60 + shown.minute

    def stretch() -> Stretch:
        first = (time_of_day + dice.randrange(-THREE_HOURS, THREE_HOURS, 5)) % 1440 // 5 * 5
        return first, first + dice.choice([5, 30, 60, 90, 150, 240, 480, 1440])

    usual, other = (stretch(), stretch()), (stretch(),)
    dates = {shown.date(): dice.choice([OFF, other])} if dice.random() < 0.3 else {}
    meeting = Meeting(
        dice.choice([5, 10, 15, 30, 45, 60, 120, 480, 1440]),
        dice.choice([5, 10, 15, 30, 45, 60]),
        (dice.choice([0, 5, 20]),),
        dice.choice([0, 10, 25]),
        dice.choice([0, 10, 25]),
    )
    busy_from = dice.randrange(*window)
    return Hours(zone, (usual,) * 7, dates), meeting, [Busy(busy_from, busy_from + 17, 5, 0)], window


def wrong(set_ups: Iterator[SetUp]) -> list[str]:
    return [
        f"{hours.time_zone} around {instant_of(window.first + THREE_HOURS)}: {hours}, {meeting}, {busy}"
        for hours, meeting, busy, window in set_ups
        if minutes_of(open_bits(hours, meeting, busy, window), window)
        != oracle.open_starts(hours, meeting, busy, range(*window, 5))
    ]


def test_open_times_around_a_change_of_any_zone_are_those_of_the_oracle() -> None:
    dice = Random(3)
    found = {zone: changes(zone) for zone in dice.sample(sorted(zones.names()), 60)}
    one_each = ((zone, dice.choice(moments)) for zone, moments in found.items() if moments)
    assert wrong(set_up_around(zone, change, dice) for zone, change in one_each) == []


@pytest.mark.skipif(not THOROUGH, reason="takes minutes: set THOROUGH=1 to run it")
def test_open_times_around_every_change_are_those_of_the_oracle() -> None:
    dice = Random(4)
    found = {zone: changes(zone) or [dice.randrange(FIRST, UNTIL, 5)] for zone in sorted(zones.names())}
    five_each = ((zone, moment) for zone, moments in found.items() for moment in moments for _ in range(5))
    assert wrong(set_up_around(zone, moment, dice) for zone, moment in five_each) == []
