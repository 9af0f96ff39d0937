"""The Customer moves a meeting on the web: the same people, no form, and nothing is spent."""

from datetime import date, timedelta

from storage.models import Booking, BookingStatus, RuleType
from tests.databases import on_sqlite
from tests.web.site import BASE_URL, DANA, Site, madrid

pytestmark = on_sqlite

TUESDAY = date(2026, 12, 8)
CHOSEN = "2026-12-08T08:00:00Z"
"""The first start of that Tuesday: nine o'clock in Madrid."""


async def only(site: Site) -> Booking:
    [booking] = await site.all_bookings()
    return booking


async def test_customer_moves_a_meeting_by_buttons_alone(anywhere: Site) -> None:
    """No JavaScript, and nothing to type."""
    manage = await anywhere.booked()

    times = await anywhere.see_form(await anywhere.see(manage), "Reschedule")
    times = await anywhere.see(f"{manage}/reschedule?from=2026-12-08&time_zone=Europe/Madrid")
    asked = await anywhere.see_form(times, "09:00")
    done = await anywhere.post_form(asked, "Confirm")

    assert (times.heading, asked.heading) == ("Pick a new time", "Is this right?")
    assert "Tuesday, 8 December 2026, 09:00 to 09:30, Madrid time" in asked.words
    assert "Until now: Wednesday, 2 December 2026, 10:00 to 10:30, Madrid time" in asked.words
    assert (done.heading, (await only(anywhere)).starts) == (
        "Your meeting has moved",
        madrid(9, 0, TUESDAY),
    )


async def test_times_are_those_of_the_same_people_but_the_present_one(one_meeting: Site) -> None:
    manage = await one_meeting.booked()

    times = await one_meeting.see(f"{manage}/reschedule?time_zone=Europe/Madrid")

    assert times.days["Wednesday, 2 December"] == ["09:00", "09:30", "10:30"]
    assert (times.links["Leave it as it is"], times.links["Keep this time"]) == (manage, manage)
    assert "data-opened" not in times.answer.text


async def test_zone_is_the_booking_s_until_another_is_chosen(one_meeting: Site) -> None:
    manage = await one_meeting.booked()

    own = await one_meeting.see(f"{manage}/reschedule")
    chosen = await one_meeting.see(f"{manage}/reschedule?time_zone=Asia/Tokyo")
    other = await one_meeting.see(f"{manage}/reschedule?time_zone=Asia/Tokyo&start={CHOSEN}")
    done = await one_meeting.post_form(other, "Confirm")

    assert "All times are in Madrid time." in own.words
    assert "Your meeting now: Wednesday, 2 December 2026, 18:00 to 18:30, Tokyo time" in chosen.words
    assert "Tuesday, 8 December 2026, 17:00 to 17:30, Tokyo time" in other.words
    assert "17:00 to 17:30, Tokyo time" in done.words


async def test_script_moves_a_meeting(one_meeting: Site) -> None:
    manage = await one_meeting.booked()

    answer = await one_meeting.post_json(
        f"{manage}/reschedule", {"start": CHOSEN, "time_zone": "Asia/Kathmandu"}
    )

    told = answer.json()
    assert (answer.status_code, told["manage_url"]) == (200, BASE_URL + manage)
    assert (told["booking"]["status"], told["booking"]["start"], told["booking"]["time_zone"]) == (
        "rescheduled",
        CHOSEN,
        "Asia/Kathmandu",
    )


async def test_move_without_a_zone_keeps_the_booking_s(one_meeting: Site) -> None:
    manage = await one_meeting.booked()

    answer = await one_meeting.post_json(f"{manage}/reschedule", {"start": CHOSEN})

    assert answer.json()["booking"]["time_zone"] == "Europe/Madrid"


async def test_same_move_sent_twice_is_told_once_and_answered_the_same(one_meeting: Site) -> None:
    manage = await one_meeting.booked()
    body = {"start": CHOSEN, "time_zone": "Europe/Madrid"}

    first, second = [await one_meeting.post_json(f"{manage}/reschedule", body) for _ in range(2)]

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert (await one_meeting.told()).count("moved") == 1


async def test_moving_spends_nothing(one_meeting: Site) -> None:
    other = await one_meeting.link()
    manage = await one_meeting.booked()

    await one_meeting.post_json(f"{manage}/reschedule", {"start": CHOSEN})

    assert (await one_meeting.see(other)).heading == "Pick a time"
    assert [link.spent_at is None for link in await one_meeting.all_links()] == [True, False]


async def test_times_as_json(one_meeting: Site) -> None:
    manage = await one_meeting.booked()
    [booking] = await one_meeting.all_bookings()

    answer = await one_meeting.client.get(
        f"{manage}/times", params={"from": "2026-12-02", "to": "2026-12-02", "time_zone": "Europe/Madrid"}
    )

    event_type = str(booking.event_type_id)
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "event_type": event_type,
            "time_zone": "Europe/Madrid",
            "times": [
                {"start": "2026-12-02T08:00:00Z", "end": "2026-12-02T08:30:00Z"},
                {"start": "2026-12-02T08:30:00Z", "end": "2026-12-02T09:00:00Z"},
                {"start": "2026-12-02T09:30:00Z", "end": "2026-12-02T10:00:00Z"},
            ],
            "event_types": [{"id": event_type, "name": "Support call", "minutes": 30}],
        },
    )


QUESTIONS = {
    "no date": ({"from": "soon"}, "from"),
    "too many days": ({"from": "2026-12-01", "to": "2027-02-01"}, "to"),
}


async def test_question_for_times_that_makes_no_sense(one_meeting: Site) -> None:
    manage = await one_meeting.booked()

    told = {}
    for kind, (query, _) in QUESTIONS.items():
        answer = await one_meeting.client.get(f"{manage}/times", params=query)
        told[kind] = (answer.status_code, list(answer.json()["fields"]))

    assert told == {kind: (422, [field]) for kind, (_, field) in QUESTIONS.items()}


async def test_time_that_has_gone_is_answered_with_fresh_ones(one_meeting: Site) -> None:
    manage = await one_meeting.booked()
    asked = await one_meeting.see(f"{manage}/reschedule?start={CHOSEN}&time_zone=Europe/Madrid")
    await one_meeting.booked(start=madrid(9, 0, TUESDAY))

    lost = await one_meeting.post_form(asked, "Confirm")
    script = await one_meeting.post_json(f"{manage}/reschedule", {"start": CHOSEN})
    looking = await one_meeting.see(f"{manage}/reschedule?start={CHOSEN}&time_zone=Europe/Madrid")

    assert (lost.status, lost.heading, lost.notice) == (
        409,
        "Pick a new time",
        "This time has just been taken",
    )
    assert lost.days["Tuesday, 8 December"][0] == "09:30"
    assert (script.status_code, script.json()["error"]) == (409, "slot_taken")
    assert script.json()["times"][0]["start"] == "2026-12-08T08:30:00Z"
    assert looking.notice.startswith("That time cannot be booked any more.")


MOVES: dict[str, tuple[dict[str, str], str]] = {
    "nothing": ({}, "start"),
    "off the grid": ({"start": "2026-12-08T08:10:00Z"}, "start"),
    "no zone": ({"start": CHOSEN, "time_zone": "Mars/Olympus"}, "time_zone"),
}


async def test_move_that_makes_no_sense_is_refused_with_times(one_meeting: Site) -> None:
    manage = await one_meeting.booked()

    told = {}
    for kind, (body, _) in MOVES.items():
        script = await one_meeting.post_json(f"{manage}/reschedule", body)
        page = await one_meeting.send(f"{manage}/reschedule", body)
        told[kind] = (script.status_code, list(script.json()["fields"]))
        assert (page.status_code, "Pick a new time" in page.text) == (422, True), kind

    assert told == {kind: (422, [field]) for kind, (_, field) in MOVES.items()}
    assert (await only(one_meeting)).status == BookingStatus.SCHEDULED


QUERIES = [
    "start=9999-12-31T23:59:59Z&time_zone=Mars/Olympus",
    "from=0001-01-01&lang=tlh",
    "start=%00&from=%ff&time_zone=%0d%0a",
]


async def test_address_that_makes_no_sense_leads_to_times(one_meeting: Site) -> None:
    manage = await one_meeting.booked()

    pages = {query: await one_meeting.see(f"{manage}/reschedule?{query}") for query in QUERIES}

    assert {query: (page.status, page.heading) for query, page in pages.items()} == dict.fromkeys(
        QUERIES, (200, "Pick a new time")
    )


async def test_booking_of_a_static_page_does_not_move(one_meeting: Site) -> None:
    """Article: "that booking can be cancelled but not rescheduled"."""
    manage = await one_meeting.booked()
    await one_meeting.change_page(rule_type=RuleType.STATIC)

    page = await one_meeting.see(f"{manage}/reschedule")
    script = await one_meeting.post_json(f"{manage}/reschedule", {"start": CHOSEN})
    times = await one_meeting.client.get(f"{manage}/times")
    sent = await one_meeting.send(f"{manage}/reschedule", {"start": CHOSEN})

    reason = "This meeting can be cancelled, but not moved to another time any more."
    assert (page.status, page.heading, page.notice) == (409, "You are booked", reason)
    assert [(each.status_code, each.json()["error"]) for each in (script, times)] == [
        (409, "not_allowed")
    ] * 2
    assert (sent.status_code, reason in sent.text) == (409, True)
    assert (await only(one_meeting)).status == BookingStatus.SCHEDULED


async def test_policy_binds_the_customer(one_meeting: Site) -> None:
    await one_meeting.change_event_types(policy={"cancel": 0, "reschedule": 240})
    manage = await one_meeting.booked()
    one_meeting.present.now = madrid(10) - timedelta(hours=4)
    at_the_deadline = await one_meeting.see(f"{manage}/reschedule")
    one_meeting.present.now += timedelta(minutes=1)

    after = await one_meeting.see(f"{manage}/reschedule")

    assert (at_the_deadline.heading, after.notice) == (
        "Pick a new time",
        "Moving this meeting to another time was possible until 4 hours before it.",
    )


async def test_meeting_that_a_user_gave_up_is_picked_again(one_meeting: Site) -> None:
    """Whatever the policy says. The time that was given up is not offered, nor among the soonest."""
    await one_meeting.change_event_types(policy={"cancel": None, "reschedule": None})
    manage = await one_meeting.booked()
    await one_meeting.user_asks_for_another_time("Ana is ill")

    times = await one_meeting.see_form(await one_meeting.see(manage), "Reschedule")
    asked = await one_meeting.see_form(times, "10:30")
    done = await one_meeting.post_form(asked, "Confirm")

    assert times.days["Wednesday, 2 December"] == ["09:00", "09:30", "10:30"]
    assert "10:00" not in times.best[1]
    assert "Until now" not in asked.words
    assert done.heading == "Your meeting has moved"
    booking = await only(one_meeting)
    assert (booking.status, booking.starts, booking.cancel_reason) == (
        BookingStatus.RESCHEDULED,
        madrid(10, 30),
        None,
    )


async def test_whoever_has_moved_the_meeting_and_goes_back_comes_to_it_again(one_meeting: Site) -> None:
    """Also from the step at which they booked, and where it could not be moved any more."""
    link = await one_meeting.link(DANA)
    confirming = await one_meeting.see_form(await one_meeting.see(link), "10:00")
    manage = (await one_meeting.post_form(confirming, "Confirm")).answer.url.path
    asked = await one_meeting.see(f"{manage}/reschedule?start={CHOSEN}&lang=es")
    await one_meeting.post_form(asked, "Confirmar")
    await one_meeting.change_page(rule_type=RuleType.STATIC)

    back = [await one_meeting.see(str(step.answer.url)) for step in (asked, confirming)]

    assert [page.answer.headers["location"] for page in back] == [f"{manage}?lang=es", manage]


async def test_each_request_reads_the_clock_once(one_meeting: Site) -> None:
    """architecture.md, 3: what one request decides and shows is of one moment."""
    manage = await one_meeting.booked()
    before = one_meeting.present.readings

    asked = [
        await one_meeting.see(f"{manage}{path}")
        for path in ("", "/cancel", "/reschedule", f"/reschedule?start={CHOSEN}")
    ]
    refused = [
        await one_meeting.send(f"{manage}/{change}", {"reason": "\0", "start": "2026-12-08T02:00:00Z"})
        for change in ("cancel", "reschedule")
    ]

    assert [page.status for page in asked] + [answer.status_code for answer in refused] == [200] * 4 + [
        422
    ] * 2
    assert one_meeting.present.readings - before == 6
