"""Who reads: in which language, and in which time zone."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_interval, format_skeleton, format_time, get_timezone_location

from bot.languages.wording import Wording
from bot.scheduling.sentences import Sentence

_THE_FIRST = re.compile(r"\b1\b")
NARROW_SPACE = "\u202f"  # Unicode's choice before "AM"; some fonts and screen readers stumble over it


@dataclass(frozen=True)
class Reader:
    """Writes instants as wall-clock time in ``zone``, in words of ``wording``."""

    wording: Wording
    zone: ZoneInfo

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone)

    def day(self, day: date) -> str:
        """``Thursday, 3 December``"""
        locale = self.wording.locale
        weekday, rest = (
            format_date(day, "EEEE", locale),
            self._first(format_skeleton("MMMMd", day, locale=locale)),
        )
        return self.wording.said(Sentence("{weekday}, {day}", weekday=weekday, day=rest))

    def short_day(self, instant: datetime) -> str:
        """``Thu 3 Dec``"""
        day = format_skeleton("MMMEd", self.local(instant).date(), locale=self.wording.locale)
        return self._first(day)

    def days(self, first: date, last: date) -> str:
        """``3-9 Dec``"""
        return format_interval(first, last, "MMMd", locale=self.wording.locale)

    def end_of_week(self, day: date) -> date:
        """The last day of its week: a Sunday, a Saturday or a Friday."""
        return day + timedelta(days=(self.wording.locale.first_week_day - 1 - day.weekday()) % 7)

    def full_day(self, instant: datetime) -> str:
        """``Thursday, 3 December 2026``"""
        return self._first(format_date(self.local(instant).date(), "full", self.wording.locale))

    def time(self, instant: datetime) -> str:
        """``09:30`` or ``9:30 AM``; of a time that the day has twice, with its offset: ``02:30 (UTC+1)``."""
        local = self.local(instant)
        text = _clock(self.wording.locale, local.hour, local.minute)
        return f"{text} ({offset(local)})" if _occurs_twice(local) else text

    def span(self, starts: datetime, ends: datetime) -> str:
        """``09:30 to 10:00``"""
        span = Sentence("{start} to {end}", start=self.time(starts), end=self.time(ends))
        return self.wording.said(span)

    def place(self) -> str:
        """The zone as people say it: ``Kathmandu time``."""
        city = _city(self.zone.key, self.wording.locale)
        return city if city == "UTC" else self.wording.said(Sentence("{city} time", city=city))

    def zone_at(self, instant: datetime) -> str:
        """The zone's exact name and its offset at that instant: ``Asia/Kathmandu, UTC+5:45``."""
        shift = offset(self.local(instant))
        return self.zone.key if self.zone.key == shift else f"{self.zone.key}, {shift}"

    def _first(self, day: str) -> str:
        """French counts the first of a month apart, which Babel does not: ``1er décembre``."""
        return _THE_FIRST.sub("1er", day) if self.wording.code == "fr" else day


def offset(local: datetime) -> str:
    """How far an aware time is from UTC: ``UTC+5:45``, ``UTC-3``, ``UTC``."""
    minutes = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"


@cache
def _clock(locale: Locale, hour: int, minute: int) -> str:
    """Kept: a page shows hundreds of times, and Babel takes longer for each than all else together."""
    return format_time(time(hour, minute), "short", locale=locale).replace(NARROW_SPACE, " ")


def _city(zone: str, locale: Locale) -> str:
    """The zone's city in this language, which Babel may know under a name that the zone had before."""
    known = (locale.time_zones.get(name, {}).get("city") for name in (zone, *_former_names()[zone]))
    location = get_timezone_location(zone, locale, return_city=True).rpartition("/")[2]
    return next(filter(None, known), location)


@cache
def _former_names() -> Mapping[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for former, name in get_global("zone_aliases").items():
        names[name].append(former)
    return names


def _occurs_twice(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
