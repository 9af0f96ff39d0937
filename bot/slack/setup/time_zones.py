"""The time zones to pick from, found by city, country or abbreviation."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global

from bot.scheduling import zones
from bot.scheduling.catalog import Choice

SEASONS = (1, 7)
"""A month in each half of the year."""


@cache
def choices() -> tuple[Choice, ...]:
    """``America/New York (United States, EST, EDT)``, with the abbreviations of the year it is."""
    year = datetime.now(UTC).year
    return tuple(Choice(name, _label(name, year)) for name in sorted(zones.names()))


def _label(name: str, year: int) -> str:
    moments = [datetime(year, month, 1, tzinfo=ZoneInfo(name)).tzname() or "" for month in SEASONS]
    known = [*_country(name), *(each for each in dict.fromkeys(moments) if each.isalpha() and each != name)]
    return f"{name} ({', '.join(known)})".replace("_", " ") if known else name


def _country(name: str) -> list[str]:
    today = get_global("zone_aliases").get(name, name)
    country = get_global("zone_territories").get(today, "ZZ")
    return [] if country in ("ZZ", "001") else [Locale("en").territories[country]]
