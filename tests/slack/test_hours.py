"""Hours as people read them back, whatever they typed."""

from datetime import date

import pytest

from bot.scheduling.availability import Stretch
from bot.scheduling.spans import hours_of
from bot.slack import hours

OFFICE = (hours_of("9-13"), hours_of("14-17"))


@pytest.mark.parametrize(
    ("weekly", "lines"),
    [
        ([()] * 7, ["Monday to Sunday: no hours"]),
        (
            [OFFICE] * 4 + [OFFICE[:1], (), ()],
            [
                "Monday to Thursday: 09:00 to 13:00 and 14:00 to 17:00",
                "Friday: 09:00 to 13:00",
                "Saturday and Sunday: no hours",
            ],
        ),
        (
            [(hours_of("22-2"),), (hours_of("0-24"),), (), (), (), (), ()],
            [
                "Monday: 22:00 to 02:00 the next day",
                "Tuesday: 00:00 to 24:00",
                "Wednesday to Sunday: no hours",
            ],
        ),
    ],
    ids=["never", "office", "at night"],
)
def test_week_is_told_by_days_in_a_row_that_are_alike(
    weekly: list[tuple[Stretch, ...]], lines: list[str]
) -> None:
    assert hours.week(weekly) == lines


def test_dates_are_told_in_order_and_how_many_there_are_beyond() -> None:
    special = {date(2026, 12, 27): OFFICE[:1], date(2026, 12, 24): (), date(2027, 1, 1): ()}

    assert hours.dates(special, most=2) == [
        "Thursday 24 December 2026: off",
        "Sunday 27 December 2026: 09:00 to 13:00",
        "and 1 more",
    ]
