"""Spans of time as people write them: durations, hours of the day, dates, notice and policy limits.

Each ``…_of`` reads what somebody typed and raises ``ValueError`` in words for them; each ``…_written`` gives
the canonical spelling, which reads back as the same value. Durations are in minutes.
"""

import re
from datetime import date

from bot.scheduling.availability import TICK, Notice, Stretch
from bot.scheduling.policy import LONGEST_LIFETIME, LONGEST_LIFETIME_IN_BUSINESS_DAYS, Lifetime
from bot.scheduling.zones import FIRST_YEAR, LAST_YEAR

HOUR, DAY = 60, 24 * 60
MOST_DAYS = 1000
LONGEST = MOST_DAYS * DAY
EARLIEST_LIMIT, LATEST_LIMIT = 15, 14 * DAY
MOST_BUSINESS_DAYS = 100
EARLIEST_REMINDER = 14 * DAY

_UNITS = {"m": 1, "h": HOUR, "d": DAY}
_DURATION = re.compile(r"(?:[0-9]{1,7} *(?:m|mins?|minutes?|h|hours?|d|days?) *)+")
_PART = re.compile(r"([0-9]+) *([mhd])")
_BUSINESS_DAYS = re.compile(r"([0-9]{1,3}) *business +days?")
_HOURS = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))? *[-\u2013] *([0-9]{1,2})(?::([0-9]{2}))?")
_CANONICAL_HOURS = re.compile(r"[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def minutes_of(text: str, such_as: str = "30m, 4h or 14d") -> int:
    """``30m``, ``4h``, ``1h 30m``, ``14 days`` in minutes. ``such_as``: what is told to write instead."""
    if not _DURATION.fullmatch(text.strip().lower()):
        raise ValueError(f"{quoted(text)} is no duration: write one as {such_as}")
    parts = _PART.findall(text.lower())
    minutes = sum(int(count) * _UNITS[unit] for count, unit in parts)
    if minutes > LONGEST:
        raise ValueError(f"{quoted(text)} is too long: {minutes_written(LONGEST)} is the most")
    return minutes


def minutes_written(minutes: int) -> str:
    """``90m``, ``4h``, ``24h``, ``14d``: the largest unit that divides it, days from two on."""
    if minutes % DAY == 0 and minutes > DAY:
        return f"{minutes // DAY}d"
    if minutes % HOUR == 0 and minutes > 0:
        return f"{minutes // HOUR}h"
    return f"{minutes}m"


def grid_minutes_of(text: str) -> int:
    """A duration on the grid of 5 minutes, a day at most."""
    minutes = minutes_of(text)
    if minutes % TICK or minutes > DAY:
        raise ValueError(f"{quoted(text)} should be a multiple of {TICK} minutes, 24h at most")
    return minutes


def days_of(text: str, such_as: str = "30d") -> int:
    """``30d`` in days."""
    days, rest = divmod(minutes_of(text, such_as), DAY)
    if rest or not days:
        raise ValueError(f"{quoted(text)} should be a number of whole days, like {such_as}")
    return days


def days_written(days: int) -> str:
    return f"{days}d"


def reminder_of(text: str) -> int:
    """How long before the start somebody is reminded: ``24h``."""
    minutes = minutes_of(text)
    if not TICK <= minutes <= EARLIEST_REMINDER:
        raise ValueError(f"{quoted(text)} should be from {TICK} minutes to 14 days before")
    return minutes


def lifetime_of(text: str) -> Lifetime:
    """``14d`` or ``5 business days``, as long as a one-time link may last."""
    if business_days := _business_days(text):
        lifetime = Lifetime(days=0, business_days=business_days)
    else:
        lifetime = Lifetime(days_of(text, "14d or 5 business days"))
    if lifetime.days > LONGEST_LIFETIME or lifetime.business_days > LONGEST_LIFETIME_IN_BUSINESS_DAYS:
        raise ValueError(
            f"{quoted(text)} should be at most {LONGEST_LIFETIME}d,"
            f" or {LONGEST_LIFETIME_IN_BUSINESS_DAYS} business days"
        )
    return lifetime


def lifetime_written(lifetime: Lifetime) -> str:
    if lifetime.business_days:
        return notice_written(Notice(business_days=lifetime.business_days))
    return days_written(lifetime.days)


def notice_of(text: str) -> Notice:
    """``4h`` or ``2 business days``."""
    business_days = _business_days(text)
    if business_days:
        return Notice(business_days=business_days)
    return Notice(minutes=minutes_of(text, "4h or 2 business days"))


def notice_written(notice: Notice) -> str:
    match notice.business_days:
        case 0:
            return minutes_written(notice.minutes)
        case 1:
            return "1 business day"
        case days:
            return f"{days} business days"


def limit_of(text: str) -> int | None:
    """Minutes before the start until which a Customer may act: 0 for ``any time``, None for ``never``.

    Source: domain.md, "Cancel and reschedule policy".
    """
    words = " ".join(text.lower().split())
    if words == "never":
        return None
    if words in ("any time", "anytime"):
        return 0
    if not words.startswith("until "):
        raise ValueError(f"{quoted(text)} should be 'any time', 'until 4h' (or another duration), or 'never'")
    minutes = minutes_of(words.removeprefix("until "))
    if not EARLIEST_LIMIT <= minutes <= LATEST_LIMIT:
        raise ValueError(f"{quoted(text)} should be from 15 minutes to 14 days before")
    return minutes


def limit_written(minutes: int | None) -> str:
    if minutes is None:
        return "never"
    return f"until {minutes_written(minutes)}" if minutes else "any time"


def hours_of(text: str) -> Stretch:
    """``09:00-13:00``, also typed as ``9-13``, in minutes after midnight.

    Hours that end at or before their beginning end on the next day: ``22:00-02:00`` is ``(1320, 1560)``.
    """
    typed = _HOURS.fullmatch(text.strip())
    if not typed:
        raise ValueError(f"{quoted(text)} should be hours such as 09:00-13:00")
    first_hour, first_minute, last_hour, last_minute = (int(part or 0) for part in typed.groups())
    start, end = first_hour * HOUR + first_minute, last_hour * HOUR + last_minute
    _check_hours(text, start, end, max(first_minute, last_minute))
    return start, end if end > start else end + DAY


def hours_written(stretch: Stretch) -> str:
    start, end = stretch
    return f"{clock(start)}-{clock(end if end <= DAY else end - DAY)}"


def looks_like_hours(text: str) -> bool:
    return bool(_CANONICAL_HOURS.fullmatch(text))


def date_of(text: str) -> date:
    """``2026-12-24``, in the years that the product plans for."""
    try:
        day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{quoted(text)} should be a date such as 2026-12-24")
    return day


def quoted(text: str) -> str:
    """What somebody typed, short and safe to print in a message."""
    return repr(text if len(text) <= 60 else f"{text[:59]}…")


def _business_days(text: str) -> int | None:
    typed = _BUSINESS_DAYS.fullmatch(text.strip().lower())
    if not typed:
        return None
    days = int(typed[1])
    if not 1 <= days <= MOST_BUSINESS_DAYS:
        raise ValueError(f"{quoted(text)} should be from 1 to {MOST_BUSINESS_DAYS} business days")
    return days


def _check_hours(text: str, start: int, end: int, most_minutes: int) -> None:
    if start >= DAY or end > DAY or most_minutes >= HOUR:
        raise ValueError(f"{quoted(text)} should lie between 00:00 and 24:00")
    if start % TICK or end % TICK:
        raise ValueError(f"{quoted(text)} should begin and end on multiples of {TICK} minutes")
    if start == end:
        raise ValueError(f"{quoted(text)} begins where it ends: write the whole day as 00:00-24:00")


def clock(minutes: int) -> str:
    return f"{minutes // HOUR:02}:{minutes % HOUR:02}"
