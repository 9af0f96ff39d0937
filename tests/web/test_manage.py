"""The Customer's own booking."""

import pytest
from icalendar import Calendar

from tests.web.site import BASE_URL, DANA, Site


async def test_booking_is_shown_in_the_zone_in_which_it_was_booked(one_meeting: Site) -> None:
    page = await one_meeting.see(await one_meeting.book(await one_meeting.link(DANA)))

    assert (page.heading, page.title) == ("You are booked", "You are booked · Acme Support")
    assert page.words == (
        "Acme Support You are booked Support call · 30 minutes Wednesday, 2 December 2026, 10:00 to 10:30, "
        "Madrid time Europe/Madrid, UTC+1 With Ana Prieto Where https://meet.example/ana Add to calendar "
        "No email is sent about this booking. Add it to your calendar, or keep the address of this page."
    )


async def test_calendar_file_is_the_same_meeting(one_meeting: Site) -> None:
    manage = await one_meeting.book(await one_meeting.link())
    page = await one_meeting.see(manage)

    answer = await one_meeting.client.get(page.links["Add to calendar"])

    [event] = Calendar.from_ical(answer.content).events
    assert answer.headers["content-type"] == "text/calendar; method=PUBLISH; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="invite.ics"'
    assert (event.start.isoformat(), event["url"]) == ("2026-12-02T09:00:00+00:00", BASE_URL + manage)


@pytest.mark.parametrize(
    ("location", "is_link"),
    [
        ("https://meet.example/ana?x=1&y=2", True),
        ("http://meet.example", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)//https://x.example", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("//evil.example", False),
        ("https:", False),
        ("http://[", False),
        ("Room 4, <b>second</b> floor", False),
    ],
)
async def test_location_is_a_link_only_to_the_web(one_meeting: Site, location: str, is_link: bool) -> None:
    await one_meeting.move_to(location)

    page = await one_meeting.see(await one_meeting.book(await one_meeting.link()))

    assert location in page.words
    assert (page.links.get(location) == location) == is_link


async def test_meeting_without_a_location_does_not_speak_of_one(one_meeting: Site) -> None:
    await one_meeting.move_to("")

    page = await one_meeting.see(await one_meeting.book(await one_meeting.link()))

    assert "Where" not in page.words


async def test_links_token_does_not_open_the_booking_nor_the_other_way_round(one_meeting: Site) -> None:
    link = await one_meeting.link()
    manage = await one_meeting.book(link)

    swapped = [
        await one_meeting.see(link.replace("/o/", "/b/")),
        await one_meeting.see(manage.replace("/b/", "/o/")),
    ]

    assert [page.status for page in swapped] == [404, 404]
