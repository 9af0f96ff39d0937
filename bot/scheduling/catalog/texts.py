"""What people type into one input for a whole list or table, and how that is read back in full.

From text to the shape that the company file has, and back. Readers raise ``ValueError`` in words.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import TypeVar

from bot.scheduling import spans
from bot.scheduling.catalog import days
from bot.scheduling.catalog.clocks import on_24_hours
from bot.scheduling.setup_file.values import slug
from bot.scheduling.spans import quoted

T = TypeVar("T")

LONGEST_RANGE = 1000
CLOSED = "closed"
NO_HOURS = (CLOSED, "off", "none")

_DAY = timedelta(days=1)
_TO = r"(?: +- +| *(?:to|until|\u2013) *)"
_DATES = re.compile(rf"{days.WRITTEN}(?:{_TO}{days.WRITTEN})? *:? *(.*)", re.IGNORECASE)
_DAYS_OF_A_MONTH = re.compile(r"([0-9]{1,2}) *[-\u2013] *([0-9]{1,2}) +([a-z]{3,})", re.IGNORECASE)
_BETWEEN_HOURS = r"[,;&\n]|(?i:\band\b)"
_TWO_DATES = re.compile(rf"{days.WRITTEN}{_TO}{days.WRITTEN}", re.IGNORECASE)
_FIELD = re.compile(r"(?:([A-Za-z]\w*) *: *)?(.+?) *(?:\((required|optional)\))?", re.IGNORECASE)
_WEEKS = re.compile(r"\b([0-9]{1,3}) *w(?:eeks?)?\b", re.IGNORECASE)
_BEFORE = re.compile(r" +before( the start)?", re.IGNORECASE)
_PRIORITY = re.compile(r"(.+?)(?: *: *| +)([0-9]+)")


def lines(text: str) -> list[str]:
    return split(text, r"\n")


def split(text: str, separator: str = r"[,;\n]") -> list[str]:
    return [part.strip() for part in re.split(separator, text) if part.strip()]


def each(parts: Iterable[str], read: Callable[[str], T]) -> list[T]:
    """All of them, read. Raises ``ValueError`` with what is wrong with any."""
    found: list[T] = []
    problems: list[str] = []
    for part in parts:
        try:
            found.append(read(part))
        except ValueError as error:
            problems += error.args
    if problems:
        raise ValueError(*problems)
    return found


def duration(text: str) -> str:
    """``2 weeks`` as the company file has it, ``14d``. What else there is stays."""
    return _WEEKS.sub(lambda weeks: f"{int(weeks[1]) * 7}d", text)


def minutes(text: str) -> str:
    """A duration; a number alone is minutes."""
    return f"{text}m" if text.isdecimal() else duration(text)


def number_of_minutes(text: str) -> str:
    """``60``, for ``1h`` too."""
    return text if text.isdecimal() else str(spans.minutes_of(duration(text), "30 or 1h"))


def before_start(text: str) -> str:
    """``4h``, also typed as ``4 hours before``."""
    return duration(_BEFORE.sub("", text))


def limit(text: str) -> str:
    """``until 4h``, also typed as ``4 hours before the start``."""
    words = before_start(text)
    return f"until {words}" if words[:1].isdecimal() else words


def hours(text: str) -> list[str]:
    """``9 to 5``, ``9-13 and 14-17``; ``closed`` or nothing for none."""
    found = [""]

    def add(stretch: str) -> None:
        found.append(on_24_hours(stretch, found[-1]))

    each([] if text.lower() in NO_HOURS else split(text, _BETWEEN_HOURS), add)
    return found[1:]


def hours_written(stretches: Iterable[str]) -> str:
    return ", ".join(stretches)


def dates(text: str, today: date) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}

    def add(line: str) -> None:
        for day, stretches in _dates_of(line, today):
            if day in found:
                raise ValueError(f"{day} stands here twice")
            found[day] = stretches

    each(lines(text), add)
    return found


def _dates_of(line: str, today: date) -> list[tuple[str, list[str]]]:
    typed = _DATES.fullmatch(_DAYS_OF_A_MONTH.sub(r"\1 \3 to \2 \3", line, count=1))
    if not typed:
        raise ValueError(f"{quoted(line)} should be a date and hours, such as 24 Dec: 09:00-13:00")
    first, last = days.first_and_last(typed[1], typed[2] or typed[1], today)
    if not first <= last < first + LONGEST_RANGE * _DAY:
        raise ValueError(f"{quoted(line)} should run forward, over at most {LONGEST_RANGE} days")
    stretches = _hours_on(first, typed[3])
    return [((first + ahead * _DAY).isoformat(), stretches) for ahead in range((last - first).days + 1)]


def _hours_on(day: date, text: str) -> list[str]:
    """Raises ``ValueError`` that names the day."""
    try:
        stretches = hours(text)
        each(stretches, spans.hours_of)
    except ValueError as error:
        raise ValueError(*(f"{day}: {problem}" for problem in error.args)) from error
    return stretches


def dates_written(special: Mapping[date, Iterable[str]]) -> str:
    """Days in a row with the same hours are told as one range."""
    numbered = enumerate((day, hours_written(stretches) or CLOSED) for day, stretches in special.items())
    runs = groupby(numbered, lambda each: (each[1][0] - each[0] * _DAY, each[0] // LONGEST_RANGE, each[1][1]))
    return "\n".join(_run_written([day for _, (day, _) in run], told) for (*_, told), run in runs)


def _run_written(run: list[date], told: str) -> str:
    return f"{run[0]}: {told}" if len(run) == 1 else f"{run[0]} to {run[-1]}: {told}"


def horizon(text: str, today: date) -> object:
    between = _TWO_DATES.fullmatch(text)
    if not between:
        return duration(text)
    first, last = days.first_and_last(between[1], between[2], today)
    return {"from": first, "until": last}


def horizon_written(value: str | Mapping[str, date]) -> str:
    return value if isinstance(value, str) else f"{value['from']} to {value['until']}"


def sessions_written(value: str | Mapping[str, int]) -> str:
    return value if isinstance(value, str) else f"package: {value['package']}"


def fields(text: str) -> list[dict[str, str]]:
    return [_field(line, number) for number, line in enumerate(lines(text), start=1)]


def _field(line: str, number: int) -> dict[str, str]:
    typed = _FIELD.fullmatch(line)
    if not typed:
        raise ValueError(f"{quoted(line)} should be a field such as 'Order number (required)'")
    name, label, need = typed[1], typed[2], typed[3] or "optional"
    made = slug(label).replace("-", "_")[:40].strip("_")
    return {
        "name": name or (made if made[:1].isalpha() else f"field_{number}"),
        "label": label,
        "required": "true" if need.lower() == "required" else "false",
    }


def fields_written(fields: Iterable[Mapping[str, object]]) -> str:
    return "\n".join(
        f"{field['name']}: {field['label']} ({'required' if field['required'] else 'optional'})"
        for field in fields
    )


def priority(line: str) -> tuple[str, str]:
    typed = _PRIORITY.fullmatch(line)
    if not typed:
        raise ValueError(f"{quoted(line)} should be a member and its priority, such as 'Priya Nair: 2'")
    return typed[1], typed[2]
