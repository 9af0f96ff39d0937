"""Links into the calendars on the web hold the meeting, the whole meeting, and nothing secret."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.web.calendars import calendar_links
from tests.web.site import MADRID, Site

STARTS, ENDS = datetime(2026, 12, 2, 10, 0, tzinfo=MADRID), datetime(2026, 12, 2, 9, 30, tzinfo=UTC)
HOSTILE = "50% off & more = Zoë + Bob #1? \u202e<b>\r\nX: 1"


@pytest.mark.parametrize("text", ["Support call", HOSTILE])
def test_links_say_what_when_and_where(text: str) -> None:
    links = calendar_links(text, f"With {text}", text, STARTS, ENDS)

    read = {link.name: (urlsplit(link.href), parse_qs(urlsplit(link.href).query)) for link in links}
    assert {name: f"{url.scheme}://{url.netloc}{url.path}" for name, (url, _) in read.items()} == {
        "Google": "https://calendar.google.com/calendar/render",
        "Outlook": "https://outlook.live.com/calendar/0/deeplink/compose",
        "Office 365": "https://outlook.office.com/calendar/0/deeplink/compose",
        "Yahoo": "https://calendar.yahoo.com/",
    }
    microsoft = {
        "path": ["/calendar/action/compose"],
        "rru": ["addevent"],
        "subject": [text],
        "startdt": ["2026-12-02T09:00:00Z"],
        "enddt": ["2026-12-02T09:30:00Z"],
        "body": [f"With {text}"],
        "location": [text],
    }
    assert {name: query for name, (_, query) in read.items()} == {
        "Google": {
            "action": ["TEMPLATE"],
            "text": [text],
            "dates": ["20261202T090000Z/20261202T093000Z"],
            "details": [f"With {text}"],
            "location": [text],
        },
        "Outlook": microsoft,
        "Office 365": microsoft,
        "Yahoo": {
            "v": ["60"],
            "title": [text],
            "st": ["20261202T090000Z"],
            "et": ["20261202T093000Z"],
            "desc": [f"With {text}"],
            "in_loc": [text],
        },
    }


def test_spaces_are_no_plus_signs() -> None:
    """Outlook takes those for what they are."""
    assert [link.href for link in calendar_links("a b", "c d", "e f", STARTS, ENDS) if "+" in link.href] == []


def test_meeting_without_a_location_names_none() -> None:
    hrefs = [link.href for link in calendar_links("a", "b", "", STARTS, ENDS)]

    assert [href for href in hrefs if "loc" in href.partition("?")[2]] == []


async def test_no_other_site_gets_the_address_of_the_booking(one_meeting: Site) -> None:
    manage = await one_meeting.booked()

    page = await one_meeting.see(manage)

    away = {name: href for name, href in page.links.items() if href.startswith("https://")}
    token = manage.removeprefix("/b/")
    assert set(away) == {"Google", "Outlook", "Office 365", "Yahoo", "https://meet.example/ana"}
    assert [href for href in away.values() if token in href] == []
    assert all("noreferrer" in link["rel"] for link in page.page.find_all("a", href=away.values()))
