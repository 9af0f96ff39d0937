"""Zones go by the names that they have today."""

from zoneinfo import ZoneInfo

import pytest

from bot.languages import Reader, wording
from bot.web.zones import zone_choices, zone_of_today


def test_every_zone_to_choose_from_can_be_written() -> None:
    written = [Reader(wording("en"), ZoneInfo(zone)).place() for zone in zone_choices()]

    assert all(place == "UTC" or place.endswith(" time") for place in written)


@pytest.mark.parametrize(
    ("said", "today"),
    [
        ("Asia/Katmandu", "Asia/Kathmandu"),
        ("Africa/Asmera", "Africa/Asmara"),
        ("Europe/Stockholm", "Europe/Stockholm"),
        ("US/Eastern", "America/New_York"),
        ("UTC", "UTC"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("Mars/Olympus", None),
    ],
)
def test_zone_goes_by_its_name_of_today(said: str, today: str | None) -> None:
    zone = zone_of_today(said)

    assert (zone.key if zone else None) == today


def test_zones_to_choose_from_have_one_name_each() -> None:
    choices = zone_choices()

    assert len(choices) == len(set(choices))
    assert ("Asia/Kathmandu" in choices, "Asia/Katmandu" in choices) == (True, False)
