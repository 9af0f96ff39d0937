"""Who reads a page: in which time zone, and by the habits of which country, times are written for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale, localedata
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location

from bot.scheduling import zones

FALLBACK_LOCALE = "en_GB"
NARROW_SPACE = "\u202f"  # Unicode's choice before "AM"; some fonts and screen readers stumble over it


@dataclass(frozen=True)
class Reader:
    """Writes instants as wall-clock time in ``zone``, in English words and by the habits of ``locale``."""

    locale: Locale
    zone: ZoneInfo

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone)

    def day(self, day: date) -> str:
        """``Thursday, 3 December``"""
        return f"{format_date(day, 'EEEE', self.locale)}, {format_skeleton('MMMMd', day, locale=self.locale)}"

    def full_day(self, instant: datetime) -> str:
        """``Thursday, 3 December 2026``"""
        return format_date(self.local(instant).date(), "full", self.locale)

    def time(self, instant: datetime) -> str:
        """``09:30`` or ``9:30 AM``; of a time that the day has twice, with its offset: ``02:30 (UTC+1)``."""
        local = self.local(instant)
        text = format_time(local.time(), "short", locale=self.locale).replace(NARROW_SPACE, " ")
        return f"{text} ({offset(local)})" if _occurs_twice(local) else text

    def span(self, starts: datetime, ends: datetime) -> str:
        """``09:30 to 10:00``"""
        return f"{self.time(starts)} to {self.time(ends)}"

    def place(self) -> str:
        """The zone as people say it: ``Kathmandu time``."""
        city = get_timezone_location(self.zone.key, self.locale, return_city=True).rpartition("/")[2]
        return city if city == "UTC" else f"{city} time"

    def zone_at(self, instant: datetime) -> str:
        """The zone's exact name and its offset at that instant: ``Asia/Kathmandu, UTC+5:45``."""
        shift = offset(self.local(instant))
        return self.zone.key if self.zone.key == shift else f"{self.zone.key}, {shift}"


def offset(local: datetime) -> str:
    """How far an aware time is from UTC: ``UTC+5:45``, ``UTC-3``, ``UTC``."""
    minutes = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"


def zone_of_today(name: str) -> ZoneInfo | None:
    """The zone of that IANA name, by the name that it has today: browsers still say ``Asia/Calcutta``."""
    return zones.zone_named(_name_of_today(name))


def zone_choices() -> list[str]:
    """The zones to choose from: all that are named by area and city, by their names of today, and UTC."""
    cities = {_name_of_today(name) for name in zones.names() if _names_a_city(name)}
    return ["UTC", *sorted(cities)]


def _name_of_today(name: str) -> str:
    aliases: Mapping[str, str] = get_global("zone_aliases")
    return aliases.get(name, name) if _names_a_city(name) else name


def _names_a_city(zone: str) -> bool:
    return "/" in zone and not zone.startswith("Etc/")


def locale_of(languages: Iterable[str]) -> Locale:
    """English as it is written in the reader's country, by the tags of their languages. Never fails."""
    countries = (tag.rpartition("-")[2].upper() for tag in languages)
    name = next((f"en_{country}" for country in countries if f"en_{country}" in _english()), FALLBACK_LOCALE)
    return Locale.parse(name)


@cache
def _english() -> frozenset[str]:
    """English by country: ``en_GB``, ``en_US``, ``en_DE`` … and no other scripts or regions of the world."""
    return frozenset(
        name
        for name in localedata.locale_identifiers()
        if name.startswith("en_") and len(name) == len("en_GB")
    )


def _occurs_twice(local: datetime) -> bool:
    first, second = local.replace(fold=0), local.replace(fold=1)
    return first.astimezone(UTC) != second.astimezone(UTC)
