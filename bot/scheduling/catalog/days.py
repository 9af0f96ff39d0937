"""Dates as people write them: ``2026-12-24``, ``24 Dec``, ``December 24, 2026``, ``24.12.2026``."""

import calendar
import re
from datetime import date

from bot.scheduling import spans
from bot.scheduling.spans import quoted

_ISO = r"[0-9-]{8,10}"
_NUMBERS = r"[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4}"
_DAY, _MONTH, _YEAR = r"[0-9]{1,2}(?:st|nd|rd|th)?", r"[a-z]{3,9}\.?", r"(?:,? +[0-9]{4}\b)?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +)?"
WRITTEN = rf"{_WEEKDAY}({_ISO}|{_NUMBERS}|{_DAY} +{_MONTH}{_YEAR}|{_MONTH} +{_DAY}{_YEAR})"
"""What may be a date, for a pattern that takes small and capital letters alike."""

_A_YEAR = re.compile(r"[0-9]{4}")
_MONTHS = [name.lower() for name in calendar.month_name]
_YEARS_TO_A_LEAP_DAY = 9


def first_and_last(first: str, last: str, today: date) -> tuple[date, date]:
    """Both ends of a range. Without a year they are the next ones, or of the year that is said at its end."""
    year = _A_YEAR.search(last)
    if year and not _A_YEAR.search(first):
        first = f"{first} {year[0]}"
    begins = day_of(first, today)
    return begins, day_of(last, begins)


def day_of(text: str, today: date) -> date:
    """What is ``WRITTEN``. Without a year it is the next one, ``today`` included. Raises ``ValueError``."""
    if re.fullmatch(_ISO, text):
        return spans.date_of(text)
    if re.fullmatch(_NUMBERS, text):
        return spans.date_of(_numbered(text))
    day, *year = re.findall(r"[0-9]+", text)
    month_and_day = f"{_month(text):02}-{day:0>2}"
    return spans.date_of(f"{year[0]}-{month_and_day}") if year else _next(month_and_day, text, today)


def _numbered(text: str) -> str:
    """``24.12.2026`` and ``25/12/2026``. Where either number may be the month, nobody knows what is meant."""
    day, month, year = re.split(r"[/.]", text)
    if "/" in text and int(day) <= 12 and int(month) <= 12 and day != month:
        raise ValueError(f"{quoted(text)} can be two dates: write {year}-{month:0>2}-{day:0>2}, or the other")
    if int(month) > 12:
        day, month = month, day
    return f"{year}-{month:0>2}-{day:0>2}"


def _month(text: str) -> int:
    words = re.findall(r"[a-z]{3,}", text.lower())
    found = [number for number, name in enumerate(_MONTHS) if words and name.startswith(words[0])]
    if len(found) != 1:
        raise _no_date(text)
    return found[0]


def _next(month_and_day: str, text: str, today: date) -> date:
    for year in range(today.year, today.year + _YEARS_TO_A_LEAP_DAY):
        try:
            day = date.fromisoformat(f"{year:04}-{month_and_day}")
        except ValueError:
            continue  # no 29 February in that year
        if day >= today:
            return day
    raise _no_date(text)


def _no_date(text: str) -> ValueError:
    return ValueError(f"{quoted(text)} should be a date such as 24 Dec or 2026-12-24")
