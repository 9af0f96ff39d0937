"""Links that put a meeting into the calendars that people keep on the web."""

from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from bot.web.contexts import Link
from bot.web.meetings import rfc3339

MICROSOFT = "/calendar/0/deeplink/compose"


def calendar_links(title: str, about: str, where: str, starts: datetime, ends: datetime) -> tuple[Link, ...]:
    """Links to new entries, in UTC, which each calendar shows in its owner's own zone.

    They hold what stands here alone, and never the address of the booking's own page: that is a secret.
    """
    google = {
        "action": "TEMPLATE",
        "text": title,
        "dates": f"{_compact(starts)}/{_compact(ends)}",
        "details": about,
        "location": where,
    }
    microsoft = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": title,
        "startdt": rfc3339(starts),
        "enddt": rfc3339(ends),
        "body": about,
        "location": where,
    }
    yahoo = {
        "v": "60",
        "title": title,
        "st": _compact(starts),
        "et": _compact(ends),
        "desc": about,
        "in_loc": where,
    }
    return (
        Link("Google", _address("https://calendar.google.com/calendar/render", google)),
        Link("Outlook", _address(f"https://outlook.live.com{MICROSOFT}", microsoft)),
        Link("Office 365", _address(f"https://outlook.office.com{MICROSOFT}", microsoft)),
        Link("Yahoo", _address("https://calendar.yahoo.com/", yahoo)),
    )


def _address(base: str, entry: dict[str, str]) -> str:
    """Outlook takes a plus sign for one, so that spaces are written as ``%20``."""
    return f"{base}?{urlencode({name: value for name, value in entry.items() if value}, quote_via=quote)}"


def _compact(instant: datetime) -> str:
    """``20261202T090000Z``"""
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"
