"""Zones, hours and moments as the tests of open times write them."""

from datetime import datetime

from bot.scheduling.availability import Hours, Stretches, minute_of

OFF: Stretches = ()

# Past changes of clocks, as the past stays: by an hour, by half of one and by two, at odd quarters,
# to and from midnight, and one that took a whole day.
CHANGES = [
    ("America/New_York", "2025-03-09T07:00Z"),
    ("America/New_York", "2025-11-02T06:00Z"),
    ("Europe/Berlin", "2025-03-30T01:00Z"),
    ("Europe/Berlin", "2025-10-26T01:00Z"),
    ("Australia/Lord_Howe", "2025-04-05T15:00Z"),
    ("Australia/Lord_Howe", "2025-10-04T15:30Z"),
    ("Pacific/Chatham", "2025-04-05T14:00Z"),
    ("Pacific/Chatham", "2025-09-27T14:00Z"),
    ("Africa/Casablanca", "2025-02-23T02:00Z"),
    ("Africa/Casablanca", "2025-04-06T02:00Z"),
    ("Antarctica/Troll", "2025-03-30T01:00Z"),
    ("Antarctica/Troll", "2025-10-26T01:00Z"),
    ("America/Havana", "2025-03-09T05:00Z"),
    ("America/Havana", "2025-11-02T05:00Z"),
    ("Africa/Cairo", "2025-10-30T21:00Z"),
    ("Pacific/Apia", "2011-12-30T10:00Z"),
]
NO_CHANGE = [("Asia/Kathmandu", "2025-06-01T00:00Z"), ("Pacific/Kiritimati", "2025-06-01T00:00Z")]


def at(text: str) -> int:
    """The UTC minute of an ISO time."""
    return minute_of(datetime.fromisoformat(text))


def stretches(*texts: str) -> Stretches:
    """Hours written as "09:00-17:00"; "22:00-26:00" runs past midnight."""
    moments = [text.replace("-", ":").split(":") for text in texts]
    return tuple(
        (int(h) * 60 + int(m), int(until_h) * 60 + int(until_m)) for h, m, until_h, until_m in moments
    )


def daily(zone: str, *texts: str) -> Hours:
    return Hours(zone, (stretches(*texts),) * 7)
