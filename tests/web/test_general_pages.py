"""The pages of general links. On Static Master pages Customers pick whom to meet."""

import pytest
from sqlalchemy import update
from starlette.requests import Request

from bot.scheduling.errors import Invalid, NotFound, Refusal
from bot.web.security import Limiter, TooManyRequests
from storage.models import BookingPage, MasterPage
from tests.databases import on_sqlite
from tests.web.site import DANA, SCRIPT, WEDNESDAY, Site, madrid

pytestmark = on_sqlite

STATIC, DYNAMIC = "/p/sales", "/p/support"
TYPED = {"name": DANA.name, "email": DANA.email}
OTHERS = {"name": "Eli Roth", "email": "eli@x.example"}
WHOM = ["Ana Prieto", "Ben Okafor"]


def whom(site: Site, name: str) -> str:
    """The id of a Booking page, of which the Public link is a first name."""
    return str(site.ids[BookingPage, name.split()[0].lower()])


async def taken(site: Site, name: str, hour: int = 10) -> None:
    """Somebody else books this person on Wednesday."""
    body = site.body(madrid(hour), booking_page=whom(site, name))
    assert (await site.post_json(f"{STATIC}/book", body)).status_code == 201


async def change(site: Site, public_link: str, **values: object) -> None:
    async with site.database.writing() as session:
        await session.execute(update(MasterPage).where(MasterPage.link == public_link).values(**values))


async def test_customer_picks_a_time_then_whom_to_meet_then_fills_the_form(two_meetings: Site) -> None:
    times = await two_meetings.see(STATIC)
    picking = await two_meetings.see_form(times, "10:00")
    form = await two_meetings.see_form(picking, "Ben Okafor")
    booked = await two_meetings.post_form(form, "Confirm", **TYPED)

    assert [page.heading for page in (times, picking, form)] == ["Pick a time", "With whom?", "Your details"]
    assert picking.form("Ben Okafor").buttons == WHOM
    assert "with Ben Okafor" not in picking.words
    assert "Wednesday, 2 December 2026, 10:00 to 10:30, Madrid time, with Ben Okafor" in form.words
    assert (booked.heading, "With Ben Okafor" in booked.words) == ("You are booked", True)


async def test_only_one_who_is_free_need_not_be_picked(two_meetings: Site) -> None:
    form = await two_meetings.picked(STATIC, madrid(9))
    booked = await two_meetings.post_form(form, "Confirm", **TYPED)

    assert "09:00 to 09:30, Madrid time, with Ana Prieto" in form.words
    assert "With Ana Prieto" in booked.words


async def test_whom_one_picked_before_is_not_exchanged_for_another(two_meetings: Site) -> None:
    """Ana is gone, and the address still says Ana."""
    picking = await two_meetings.picked(STATIC)
    form = picking.form("Ana Prieto")
    await taken(two_meetings, "Ana Prieto")

    again = await two_meetings.see_form(picking, "Ana Prieto")

    assert form.pressed("Ana Prieto")["booking_page"] in str(again.answer.url)
    assert (again.heading, again.form("Ben Okafor").buttons) == ("With whom?", ["Ben Okafor"])


async def test_dynamic_page_leads_to_the_form_whatever_the_address_says(two_meetings: Site) -> None:
    event_types = await two_meetings.see(f"{DYNAMIC}?name=Eli+Roth&email=eli@x.example&skip=1")
    times = await two_meetings.see(event_types.links["Support call 30 minutes"])
    form = await two_meetings.see_form(times, "10:30")
    booked = await two_meetings.post_form(form, "Confirm")

    assert (form.heading, form.form("Confirm").values) == (
        "Your details",
        {"Your name": "Eli Roth", "Your email": "eli@x.example"},
    )
    assert booked.heading == "You are booked"


async def test_general_link_books_again_and_again(two_meetings: Site) -> None:
    for hour in (10, 11):
        await taken(two_meetings, "Ana Prieto", hour)

    assert (await two_meetings.see(STATIC)).heading == "Pick a time"
    assert [row.link_id for row in await two_meetings.all_bookings()] == [None, None]


async def test_whoever_has_booked_and_goes_back_books_no_second_meeting(two_meetings: Site) -> None:
    """By each step that knows the time. Whoever gave them its address sees no more."""
    times = await two_meetings.see(STATIC)
    picking = await two_meetings.see_form(times, "10:00")
    form = await two_meetings.see_form(picking, "Ana Prieto")
    booked = await two_meetings.post_form(form, "Confirm", **TYPED)
    await change(two_meetings, "sales", accepts_bookings=False)

    back = [await two_meetings.see(str(step.answer.url)) for step in (picking, form)]
    other_time = await two_meetings.see_form(times, "11:00")
    others = await two_meetings.post_form(form, "Confirm", **OTHERS)
    again = await two_meetings.post_form(form, "Confirm", **TYPED)

    for page in (*back, other_time, others):
        assert (page.answer.status_code, page.heading) == (409, "A meeting is booked already")
        assert page.links["Book another meeting"] == STATIC
    assert again.answer.url == booked.answer.url
    assert len(await two_meetings.all_bookings()) == 1


async def test_address_of_the_times_can_be_passed_on_for_others_to_book(two_meetings: Site) -> None:
    """Whoever comes by it is nobody who was there before."""
    times = await two_meetings.see((await two_meetings.see(DYNAMIC)).links["Support call 30 minutes"])
    first, second = [await two_meetings.see(str(times.answer.url)) for _ in range(2)]
    for page, time in ((first, "10:00"), (second, "11:00")):
        form = await two_meetings.see_form(page, time)
        assert (await two_meetings.post_form(form, "Confirm", **TYPED)).heading == "You are booked"

    assert (await two_meetings.see(str(times.answer.url))).heading == "Pick a time"
    assert len(await two_meetings.all_bookings()) == 2


async def test_who_loses_whom_they_picked_chooses_anew_and_types_nothing_again(two_meetings: Site) -> None:
    picking = await two_meetings.picked(STATIC, madrid(11))
    form = await two_meetings.see_form(picking, "Ana Prieto")
    await taken(two_meetings, "Ana Prieto", 11)

    lost = await two_meetings.post_form(form, "Confirm", **TYPED)
    fresh = lost.form("Confirm")
    other = await two_meetings.post_form(lost, "Confirm", start=fresh.radios["Wed 2 Dec 11:30"])
    booked = await two_meetings.post_form(
        other, "Ana Prieto", **other.form("Ana Prieto").pressed("Ana Prieto")
    )

    assert (lost.status, lost.heading) == (409, "Pick another time")
    assert lost.notice == "Whom you chose has just been booked at that time. Please choose again."
    assert list(fresh.radios)[:3] == [f"Wed 2 Dec {time}" for time in ("11:00", "10:30", "11:30")]
    assert (other.status, other.heading) == (422, "With whom?")
    assert other.form("Ana Prieto").buttons == WHOM
    assert "Your choice books the meeting." in other.words
    assert (booked.heading, "With Ana Prieto" in booked.words) == ("You are booked", True)
    assert (await two_meetings.all_bookings())[-1].customer_email == DANA.email


async def test_last_one_who_is_free_is_asked_about_no_more(two_meetings: Site) -> None:
    """The time that Ana lost is left to Ben alone: the form says so, and nothing is wrong with it."""
    picking = await two_meetings.picked(STATIC, madrid(11))
    form = await two_meetings.see_form(picking, "Ana Prieto")
    await taken(two_meetings, "Ana Prieto", 11)
    lost = await two_meetings.post_form(form, "Confirm", **TYPED)

    settled = await two_meetings.post_form(
        lost, "Confirm", start=lost.form("Confirm").radios["Wed 2 Dec 11:00"]
    )
    booked = await two_meetings.post_form(settled, "Confirm")

    assert (settled.heading, settled.notice) == ("Your details", "")
    assert "with Ben Okafor" in settled.words
    assert settled.form("Confirm").values == {"Your name": DANA.name, "Your email": DANA.email}
    assert "With Ben Okafor" in booked.words


async def test_wrong_email_keeps_whom_one_picked(two_meetings: Site) -> None:
    picking = await two_meetings.picked(STATIC)
    form = await two_meetings.see_form(picking, "Ben Okafor")

    wrong = await two_meetings.post_form(form, "Confirm", name=DANA.name, email="dana")
    booked = await two_meetings.post_form(wrong, "Confirm", **TYPED)

    assert (wrong.status, wrong.heading, "with Ben Okafor" in wrong.words) == (422, "Your details", True)
    assert "With Ben Okafor" in booked.words


async def test_times_of_a_static_page_tell_scripts_who_is_free(two_meetings: Site) -> None:
    event_type = two_meetings.event_type()
    asked = {"event_type": event_type, "from": str(WEDNESDAY), "to": str(WEDNESDAY), "time_zone": "UTC"}

    found = (await two_meetings.client.get(f"{STATIC}/times", params=asked)).json()

    ana, ben = [{"id": whom(two_meetings, name), "name": name} for name in WHOM]
    assert found["times"][1:3] == [
        {"start": "2026-12-02T08:30:00Z", "end": "2026-12-02T09:00:00Z", "booking_pages": [ana]},
        {"start": "2026-12-02T09:00:00Z", "end": "2026-12-02T09:30:00Z", "booking_pages": [ana, ben]},
    ]
    assert found["event_types"] == [{"id": event_type, "name": "Support call", "minutes": 30}]


async def test_times_of_a_dynamic_page_are_as_those_of_its_one_time_links(two_meetings: Site) -> None:
    asked = {"event_type": two_meetings.event_type(), "from": str(WEDNESDAY)}
    link = await two_meetings.link()

    by_link, by_general_link = [
        (await two_meetings.client.get(f"{path}/times", params=asked)).json() for path in (link, DYNAMIC)
    ]

    assert by_general_link == by_link


async def test_script_books_whom_it_names_and_hears_who_is_left(two_meetings: Site) -> None:
    ana, ben = [whom(two_meetings, name) for name in WHOM]
    body = two_meetings.body()

    first = await two_meetings.post_json(f"{STATIC}/book", body | {"booking_page": ana})
    lost = await two_meetings.post_json(f"{STATIC}/book", body | {"booking_page": ana})
    won = await two_meetings.post_json(f"{STATIC}/book", body | {"booking_page": ben})

    assert (first.status_code, first.json()["booking"]["with"]) == (201, ["Ana Prieto"])
    assert (lost.status_code, lost.json()["error"]) == (409, "slot_taken")
    at_ten = next(time for time in lost.json()["times"] if time["start"] == body["start"])
    assert at_ten["booking_pages"] == [{"id": ben, "name": "Ben Okafor"}]
    assert (won.status_code, won.json()["booking"]["with"]) == (201, ["Ben Okafor"])


@pytest.mark.parametrize("picked", [{}, {"booking_page": "ana"}, {"booking_page": str(DANA)}])
async def test_script_that_names_nobody_hears_which_field_it_forgot(
    two_meetings: Site, picked: dict[str, str]
) -> None:
    refused = await two_meetings.post_json(f"{STATIC}/book", two_meetings.body() | picked)

    assert (refused.status_code, refused.json()["fields"]) == (
        422,
        {"booking_page": "Please choose whom you would like to meet."},
    )


async def test_page_that_accepts_no_bookings_says_that_no_times_are_available(two_meetings: Site) -> None:
    body = two_meetings.body(booking_page=whom(two_meetings, "Ana Prieto"))
    await change(two_meetings, "sales", accepts_bookings=False)

    page = await two_meetings.see(STATIC)
    refused = await two_meetings.post_json(f"{STATIC}/book", body)
    times = await two_meetings.client.get(f"{STATIC}/times", headers=SCRIPT)

    assert (page.status, page.heading) == (409, "No times are currently available")
    assert [(each.status_code, each.json()["error"]) for each in (refused, times)] == [(409, "suspended")] * 2
    assert await two_meetings.all_bookings() == []


async def test_static_page_that_offers_nothing_says_that_no_times_are_available(one_meeting: Site) -> None:
    """It lists nobody once it is Static."""
    await change(one_meeting, "support", rule_type="static")

    page = await one_meeting.see(DYNAMIC)

    assert (page.status, page.heading) == (409, "No times are currently available")


async def test_unknown_and_retired_public_links_are_told_as_any_unknown_link(two_meetings: Site) -> None:
    unknown = await two_meetings.client.get("/o/unknown")
    await change(two_meetings, "sales", retired_at=two_meetings.now)

    for path in ("/p/unknown", STATIC, "/p/sal%00es", "/p/%F0%9F%98%80", f"/p/{'x' * 3000}"):
        answer = await two_meetings.client.get(path)
        assert (answer.status_code, answer.text) == (404, unknown.text)


async def test_looking_at_a_general_link_changes_nothing(anywhere: Site) -> None:
    before = await anywhere.everything()

    page = await anywhere.see("/p/SUPPORT&skip=0?lang=en")
    await anywhere.client.head(DYNAMIC)
    form = await anywhere.see_form(page, "10:00")

    assert form.heading == "Your details"
    assert await anywhere.everything() == before


async def test_same_request_id_gives_the_same_booking(anywhere: Site) -> None:
    body = anywhere.body(request_id="one")

    answers = [await anywhere.post_json(f"{path}/book", body) for path in (DYNAMIC, "/p/Support")]

    assert answers[0].status_code == 201
    assert answers[0].json() == answers[1].json()


def test_nobody_is_limited_for_what_others_type_on_the_same_page() -> None:
    """Guessing counts all the same."""
    limiter = Limiter()
    request = Request({"type": "http", "path": f"{STATIC}/book", "client": ("203.0.113.9", 50_000)})

    def refused(refusal: Refusal) -> None:
        for _ in range(100):
            limiter.count(request, refusal)

    refused(Invalid({}))
    with pytest.raises(TooManyRequests):
        refused(NotFound())


async def test_nobody_waits_to_hear_that_a_general_link_was_opened(two_meetings: Site) -> None:
    page = await two_meetings.see(STATIC)
    told = await two_meetings.client.post(f"{STATIC}/opened")

    assert page.page.html is not None
    assert "data-opened" not in page.page.html.attrs
    assert told.status_code == 404


async def test_one_time_link_leads_to_no_general_link(two_meetings: Site) -> None:
    """Nothing says the Public link, from the first step to the calendar file, nor what a script is told."""
    link = await two_meetings.link()
    await change(two_meetings, "support", link="unmistakable")

    event_types = await two_meetings.see(link)
    times = await two_meetings.see(event_types.links["Support call 30 minutes"])
    form = await two_meetings.see_form(times, "10:30")
    booked = await two_meetings.post_form(form, "Confirm", **TYPED)
    spent = await two_meetings.see(link)
    asked = [f"{link}/times", booked.links["Add to calendar"], str(booked.answer.url)]

    answers = [page.answer for page in (event_types, times, form, booked, spent)]
    answers += [await two_meetings.client.get(path, headers=SCRIPT) for path in asked]
    told = " ".join(f"{answer.url} {answer.headers} {answer.text}" for answer in answers)
    assert booked.heading == "You are booked"
    assert [word for word in ("unmistakable", "/p/") if word in told] == []
