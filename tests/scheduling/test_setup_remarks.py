"""What is remarked on a set-up document that is sound."""

import pytest

from bot.scheduling.setup_file import document_in
from bot.scheduling.setup_file.changes import changes
from bot.scheduling.setup_file.remarks import remarks

SOUND = """\
event_types: [{name: Call}]
booking_pages:
  - {name: Ana, owner: U0ANA, time_zone: UTC, location: "Room 1", weekly: {fri: [22:00-02:00]}}
  - {name: Ben, owner: U0BEN, time_zone: UTC, location: "Room 2"}
master_pages:
  - {name: Support, rules: [{event_type: Call, primary: {page: ana}}]}
  - {name: Sales, rule_type: static, booking_pages: [ben]}
"""


def remarked(text: str, standing: str = "event_types: []") -> list[str]:
    wanted = document_in(text)
    return [*remarks(wanted, changes(document_in(standing), wanted))]


def test_nothing_is_remarked_where_everything_can_be_meant() -> None:
    assert remarked(SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "remark"),
    [
        (
            "[22:00-02:00]",
            "[17:00-09:00]",
            "Ana, fri 17:00-09:00: these hours end on the next day, after 16 hours.",
        ),
        ("[22:00-02:00]", "[20:00-08:00]", None),
        (
            "{fri: [22:00-02:00]}",
            "{}, dates: {2026-12-24: [17:00-09:00]}",
            "Ana, 2026-12-24 17:00-09:00: these hours end on the next day, after 16 hours.",
        ),
        ("{fri: [22:00-02:00]}", "{}", "Ana has no hours, and is never there."),
        ("{fri: [22:00-02:00]}", "{}, dates: {2026-12-24: [], 2026-12-27: [9-12]}", None),
        (', location: "Room 2"', "", "Ben has no location: Customers are not told where to meet."),
        (
            "rules: [{event_type: Call, primary: {page: ana}}]",
            "rules: []",
            "Support has no rules, and offers nothing.",
        ),
        ("booking_pages: [ben]", "booking_pages: []", "Sales has no Booking pages, and offers nothing."),
    ],
)
def test_what_may_not_be_meant_is_remarked(old: str, new: str, remark: str | None) -> None:
    changed = SOUND.replace(old, new)

    assert changed != SOUND
    assert remarked(changed) == ([remark] if remark else [])


def test_what_stands_already_is_remarked_no_more() -> None:
    odd = SOUND.replace("[22:00-02:00]", "[17:00-09:00]").replace("booking_pages: [ben]", "booking_pages: []")

    assert remarked(odd, standing=odd) == []


def test_who_only_accompanies_others_needs_no_location() -> None:
    alone = SOUND.replace(', location: "Room 2"', "")
    assert remarked(alone) == ["Ben has no location: Customers are not told where to meet."]
    beside = alone.replace("primary: {page: ana}", "primary: {page: ana}, additional: [{page: ben}]")

    assert remarked(beside.replace("booking_pages: [ben]", "booking_pages: [ana]")) == []
