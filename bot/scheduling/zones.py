"""Names of time zones as the pinned zone data knows them, and the years in which they are used."""

import zoneinfo
from functools import cache
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Dates outside are refused: they are typing errors, and the calendar itself ends not far behind."""
NOWHERE = "Factory"
"""The zone of machines whose owner has not set one yet."""


def use_pinned_rules() -> None:
    """Take the rules of time zones from the pinned ``tzdata``: the machine's would come first, and differ."""
    zoneinfo.reset_tzpath(())


@cache
def names() -> frozenset[str]:
    """Every IANA name of a place. Looked up once: it walks the whole zone data."""
    return frozenset(zoneinfo.available_timezones() - {NOWHERE})


def zone_named(name: str) -> ZoneInfo | None:
    """The zone of that IANA name; None for anything else a person may send."""
    return ZoneInfo(name) if name in names() else None
