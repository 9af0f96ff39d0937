"""The way of a Customer through a one-time link's pages, without scripts."""

from urllib.parse import urlencode

import pytest

from bot.scheduling.customers import Customer
from bot.scheduling.links import LIFETIME
from storage.models import RuleType
from tests.databases import on_both, on_sqlite
from tests.web.site import DANA, SCRIPT, Site, bare, client_at, madrid

pytestmark = on_sqlite

KATHMANDU = "time_zone=Asia/Kathmandu"
WEEKS = ["1–6 Dec", "7–13 Dec", "14–20 Dec", "21–27 Dec", "28 Dec – 3 Jan"]  # noqa: RUF001 the dash of a range


async def test_personalized_customer_books_with_two_presses(anywhere: Site) -> None:
    link = await anywhere.link(DANA)

    times = await anywhere.see(link)
    confirming = await anywhere.see_form(times, "10:00")
    booked = await anywhere.post_form(confirming, "Confirm")

    assert times.heading == "Pick a time"
    assert confirming.heading == "Is this right?"
    assert "For Dana (d•••@customer.example)" in confirming.words
    assert "Wednesday, 2 December 2026, 10:00 to 10:30, Madrid time, with Ana Prieto" in confirming.words
    assert booked.heading == "You are booked"


async def test_personal_details_stand_in_no_address_and_no_title(one_meeting: Site) -> None:
    times = await one_meeting.see(await one_meeting.link(DANA))
    confirming = await one_meeting.see_form(times, "10:00")
    form = await one_meeting.see(confirming.links["Not you?"])
    booked = await one_meeting.post_form(form, "Confirm")

    for page in (times, confirming, form, booked):
        outside = " ".join([page.title, str(page.answer.url), *page.links.values(), *page.previews])
        assert [word for word in ("Dana", "dana", "Novak", "customer.example") if word in outside] == []


async def test_customer_picks_among_event_types_then_times_then_fills_the_form(two_meetings: Site) -> None:
    event_types = await two_meetings.see(await two_meetings.link())
    times = await two_meetings.see(event_types.links["Onboarding 60 minutes"])
    form = await two_meetings.see_form(times, "15:00")
    booked = await two_meetings.post_form(
        form, "Confirm", name="Eli Roth", email="eli@x.example", order_number="4711"
    )

    assert list(event_types.links) == ["Support call 30 minutes", "Onboarding 60 minutes"]
    assert form.form("Confirm").labels == ["Your name", "Your email", "Order number"]
    assert booked.heading == "You are booked"
    assert "With Ana Prieto and Carla Ruiz Where https://meet.example/ana" in booked.words


async def test_times_stand_under_their_days(one_meeting: Site) -> None:
    times = await one_meeting.see(await one_meeting.link())

    assert times.days == {
        "Tuesday, 1 December": [f"{hour}:{minute}" for hour in (14, 15, 16) for minute in ("00", "30")],
        "Wednesday, 2 December": ["09:00", "09:30", "10:00", "10:30"],
    }


async def test_soonest_times_come_first_with_their_days(one_meeting: Site) -> None:
    first = await one_meeting.see(await one_meeting.link())
    next_one = await one_meeting.see(first.links[WEEKS[1]])

    assert first.best == ("Soonest", ["Tue 1 Dec 14:00", "Tue 1 Dec 14:30", "Tue 1 Dec 15:00"])
    assert next_one.best == ("", [])


async def test_soonest_time_is_chosen_with_one_press(one_meeting: Site) -> None:
    times = await one_meeting.see(await one_meeting.link(DANA))

    confirming = await one_meeting.see_form(times, "Tue 1 Dec 14:30")

    assert "Tuesday, 1 December 2026, 14:30 to 15:00, Madrid time, with Ana Prieto" in confirming.words


async def test_provider_is_named_where_it_is_the_same_whoever_books(two_meetings: Site) -> None:
    link = bare(await two_meetings.link(DANA))
    start = "start=2026-12-02T14:00:00Z&time_zone=Europe/Madrid"
    call, onboarding = two_meetings.event_type(), two_meetings.event_type("Onboarding")
    by_pool = await two_meetings.see(f"{link}?{start}&event_type={call}")
    by_panel = await two_meetings.see(f"{link}?{start}&event_type={onboarding}")

    assert "2 December 2026, 15:00 to 15:30, Madrid time Europe/Madrid, UTC+1 For Dana" in by_pool.words
    assert "15:00 to 16:00, Madrid time, with Ana Prieto and Carla Ruiz" in by_panel.words
    assert [name for name in ("Ana", "Ben") if name in by_pool.words] == []


@pytest.mark.parametrize(
    ("zone", "there"),
    [
        pytest.param("Asia/Kathmandu", "Madrid time: 09:00 to 09:30", id="the same day"),
        pytest.param(
            "Pacific/Honolulu", "Madrid time: Wednesday, 2 December, 09:00 to 09:30", id="another day"
        ),
        pytest.param("Europe/Paris", None, id="the same clock"),
    ],
)
async def test_providers_clock_is_told_where_it_shows_another_time(
    one_meeting: Site, zone: str, there: str | None
) -> None:
    link = await one_meeting.link(DANA)
    times = await one_meeting.see(f"{link}&time_zone={zone}")
    confirming = await one_meeting.see(f"{link}&time_zone={zone}&start=2026-12-02T08:00:00Z")

    assert ("The people you meet are on Madrid time." in times.words) == (there is not None)
    assert (there or "Madrid time") in confirming.words or there is None
    assert ("Madrid time" in confirming.words) == (there is not None)


@pytest.mark.parametrize(
    ("query", "language", "days"),
    [
        pytest.param(KATHMANDU, "en-GB", {"Tuesday, 8 December": "13:45"}, id="further east"),
        pytest.param(
            "time_zone=America/Los_Angeles", "en-US", {"Tuesday, December 8": "12:00 AM"}, id="west"
        ),
        pytest.param("time_zone=Mars/Olympus", "en-GB", {"Tuesday, 8 December": "09:00"}, id="unknown"),
    ],
)
async def test_times_are_shown_in_the_customers_zone(
    one_meeting: Site, query: str, language: str, days: dict[str, str]
) -> None:
    link = await one_meeting.link()

    times = await one_meeting.see(f"{link}?from=2026-12-08&{query}", **{"Accept-Language": language})

    first = {day: labels[0] for day, labels in list(times.days.items())[:1]}
    assert first == days


async def test_zone_is_named_and_can_be_changed(one_meeting: Site) -> None:
    times = await one_meeting.see(await one_meeting.link(DANA))
    form = times.form("Change")
    changed = await one_meeting.see(f"{form.action}?skip=1&time_zone=Asia/Katmandu")

    assert (form.values, "All times are in Madrid time." in times.words) == (
        {"Time zone": "Europe/Madrid"},
        True,
    )
    assert changed.form("Change").values == {"Time zone": "Asia/Kathmandu"}
    assert "All times are in Kathmandu time." in changed.words


async def test_other_zone_shows_the_same_week(one_meeting: Site) -> None:
    link = f"{await one_meeting.link()}?company=Acme"
    second = await one_meeting.see((await one_meeting.see(link)).links[WEEKS[1]])
    form = second.form("Change")
    changed = await one_meeting.see(f"{form.action}?{urlencode(form.filled(time_zone='Asia/Tokyo'))}")

    assert list(form.filled()) == ["event_type", "from", "company", "request_id", "time_zone"]
    assert changed.days == {
        "Tuesday, 8 December": [f"{hour}:{minute}" for hour in range(17, 24) for minute in ("00", "30")],
        "Wednesday, 9 December": ["00:00", "00:30", "17:00", "17:30", "18:00", "18:30"],
    }


async def test_unknown_zone_is_told_and_the_providers_shown(one_meeting: Site) -> None:
    times = await one_meeting.see(f"{await one_meeting.link()}?time_zone=<b>Mars</b>")

    assert times.notice == "We do not know the time zone “<b>Mars</b>”. Times are in Madrid time."


async def test_zone_travels_through_the_steps_into_the_booking(one_meeting: Site) -> None:
    times = await one_meeting.see(f"{await one_meeting.link(DANA)}&{KATHMANDU}")
    confirming = await one_meeting.see_form(times, "13:45")
    booked = await one_meeting.post_form(confirming, "Confirm")

    when = "2 December 2026, 13:45 to 14:15, Kathmandu time"
    assert (when in confirming.words, when in booked.words) == (True, True)


async def test_first_view_shows_the_first_week_that_has_times(away: Site) -> None:
    times = await away.see(await away.link())

    assert list(times.days) == ["Tuesday, 8 December", "Wednesday, 9 December"]


async def test_weeks_follow_each_other_by_links(one_meeting: Site) -> None:
    first = await one_meeting.see(await one_meeting.link())
    second = await one_meeting.see(first.links[WEEKS[1]])
    first_again = await one_meeting.see(second.links[WEEKS[0]])

    assert list(first.links) == WEEKS[:4]
    assert list(second.links) == WEEKS
    assert list(second.days) == ["Tuesday, 8 December", "Wednesday, 9 December"]
    assert first_again.days == first.days


async def test_week_without_times_says_so_and_leads_to_the_next_one(away: Site) -> None:
    empty = await away.see(f"{await away.link()}?from=2026-12-03")
    next_ones = "The next ones are on Tuesday, 8 December."
    next_one = await away.see(empty.links[next_ones])
    beyond = await away.see(f"{await away.link()}?from=2027-06-01")

    assert empty.days == beyond.days == {}
    assert "There are no times in these days." in empty.words
    assert list(next_one.days) == ["Tuesday, 8 December", "Wednesday, 9 December"]
    assert [next_ones in page.links for page in (empty, beyond)] == [True, True]


async def test_time_that_is_gone_is_told_with_the_times_of_its_week(one_meeting: Site) -> None:
    link, event_type = await one_meeting.link(), one_meeting.event_type()

    times = await one_meeting.see(f"{link}?event_type={event_type}&start=2026-12-09T03:00:00Z")

    assert times.notice == "That time cannot be booked any more. Please pick another one."
    assert times.best == ("Closest to your time", ["Wed 9 Dec 09:00", "Wed 9 Dec 09:30", "Wed 9 Dec 10:00"])
    assert list(times.days) == ["Tuesday, 8 December", "Wednesday, 9 December"]


async def test_form_says_at_each_field_what_is_wrong_and_keeps_what_was_typed(two_meetings: Site) -> None:
    form = await two_meetings.picked(await two_meetings.link(), madrid(15), "Onboarding")
    again = await two_meetings.post_form(form, "Confirm", name="Eli", email="eli", order_number="")
    booked = await two_meetings.post_form(again, "Confirm", email="eli@x.example", order_number="4711")

    said = again.form("Confirm")
    assert again.status == 422
    assert said.values == {"Your name": "Eli", "Your email": "eli", "Order number": ""}
    assert {label: said.error(label) for label in said.labels} == {
        "Your name": None,
        "Your email": "Please enter one full email address, like name@example.com.",
        "Order number": "Please fill this in.",
    }
    assert booked.heading == "You are booked"


async def test_form_helps_a_phone_with_keyboard_and_autocomplete(two_meetings: Site) -> None:
    form = await two_meetings.picked(await two_meetings.link(), madrid(15), "Onboarding")

    assert form.form("Confirm").attributes("type", "inputmode", "autocomplete", "required") == {
        "Your name": ("text", "text", "name", ""),
        "Your email": ("email", "email", "email", ""),
        "Order number": ("text", "text", "off", ""),
    }


async def test_skip_0_shows_the_form_prefilled(one_meeting: Site) -> None:
    """However it is spelled: test_visit.py."""
    form = await one_meeting.picked(f"{bare(await one_meeting.link(DANA))}&skip=0")

    assert form.form("Confirm").values == {"Your name": DANA.name, "Your email": DANA.email}


async def test_mandatory_fields_show_the_form_prefilled(two_meetings: Site) -> None:
    form = await two_meetings.picked(await two_meetings.link(DANA), madrid(15), "Onboarding")

    assert form.form("Confirm").values == {
        "Your name": DANA.name,
        "Your email": DANA.email,
        "Order number": "",
    }


async def test_not_you_leads_to_the_form_and_the_correction_is_kept(one_meeting: Site) -> None:
    confirming = await one_meeting.picked(await one_meeting.link(DANA))
    form = await one_meeting.see(confirming.links["Not you?"])
    await one_meeting.post_form(form, "Confirm", name="Eli Roth", email="eli@x.example")

    [booking] = await one_meeting.all_bookings()
    assert (booking.customer_name, booking.customer_email) == ("Eli Roth", "eli@x.example")


async def test_address_fills_in_the_form_of_a_link_that_is_not_personalized(two_meetings: Site) -> None:
    link = f"{await two_meetings.link()}?name=Eli&email=eli@x.example&order_number=4711"
    times = await two_meetings.see((await two_meetings.see(link)).links["Onboarding 60 minutes"])
    form = await two_meetings.see_form(times, "15:00")

    assert form.form("Confirm").values == {
        "Your name": "Eli",
        "Your email": "eli@x.example",
        "Order number": "4711",
    }


async def test_address_can_skip_the_form_of_a_link_that_is_not_personalized(one_meeting: Site) -> None:
    link = await one_meeting.link()
    confirming = await one_meeting.picked(f"{link}?name=Eli+Roth&email=eli@x.example&skip=1")
    await one_meeting.post_form(confirming, "Confirm")

    assert "For Eli (e•••@x.example)" in confirming.words
    [booking] = await one_meeting.all_bookings()
    assert (booking.customer_name, booking.customer_email) == ("Eli Roth", "eli@x.example")


async def test_address_of_a_personalized_link_cannot_say_who_books(one_meeting: Site) -> None:
    confirming = await one_meeting.picked(f"{await one_meeting.link(DANA)}&name=Eli&email=eli@x.example")
    await one_meeting.post_form(confirming, "Confirm")

    [booking] = await one_meeting.all_bookings()
    assert (booking.customer_name, booking.customer_email) == (DANA.name, DANA.email)


@on_both
async def test_time_taken_meanwhile_gives_fresh_times_and_keeps_the_form(anywhere: Site) -> None:
    form = await anywhere.picked(await anywhere.link())
    await anywhere.booked()
    taken = await anywhere.post_form(form, "Confirm", name="Eli Roth", email="eli@x.example")
    chosen = taken.form("Confirm").radios["10:30"]
    booked = await anywhere.post_form(taken, "Confirm", start=chosen)

    assert taken.status == 409
    assert taken.notice.startswith("This time has just been taken.")
    assert taken.days["Wednesday, 2 December"] == ["09:00", "09:30", "10:30"]
    assert "eli" not in str(taken.answer.url).lower()
    assert booked.heading == "You are booked"
    assert "10:30 to 11:00" in booked.words


@on_both
async def test_same_form_sent_twice_books_once_and_leads_to_the_same_page(anywhere: Site) -> None:
    form = (await anywhere.picked(await anywhere.link(DANA))).form("Confirm")

    answers = [await anywhere.send(form.action, form.filled()) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(await anywhere.all_bookings()) == 1


async def test_whoever_booked_comes_back_to_the_confirmation(anywhere: Site) -> None:
    times = await anywhere.see(await anywhere.link(DANA))
    confirming = await anywhere.see_form(times, "10:00")
    booked = await anywhere.post_form(confirming, "Confirm")

    again = await anywhere.client.get(str(confirming.answer.url), follow_redirects=False)

    assert again.status_code == 303
    assert again.headers["location"] == booked.answer.url.path


async def test_who_picks_another_time_after_booking_hears_that_it_was_not_booked(one_meeting: Site) -> None:
    """As from a second tab. The offer to move the meeting is made where it can be moved."""
    times = await one_meeting.see(await one_meeting.link(DANA))
    forms = [await one_meeting.see_form(times, time) for time in ("10:00", "10:30")]
    booked, other = [await one_meeting.post_form(form, "Confirm") for form in forms]

    again = await one_meeting.see(str(other.answer.url) + "&lang=es")
    await one_meeting.change_page(rule_type=RuleType.STATIC)
    fixed = await one_meeting.see(str(other.answer.url))
    await one_meeting.user_cancels()
    gone = await one_meeting.see(str(other.answer.url))

    told = "You had booked already, and this is your meeting. No other time was booked."
    assert "10:00 to 10:30" in other.words
    assert (booked.notice, other.notice) == ("", f"{told} To move it to another time, press “Reschedule”.")
    assert again.notice.endswith("Para pasarla a otra hora, pulse «Reprogramar la reunión».")
    assert (fixed.notice, gone.notice) == (told, "")


async def test_anybody_else_hears_only_that_the_link_is_spent(one_meeting: Site) -> None:
    link = await one_meeting.link(DANA)
    await one_meeting.booked_by(link)
    others = ["", "&request_id=", "&request_id=another", "&request_id=%00%ff"]

    pages = [await one_meeting.see(link + query) for query in others]

    assert [(page.status, page.heading) for page in pages] == [(410, "This link was already used")] * 4


async def test_request_id_of_another_link_shows_nothing(one_meeting: Site) -> None:
    links = [await one_meeting.link(DANA), await one_meeting.link(DANA)]
    for hour, link in enumerate(links, start=9):
        body = one_meeting.body(madrid(hour), request_id=f"mine {hour}")
        await one_meeting.post_json(f"{bare(link)}/book", body)

    page = await one_meeting.see(f"{links[0]}&request_id=mine+10")

    assert page.status == 410


async def test_request_id_stays_the_same_from_step_to_step(one_meeting: Site) -> None:
    times = await one_meeting.see(await one_meeting.link(DANA))
    confirming = await one_meeting.see_form(times, "10:00")
    form = await one_meeting.see(confirming.links["Not you?"])

    steps = {times: "10:00", confirming: "Confirm", form: "Confirm"}
    assert len({page.form(button).filled()["request_id"] for page, button in steps.items()}) == 1
    assert (
        times.form("10:00").filled()
        != (await one_meeting.see(await one_meeting.link())).form("10:00").filled()
    )


async def test_confirmation_is_addressed_without_a_host(one_meeting: Site) -> None:
    link = await one_meeting.link()

    answer = await one_meeting.send(f"{link}/book", one_meeting.body())

    assert (answer.status_code, answer.headers["location"][:3]) == (303, "/b/")


async def test_person_who_acts_on_the_page_has_opened_it(anywhere: Site) -> None:
    link = await anywhere.link(DANA)

    answer = await anywhere.client.post(f"{bare(link)}/opened", headers={"Sec-Fetch-Site": "same-origin"})

    [row] = await anywhere.all_links()
    assert (answer.status_code, row.opened_at) == (204, anywhere.now)


async def test_person_who_sends_the_form_has_opened_it_without_scripts(anywhere: Site) -> None:
    link = await anywhere.link()

    answer = await anywhere.send(f"{bare(link)}/book", anywhere.body(email="no address"))

    [row] = await anywhere.all_links()
    assert (answer.status_code, row.opened_at) == (422, anywhere.now)


SPENT = ("This link was already used", "spent", 410)
EXPIRED = ("This link has expired", "expired", 410)
REVOKED = ("This link is no longer valid", "revoked", 410)
SUSPENDED = ("No times are currently available", "suspended", 409)


async def link_that_is(how: str, site: Site) -> str:
    """A personalized link that does not work, or not at the moment."""
    link = await site.link(DANA, made=site.now - LIFETIME if how == "expired" else None)
    if how == "spent":
        await site.booked_by(link)
    elif how == "revoked":
        await site.revoke_newest()
    elif how == "static":
        await site.change_page(rule_type=RuleType.STATIC)
    elif how == "closed":
        await site.change_page(accepts_bookings=False)
    return link


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("spent", SPENT),
        ("expired", EXPIRED),
        ("revoked", REVOKED),
        ("static", SUSPENDED),
        ("closed", SUSPENDED),
    ],
)
async def test_link_that_does_not_work_says_so_kindly(
    one_meeting: Site, how: str, told: tuple[str, str, int]
) -> None:
    heading, code, status = told
    link = await link_that_is(how, one_meeting)
    body = {"event_type": str(one_meeting.workspace_id), "start": "2026-12-02T09:00:00Z"}

    page = await one_meeting.see(link)
    form = await one_meeting.send(f"{bare(link)}/book", {"name": ""})
    scripts = [
        await one_meeting.client.get(link, headers=SCRIPT),
        await one_meeting.client.get(f"{bare(link)}/times"),
        await one_meeting.post_json(f"{bare(link)}/book", body),
    ]

    assert (page.heading, page.title, page.status, form.status_code) == (heading, heading, status, status)
    assert "whoever sent you this link" in page.words
    assert [word for word in ("Dana", "Ana", "Acme", "call") if word in page.words] == []
    assert [(answer.status_code, answer.json()["error"]) for answer in scripts] == [(status, code)] * 3


async def test_unknown_links_are_all_told_alike(one_meeting: Site) -> None:
    link = bare(await one_meeting.link())
    unknown = ["x", link[3:-1], f"{link[3:]}x", link[3:].swapcase(), "%00", "%ED%A0%80", "ä" * 50, "x" * 4000]

    pages = [await one_meeting.see(f"/{kind}/{token}") for kind in "ob" for token in unknown]

    assert {page.answer.text for page in pages} == {pages[0].answer.text}
    assert {page.status for page in pages} == {404}


async def test_bare_address_says_that_meetings_are_booked_by_links(one_meeting: Site) -> None:
    page, elsewhere = await one_meeting.see("/"), await one_meeting.see("/admin")

    assert (page.status, page.heading, page.title) == (404, *["Nothing is shown here"] * 2)
    assert "Meetings are booked by links that our support team sends." in page.words
    assert (elsewhere.status, elsewhere.heading) == (404, "This link does not work")


async def test_page_is_the_same_for_everyone_behind_one_address(one_meeting: Site) -> None:
    link = await one_meeting.link(DANA)
    async with client_at("192.0.2.77", one_meeting.app) as other:
        answer = await other.get(link)

    assert answer.status_code == 200


async def test_public_name_with_markup_is_only_text(one_meeting: Site) -> None:
    await one_meeting.change_page(name="<script>alert(1)</script> & {{ 7 * 7 }}")

    page = await one_meeting.see(await one_meeting.link(Customer("<b>Eli</b>", "eli@x.example")))

    assert "<script>alert(1)</script> & {{ 7 * 7 }}" in page.words
    assert [str(script["src"])[:18] for script in page.page.find_all("script")] == ["/static/onetime.js"]
