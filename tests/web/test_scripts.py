"""What scripts get: times and bookings as JSON."""

from datetime import timedelta

import pytest

from tests.databases import on_both, on_sqlite
from tests.web.site import BASE_URL, DANA, SCRIPT, WEDNESDAY, Site, bare, madrid

pytestmark = on_sqlite


async def test_times_without_event_type_are_the_list_to_choose_from(two_meetings: Site) -> None:
    link = await two_meetings.link()

    answer = await two_meetings.client.get(f"{link}/times")

    assert answer.json() == {
        "event_types": [
            {"id": two_meetings.event_type(), "name": "Support call", "minutes": 30},
            {"id": two_meetings.event_type("Onboarding"), "name": "Onboarding", "minutes": 60},
        ]
    }


async def test_times_are_instants_of_the_days_of_the_zone(one_meeting: Site) -> None:
    link = await one_meeting.link()
    event_type = one_meeting.event_type()
    asked = {"event_type": event_type, "from": "2026-12-02", "to": "2026-12-02", "time_zone": "Asia/Tokyo"}

    answer = await one_meeting.client.get(f"{link}/times", params=asked)

    assert answer.json() == {
        "event_type": event_type,
        "time_zone": "Asia/Tokyo",
        "times": [
            {"start": "2026-12-01T15:00:00Z", "end": "2026-12-01T15:30:00Z"},
            {"start": "2026-12-01T15:30:00Z", "end": "2026-12-01T16:00:00Z"},
            {"start": "2026-12-02T08:00:00Z", "end": "2026-12-02T08:30:00Z"},
            {"start": "2026-12-02T08:30:00Z", "end": "2026-12-02T09:00:00Z"},
            {"start": "2026-12-02T09:00:00Z", "end": "2026-12-02T09:30:00Z"},
            {"start": "2026-12-02T09:30:00Z", "end": "2026-12-02T10:00:00Z"},
        ],
        "event_types": [{"id": event_type, "name": "Support call", "minutes": 30}],
    }


async def test_times_are_of_seven_days_in_the_providers_zone_unless_asked(one_meeting: Site) -> None:
    link = await one_meeting.link()
    event_type = one_meeting.event_type()

    plain = (await one_meeting.client.get(f"{link}/times", params={"event_type": event_type})).json()
    later = (
        await one_meeting.client.get(f"{link}/times", params={"event_type": event_type, "from": "2026-12-09"})
    ).json()

    assert (plain["time_zone"], plain["times"][0]["start"], plain["times"][-1]["start"]) == (
        "Europe/Madrid",
        "2026-12-01T13:00:00Z",
        "2026-12-02T09:30:00Z",
    )
    assert (later["times"][0]["start"], later["times"][-1]["start"]) == (
        "2026-12-09T08:00:00Z",
        "2026-12-15T15:30:00Z",
    )


async def test_sixty_two_days_can_be_asked_for(one_meeting: Site) -> None:
    link = await one_meeting.link()
    asked = {"event_type": one_meeting.event_type(), "from": "2026-12-01", "to": "2027-01-31"}

    answer = await one_meeting.client.get(f"{link}/times", params=asked)

    assert answer.json()["times"][-1]["start"] == "2026-12-30T09:30:00Z"


async def test_booking_answers_with_the_booking_and_its_address(anywhere: Site) -> None:
    link = await anywhere.link()

    answer = await anywhere.post_json(f"{link}/book", anywhere.body())

    [row] = await anywhere.all_bookings()
    said = answer.json()
    assert (answer.status_code, set(said)) == (201, {"booking", "manage_url"})
    assert said["booking"] == {
        "id": str(row.id),
        "status": "scheduled",
        "page": "Acme Support",
        "event_type": "Support call",
        "minutes": 30,
        "start": "2026-12-02T09:00:00Z",
        "end": "2026-12-02T09:30:00Z",
        "time_zone": "Europe/Madrid",
        "with": ["Ana Prieto"],
        "location": "https://meet.example/ana",
        "customer": {"name": DANA.name, "email": DANA.email},
        "answers": {},
    }
    page = await anywhere.see(said["manage_url"].removeprefix(BASE_URL))
    assert page.heading == "You are booked"


async def test_personalized_link_books_without_name_and_email(one_meeting: Site) -> None:
    link = await one_meeting.link(DANA)
    body = one_meeting.body()
    unnamed = {name: value for name, value in body.items() if name not in ("name", "email")}

    answer = await one_meeting.post_json(f"{bare(link)}/book", unnamed | {"name": None})

    assert answer.json()["booking"]["customer"] == {"name": DANA.name, "email": DANA.email}


async def test_booking_without_a_zone_is_in_utc(one_meeting: Site) -> None:
    link = await one_meeting.link()
    body = one_meeting.body()
    del body["time_zone"]

    answer = await one_meeting.post_json(f"{link}/book", body)

    assert answer.json()["booking"]["time_zone"] == "UTC"


async def test_other_fields_are_answers_by_their_names(two_meetings: Site) -> None:
    link = await two_meetings.link()
    body = two_meetings.body(madrid(15), order_number="4711", colour="red")
    body["event_type"] = two_meetings.event_type("Onboarding")

    answer = await two_meetings.post_json(f"{link}/book", body)

    assert answer.json()["booking"]["answers"] == {"order_number": "4711"}


@on_both
async def test_time_taken_meanwhile_is_told_with_fresh_times(anywhere: Site) -> None:
    link = await anywhere.link()
    await anywhere.booked()

    lost = await anywhere.post_json(f"{link}/book", anywhere.body())
    fresh = lost.json()["times"]
    won = await anywhere.post_json(f"{link}/book", anywhere.body() | {"start": fresh[0]["start"]})

    assert (lost.status_code, lost.json()["error"]) == (409, "slot_taken")
    assert [time["start"] for time in fresh[-3:]] == [
        "2026-12-02T08:00:00Z",
        "2026-12-02T08:30:00Z",
        "2026-12-02T09:30:00Z",
    ]
    assert won.status_code == 201


@pytest.mark.parametrize("request_id", ["", "\0\r\n\x1b" + "x" * 10_000], ids=["empty", "any"])
async def test_same_request_id_gives_the_same_booking(anywhere: Site, request_id: str) -> None:
    link = await anywhere.link()
    body = anywhere.body(request_id=request_id)

    answers = [await anywhere.post_json(f"{link}/book", body) for _ in range(2)]
    other = await anywhere.post_json(f"{link}/book", body | {"request_id": "two"})

    assert answers[0].json() == answers[1].json()
    assert (other.status_code, other.json()["error"]) == (410, "spent")


async def test_who_speaks_json_hears_json(one_meeting: Site) -> None:
    link = await one_meeting.link()

    spoken = await one_meeting.client.post(f"{link}/book", json=one_meeting.body())
    whatever = await one_meeting.client.get("/o/x", headers={"Accept": "*/*"})

    assert spoken.headers["content-type"] == "application/json"
    assert whatever.headers["content-type"] == "text/html; charset=utf-8"


async def test_refusal_as_json_says_what_happened_and_what_to_do(one_meeting: Site) -> None:
    answer = await one_meeting.client.get("/o/x", headers=SCRIPT)

    assert answer.json() == {
        "error": "not_found",
        "message": (
            "There is nothing at this address. Perhaps a part of the link was lost when it was copied. "
            "Please open the link from the original message once more, or write to whoever sent it."
        ),
    }


async def test_times_change_when_one_is_booked(one_meeting: Site) -> None:
    link, other = await one_meeting.link(), await one_meeting.link()
    asked = {
        "event_type": one_meeting.event_type(),
        "from": str(WEDNESDAY),
        "to": str(WEDNESDAY + timedelta(days=1)),
    }

    before = (await one_meeting.client.get(f"{link}/times", params=asked)).json()["times"]
    await one_meeting.book(other)
    after = (await one_meeting.client.get(f"{link}/times", params=asked)).json()["times"]

    assert [time["start"] for time in before if time not in after] == ["2026-12-02T09:00:00Z"]
