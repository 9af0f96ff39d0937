"""The Customer's own booking."""

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from bot.hosts import web_address
from bot.scheduling.changes import Move
from bot.scheduling.people import Person
from storage.database import Database
from storage.models import RuleType
from tests.company import SMALL_COMPANY
from tests.web.reading import Reading
from tests.web.site import BASE_URL, DANA, SCRIPT, Site, madrid, opened_site


async def test_booking_is_shown_in_the_zone_in_which_it_was_booked(one_meeting: Site) -> None:
    page = await one_meeting.see(await one_meeting.booked(DANA))

    assert (page.heading, page.title) == ("You are booked", "You are booked · Acme Support")
    assert page.words == (
        "Acme Support You are booked Support call · 30 minutes Wednesday, 2 December 2026, 10:00 to 10:30, "
        "Madrid time Europe/Madrid, UTC+1 With Ana Prieto Where https://meet.example/ana Add to calendar "
        "Or add it to: Google Outlook Office 365 Yahoo Reschedule Cancel meeting "
        "No email is sent about this booking. Add it to your calendar, or keep the address of this page."
    )


async def test_calendar_file_is_the_same_meeting(one_meeting: Site) -> None:
    manage = await one_meeting.booked()
    page = await one_meeting.see(manage)

    answer = await one_meeting.client.get(page.links["Add to calendar"])

    [event] = Calendar.from_ical(answer.content).events
    assert answer.headers["content-type"] == "text/calendar; method=PUBLISH; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="invite.ics"'
    assert (event.start.isoformat(), event["url"]) == ("2026-12-02T09:00:00+00:00", BASE_URL + manage)


async def test_calendar_file_follows_the_meeting(one_meeting: Site) -> None:
    manage = await one_meeting.booked()
    files = [await calendar_of(one_meeting, manage)]
    for action, body in (
        ("reschedule", {"start": madrid(9).isoformat(), "time_zone": "UTC"}),
        ("cancel", {}),
    ):
        assert (await one_meeting.post_json(f"{manage}/{action}", body)).status_code == 200
        files.append(await calendar_of(one_meeting, manage))

    events = [Calendar.from_ical(file).events[0] for file in files]
    assert len({event["uid"] for event in events}) == 1
    assert [(event["sequence"], event.start, event["status"]) for event in events] == [
        (0, madrid(10), "CONFIRMED"),
        (1, madrid(9), "CONFIRMED"),
        (2, madrid(9), "CANCELLED"),
    ]


async def test_calendar_file_has_the_organizer_of_the_letters(sqlite: Database, now: datetime) -> None:
    async with opened_site(sqlite, now, SMALL_COMPANY, mails=True) as site:
        file = await calendar_of(site, await site.booked())

    assert Calendar.from_ical(file).events[0]["organizer"] == "mailto:bookings@acme.example"


async def calendar_of(site: Site, manage: str) -> bytes:
    return (await site.client.get(f"{manage}/invite.ics")).content


LOCATIONS = {
    "https://meet.example/ana?x=1&y=2": True,
    "http://meet.example": True,
    "javascript:alert(1)": False,
    "JaVaScRiPt:alert(1)//https://x.example": False,
    "data:text/html,<script>alert(1)</script>": False,
    "//evil.example": False,
    "https:": False,
    "http://[": False,
    "Room 4, <b>second</b> floor": False,
}


def test_text_is_an_address_only_of_the_web() -> None:
    found = {location: web_address(location) for location in LOCATIONS}

    assert found == {location: location if is_link else None for location, is_link in LOCATIONS.items()}


async def test_location_is_a_link_only_to_the_web(one_meeting: Site) -> None:
    manage = await one_meeting.booked()
    locations = {"https://meet.example/ana?x=1&y=2": True, "javascript:alert('<b>second</b> floor')": False}

    shown = {}
    for location in locations:
        await one_meeting.change_bookings(location=location)
        page = await one_meeting.see(manage)
        shown[location] = (location in page.words, page.links.get(location) == location)

    assert shown == {location: (True, is_link) for location, is_link in locations.items()}


async def test_meeting_without_a_location_does_not_speak_of_one(one_meeting: Site) -> None:
    await one_meeting.move_to("")

    page = await one_meeting.see(await one_meeting.booked())

    assert "Where" not in page.words


async def test_links_token_does_not_open_the_booking_nor_the_other_way_round(one_meeting: Site) -> None:
    link = await one_meeting.link()
    manage = await one_meeting.booked_by(link)

    swapped = [
        await one_meeting.see(link.replace("/o/", "/b/")),
        await one_meeting.see(manage.replace("/b/", "/o/")),
    ]

    assert [page.status for page in swapped] == [404, 404]


def buttons(page: Reading) -> list[str]:
    return [button.get_text() for button in page.page.find_all("button")]


async def test_moved_booking_says_so(one_meeting: Site) -> None:
    manage = await one_meeting.booked()
    token = manage.removeprefix("/b/")
    await one_meeting.rules.changes.reschedule(token, Move(madrid(9), "Asia/Tokyo"), one_meeting.now)

    page = await one_meeting.see(manage)

    assert page.heading == "Your meeting has moved"
    assert "Wednesday, 2 December 2026, 17:00 to 17:30, Tokyo time" in page.words
    assert buttons(page) == ["Reschedule", "Cancel meeting"]


@pytest.mark.parametrize(
    ("by_user", "told"),
    [(False, "You cancelled it."), (True, "The people you booked with cancelled it.")],
    ids=["by the Customer", "by a User"],
)
async def test_cancelled_booking_says_who_and_why(one_meeting: Site, by_user: bool, told: str) -> None:
    manage = await one_meeting.booked()
    if by_user:
        await one_meeting.user_cancels("<b>Ana</b> is ill")
    else:
        await one_meeting.rules.changes.cancel(
            manage.removeprefix("/b/"), "<b>Ana</b> is ill", one_meeting.now
        )

    page = await one_meeting.see(manage)

    assert page.heading == "Your meeting is cancelled"
    assert f"{told} Support call" in page.words
    assert "With Ana Prieto Reason <b>Ana</b> is ill" in page.words
    assert (buttons(page), page.links) == ([], {})


async def test_customer_who_was_asked_for_another_time_can_pick_it(one_meeting: Site) -> None:
    manage = await one_meeting.booked()
    await one_meeting.user_asks_for_another_time("Ana is ill")

    page = await one_meeting.see(manage)

    assert page.heading == "Please pick a new time"
    assert "had to give up this time. Please pick another one." in page.words
    assert "With Ana Prieto Reason Ana is ill" in page.words
    assert buttons(page) == ["Reschedule"]


async def test_customer_who_was_asked_in_vain_hears_why(one_meeting: Site) -> None:
    """The page is Static by now."""
    manage = await one_meeting.booked()
    await one_meeting.user_asks_for_another_time()
    await one_meeting.change_page(rule_type=RuleType.STATIC)

    page = await one_meeting.see(manage)

    assert "No new time can be picked here any more." in page.words
    assert buttons(page) == []


async def test_meeting_that_is_over_says_so(one_meeting: Site) -> None:
    manage = await one_meeting.booked()
    [booking] = await one_meeting.all_bookings()

    await one_meeting.rules.changes.complete_due(booking.ends)
    over = await one_meeting.see(manage)
    operator = Person(one_meeting.workspace_id, None)
    await one_meeting.rules.changes.no_show(operator, booking.id, booking.ends)
    missed = await one_meeting.see(manage)

    assert (over.heading, missed.heading) == ("This meeting is over", "You missed this meeting")
    assert "please write to the people you booked with" in missed.words
    assert buttons(over) + buttons(missed) == []


@pytest.mark.parametrize(
    ("policy", "moment", "told", "left"),
    [
        pytest.param(
            {"cancel": 60, "reschedule": 240},
            madrid(8),
            ["Moving this meeting to another time was possible until 4 hours before it."],
            ["Cancel meeting"],
            id="the deadline of one is over",
        ),
        pytest.param(
            {"cancel": None, "reschedule": None},
            madrid(8),
            ["This meeting cannot be changed here. Please write to the people you booked with."],
            [],
            id="never, said once",
        ),
        pytest.param(
            {"cancel": 0, "reschedule": 0},
            madrid(10, 1),
            ["This meeting has already begun."],
            [],
            id="after the start",
        ),
        pytest.param(
            {"cancel": 60, "reschedule": 60},
            madrid(9),
            [],
            ["Reschedule", "Cancel meeting"],
            id="at the deadline still",
        ),
    ],
)
async def test_what_may_not_be_done_is_told_with_the_reason(
    one_meeting: Site, policy: dict[str, int | None], moment: datetime, told: list[str], left: list[str]
) -> None:
    manage = await one_meeting.booked()
    await one_meeting.change_bookings(policy=policy)
    one_meeting.present.now = moment

    page = await one_meeting.see(manage)

    assert [words for words in told if page.words.count(words) != 1] == []
    assert [words for words in told if page.words.index(words) < page.words.index("Add to calendar")] == []
    assert buttons(page) == left


async def test_booking_of_a_static_page_can_be_cancelled_but_not_moved(one_meeting: Site) -> None:
    """Article: "that booking can be cancelled but not rescheduled"."""
    manage = await one_meeting.booked()
    await one_meeting.change_page(rule_type=RuleType.STATIC)

    page = await one_meeting.see(manage)

    assert "This meeting can be cancelled, but not moved to another time any more." in page.words
    assert buttons(page) == ["Cancel meeting"]


async def test_page_that_accepts_no_bookings_offers_nothing(one_meeting: Site) -> None:
    manage = await one_meeting.booked()
    await one_meeting.change_page(accepts_bookings=False)

    page = await one_meeting.see(manage)

    reason = (
        "Nothing can be changed or cancelled here at the moment. Please write to the people you booked with."
    )
    assert page.words.count(reason) == 1
    assert buttons(page) == []


async def test_where_mail_is_sent_the_page_says_to_whom(sqlite: Database, now: datetime) -> None:
    """And shows no address to whoever looks over a shoulder."""
    async with opened_site(sqlite, now, SMALL_COMPANY, mails=True) as site:
        page = await site.see(await site.booked())

    assert "We will email you about this meeting at d•••@customer.example" in page.words
    assert DANA.email not in page.answer.text


async def test_scripts_read_the_booking_as_json(one_meeting: Site) -> None:
    manage = await one_meeting.booked()

    answer = await one_meeting.client.get(manage, headers=SCRIPT)

    read = answer.json()
    assert (answer.status_code, read["manage_url"]) == (200, BASE_URL + manage)
    assert (read["booking"]["status"], read["booking"]["start"]) == ("scheduled", "2026-12-02T09:00:00Z")


async def test_language_stays_from_page_to_page(one_meeting: Site) -> None:
    manage = await one_meeting.booked()

    page = await one_meeting.see(f"{manage}?lang=de")

    kept = [page.form(button).filled() for button in buttons(page)]
    assert kept == [{"lang": "de"}, {"lang": "de"}]


async def test_looking_at_a_booking_changes_nothing(one_meeting: Site) -> None:
    """Nor does any program that follows all links and leading buttons."""
    manage = await one_meeting.booked()
    before = await one_meeting.everything()

    for path in ("", "/cancel", "/reschedule", "/times", "/invite.ics"):
        for method in ("GET", "HEAD"):
            answer = await one_meeting.client.request(method, manage + path)
            assert answer.status_code == 200, path
    start = madrid(9) + timedelta(days=7)
    chosen = await one_meeting.client.get(f"{manage}/reschedule", params={"start": start.isoformat()})

    assert ("Confirm" in chosen.text, await one_meeting.everything()) == (True, before)


ASKED = [
    *(f"GET {path}" for path in ("", "/cancel", "/reschedule", "/times", "/invite.ics")),
    *(f"POST {path}" for path in ("/cancel", "/reschedule")),
]


async def test_unknown_booking_is_not_found_whatever_is_sent(one_meeting: Site) -> None:
    headers = SCRIPT | {"Content-Type": "application/x-www-form-urlencoded"}
    sent = [(asked, body) for asked in ASKED for body in (b"", b"start=soon", b"\xff")]

    told = {}
    for asked, body in sent:
        method, _, path = asked.partition(" ")
        answer = await one_meeting.client.request(method, f"/b/unknown{path}", content=body, headers=headers)
        told[asked, body] = (answer.status_code, answer.json()["error"])

    assert told == dict.fromkeys(sent, (404, "not_found"))
