"""Availability in full words: what a person typed as ``9-13 and 14-17`` is read back to them so."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from bot.scheduling.availability import Stretch
from bot.scheduling.spans import DAY, HOUR

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NEVER = "no hours"
OFF = "off"

Hours = tuple[Stretch, ...]


def week(weekly: Sequence[Hours]) -> list[str]:
    """``Monday to Thursday: 09:00 to 13:00 and 14:00 to 17:00``: a line for days in a row that are alike."""
    alike = groupby(range(len(weekly)), key=lambda day: weekly[day])
    return [f"{_days([*days])}: {_hours(hours, NEVER)}" for hours, days in alike]


def dates(special: Mapping[date, Hours], most: int) -> list[str]:
    """``Thursday 24 December 2026: off``: a line a date, and how many more there are."""
    lines = [f"{_date(day)}: {_hours(special[day], OFF)}" for day in sorted(special)]
    left = len(lines) - most
    return [*lines[:most], *([f"and {left} more"] if left > 0 else [])]


def _days(days: Sequence[int]) -> str:
    first, last = WEEKDAYS[days[0]], WEEKDAYS[days[-1]]
    match len(days):
        case 1:
            return first
        case 2:
            return f"{first} and {last}"
        case _:
            return f"{first} to {last}"


def _hours(hours: Hours, none: str) -> str:
    return " and ".join(map(_stretch, hours)) or none


def _stretch(stretch: Stretch) -> str:
    start, end = stretch
    if end > DAY:
        return f"{_clock(start)} to {_clock(end - DAY)} the next day"
    return f"{_clock(start)} to {_clock(end)}"


def _clock(minutes: int) -> str:
    return f"{minutes // HOUR:02}:{minutes % HOUR:02}"


def _date(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day} {day:%B %Y}"
