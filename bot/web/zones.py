"""The time zones that Customers choose among, by the names that they have today."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import ZoneInfo

from babel.core import get_global

from bot.scheduling import zones


def zone_of_today(name: str) -> ZoneInfo | None:
    """The zone of that IANA name, by the name that it has today: browsers still say ``Asia/Calcutta``."""
    return zones.zone_named(_name_of_today(name))


@cache
def zone_choices() -> tuple[str, ...]:
    """The zones to choose from: all that are named by area and city, by their names of today, and UTC."""
    cities = {_name_of_today(name) for name in zones.names() if _names_a_city(name)}
    return "UTC", *sorted(cities)


def _name_of_today(name: str) -> str:
    aliases: Mapping[str, str] = get_global("zone_aliases")
    return aliases.get(name, name) if _names_a_city(name) else name


def _names_a_city(zone: str) -> bool:
    return "/" in zone and not zone.startswith("Etc/")
