"""Instants in words, by the patterns that Slack knows
(https://docs.slack.dev/reference/block-kit/block-elements/date-element).
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

_TOKEN = re.compile(r"\{(\w+)\}")

_WRITTEN: dict[str, Callable[[datetime], str]] = {
    "date_num": lambda at: f"{at:%Y-%m-%d}",
    "date_slash": lambda at: f"{at:%d/%m/%Y}",
    "date_long": lambda at: f"{at:%A, %B} {_ordinal(at.day)}, {at.year}",
    "date_long_full": lambda at: f"{at:%B} {at.day}, {at.year}",
    "date": lambda at: f"{at:%B} {at.day}",
    "date_short": lambda at: f"{at:%b} {at.day}, {at.year}",
    "time": lambda at: f"{at.hour % 12 or 12}:{at:%M %p}",
    "time_secs": lambda at: f"{at.hour % 12 or 12}:{at:%M:%S %p}",
}
_PRETTY = {"date_pretty": "date", "date_short_pretty": "date_short", "date_long_pretty": "date_long"}
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_UNITS = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}


def written(pattern: str, at: datetime, now: datetime) -> str:
    """The pattern with its tokens filled in. Both instants are in the reader's zone."""
    text = _TOKEN.sub(lambda token: _word(token[1], at, now), pattern)
    return text[:1].upper() + text[1:]


def _word(name: str, at: datetime, now: datetime) -> str:
    if name in _PRETTY:
        return _near(at, now) or _WRITTEN[_PRETTY[name]](at)
    if name == "day_divider_pretty":
        return _near(at, now) or _WRITTEN["date_long"](at).removesuffix(f", {now.year}")
    if name == "ago":
        return _ago(at, now)
    return _WRITTEN[name](at) if name in _WRITTEN else f"{{{name}}}"


def _near(at: datetime, now: datetime) -> str | None:
    return _NEAR.get((at.date() - now.date()).days)


def _ago(at: datetime, now: datetime) -> str:
    apart = abs(now - at)
    unit = next((unit for unit, length in _UNITS.items() if apart >= length), None)
    if unit is None:
        return "just now"
    count = apart // _UNITS[unit]
    length = f"{count} {unit}s" if count > 1 else f"1 {unit}"
    return f"{length} ago" if at < now else f"in {length}"


def _ordinal(day: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{'th' if day in (11, 12, 13) else ending}"
