"""No link ends in a wall: its page offers to ask for a new time, and to mail the way to the booking."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest

from bot.scheduling.links import Origin
from storage.database import Database
from storage.models import RuleType
from tests.web.reading import Reading
from tests.web.site import BROWSER, DANA, ONE_MEETING, SCRIPT, Site, bare, opened_site

FRESH = "A fresh link was made for you. The people you booked with will send it to you."
ASK, SEND = "Ask for a new time", "Mail me the link to my booking"
ASKED, ASKED_AFTER_BOOKING = (
    f"You asked for a new time less than a day ago. {told} You can ask once a day."
    for told in ("Whoever sent you this link has been told.", "The people you booked with have been told.")
)
THREAD = Origin("C0SUPPORT", "1764579600.000100")


@pytest.fixture
async def mailing(sqlite: Database, now: datetime) -> AsyncIterator[Site]:
    """As ``one_meeting``, where mail is sent."""
    async with opened_site(sqlite, now, ONE_MEETING, mails=True) as site:
        yield site


def buttons(page: Reading) -> list[str]:
    return [button.get_text() for button in page.page.find_all("button")]


async def ended(site: Site, how: str, origin: Origin | None = THREAD) -> str:
    """A link that cannot be used any more."""
    link = await site.link(DANA, origin=origin)
    match how:
        case "spent":
            await site.booked_by(link)
        case "expired":
            site.present.now += timedelta(days=91)
        case "revoked":
            await site.revoke_newest()
        case "Static":
            await site.change_page(rule_type=RuleType.STATIC)
        case "not accepting":
            await site.change_page(accepts_bookings=False)
    return bare(link)


async def test_customer_asks_for_a_new_time_once_a_day(one_meeting: Site) -> None:
    link = await ended(one_meeting, "spent")

    before = await one_meeting.see(link)
    after = await one_meeting.post_form(before, ASK)
    await one_meeting.send(f"{link}/ask", {})
    told = (await one_meeting.told()).count("fresh link asked")
    one_meeting.present.now += timedelta(days=1)
    next_day = await one_meeting.see(link)

    assert (buttons(before), before.notice) == ([ASK], "")
    assert (buttons(after), after.notice, told) == ([], ASKED, 1)
    assert (after.status, buttons(next_day)) == (before.status, [ASK])


@pytest.mark.parametrize("how", ["spent", "expired", "revoked", "Static", "not accepting"])
async def test_page_of_every_such_link_offers_asking_and_tells_nothing_of_people_or_times(
    one_meeting: Site, how: str
) -> None:
    page = await one_meeting.see(await ended(one_meeting, how))
    asked = await one_meeting.post_form(page, ASK)

    assert (buttons(page), buttons(asked), asked.notice) == ([ASK], [], ASKED)
    names = ("Dana", "Novak", DANA.email, "Ana", "Prieto", "10:00", "Acme")
    assert [name for name in names if name in page.answer.text] == []


async def test_button_does_what_the_advice_would_say(one_meeting: Site) -> None:
    unheard = await one_meeting.see(await ended(one_meeting, "expired", origin=None))
    one_meeting.present.now -= timedelta(days=91)
    heard = await one_meeting.see(await ended(one_meeting, "expired"))

    assert ("Please write to whoever" in unheard.words, "write to" in heard.words) == (True, False)


@pytest.mark.parametrize("whoever", ["customer", "user"])
async def test_customer_asks_for_a_new_time_where_the_meeting_was_cancelled(
    one_meeting: Site, whoever: str
) -> None:
    """Once a day, be it there or on the link's own page."""
    link = await one_meeting.link(DANA, origin=THREAD)
    manage = await one_meeting.booked_by(link)
    if whoever == "user":
        await one_meeting.user_cancels()
    else:
        await one_meeting.send(f"{manage}/cancel", {})

    before = await one_meeting.see(manage)
    after = await one_meeting.post_form(before, ASK)
    await one_meeting.send(f"{manage}/ask", {})
    on_the_link = await one_meeting.see(bare(link))

    assert (buttons(before), buttons(after), after.notice) == ([ASK], [], ASKED_AFTER_BOOKING)
    assert (buttons(on_the_link), on_the_link.notice) == ([], ASKED)
    assert (await one_meeting.told())[-1] == "fresh link asked"
    assert (await one_meeting.told()).count("fresh link asked") == 1


async def test_nobody_asks_while_the_meeting_stands_or_can_be_picked_again(one_meeting: Site) -> None:
    manage = await one_meeting.booked(origin=THREAD)
    coming = await one_meeting.see(manage)
    await one_meeting.send(f"{manage}/ask", {})
    told = await one_meeting.told()
    await one_meeting.user_asks_for_another_time()
    awaiting = await one_meeting.see(manage)

    assert (buttons(coming), buttons(awaiting)) == (["Reschedule", "Cancel meeting"], ["Reschedule"])
    assert "fresh link asked" not in told


async def test_meeting_page_leads_to_the_fresh_link_once_there_is_one(one_meeting: Site) -> None:
    manage = await one_meeting.booked(origin=THREAD)
    await one_meeting.user_asks_for_another_time()
    times = await one_meeting.see(f"{manage}/reschedule")
    [old] = await one_meeting.all_links()
    await one_meeting.links.fresh(one_meeting.operator, old.id, one_meeting.now)

    page = await one_meeting.see(manage)
    late = await one_meeting.see_form(times, "09:30")

    told = f"{FRESH} If it does not reach you, ask again here."
    assert (page.heading, told in page.words, buttons(page)) == ("Your meeting is cancelled", True, [ASK])
    assert (late.status, told in late.words) == (409, True)


async def test_whom_the_fresh_link_does_not_reach_asks_again_the_next_day(one_meeting: Site) -> None:
    """Asked while the meeting stood, from the spent link's page."""
    link = await one_meeting.link(origin=THREAD)
    manage = await one_meeting.booked_by(link)
    await one_meeting.send(f"{link}/ask", {})
    await one_meeting.user_cancels()
    [old] = await one_meeting.all_links()
    await one_meeting.links.fresh(one_meeting.operator, old.id, one_meeting.now)

    same_day = await one_meeting.see(manage)
    one_meeting.present.now += timedelta(days=1)
    next_day = await one_meeting.see(manage)
    one_meeting.present.now += timedelta(days=90)
    expired = await one_meeting.see(manage)

    write = f"{FRESH} If it does not reach you, please write to the people you booked with."
    assert (write in same_day.words, same_day.notice, buttons(same_day)) == (True, ASKED_AFTER_BOOKING, [])
    assert f"{FRESH} If it does not reach you, ask again here." in next_day.words
    assert (next_day.notice, buttons(next_day)) == ("", [ASK])
    assert (FRESH in expired.words, buttons(expired)) == (False, [ASK])


async def test_whoever_missed_the_meeting_asks_there_instead_of_writing(one_meeting: Site) -> None:
    manage = await one_meeting.booked(origin=THREAD)
    [booking] = await one_meeting.all_bookings()
    await one_meeting.rules.changes.no_show(one_meeting.operator, booking.id, booking.ends)

    page = await one_meeting.see(manage)
    asked = await one_meeting.post_form(page, ASK)

    assert (page.heading, buttons(page), buttons(asked)) == ("You missed this meeting", [ASK], [])
    assert ["write to the people" in each.words for each in (page, asked)] == [False, True]


async def test_meeting_booked_by_a_general_link_leads_back_to_it(one_meeting: Site) -> None:
    manage = await one_meeting.booked_by("/p/support")
    await one_meeting.send(f"{manage}/cancel", {})

    page = await one_meeting.see(f"{manage}?lang=en")
    again = await one_meeting.see_form(page, "Pick a new time")

    assert (buttons(page), again.heading) == (["Pick a new time"], "Pick a time")


async def test_meeting_that_can_be_picked_again_leads_to_no_general_link(one_meeting: Site) -> None:
    manage = await one_meeting.booked_by("/p/support")
    await one_meeting.user_asks_for_another_time()

    assert buttons(await one_meeting.see(manage)) == ["Reschedule"]


async def test_looking_asks_nobody(one_meeting: Site) -> None:
    link = await ended(one_meeting, "revoked")
    before = await one_meeting.everything()

    for path in ("", "/ask", "/send"):
        for method in ("GET", "HEAD"):
            await one_meeting.client.request(method, link + path, headers=BROWSER)

    assert await one_meeting.everything() == before


async def test_ways_out_stay_in_the_language_that_was_asked_for(mailing: Site) -> None:
    page = await mailing.see(f"{await ended(mailing, 'spent')}?lang=de")

    headings = [(await mailing.post_form(page, button)).heading for button in buttons(page)]

    assert headings == ["Dieser Link wurde bereits verwendet", "Bitte sehen Sie in Ihrem Postfach nach"]


async def test_where_nothing_is_offered_any_more_asking_is_heard_too(one_meeting: Site) -> None:
    link = bare(await one_meeting.link(origin=THREAD))
    await one_meeting.change_event_types(retired_at=one_meeting.now)

    page = await one_meeting.see(link)
    asked = await one_meeting.post_form(page, ASK)

    assert (page.status, asked.notice, await one_meeting.told()) == (409, ASKED, ["fresh link asked"])


async def test_link_that_no_thread_knows_offers_no_asking(one_meeting: Site) -> None:
    link = await ended(one_meeting, "revoked", origin=None)

    page = await one_meeting.see(link)
    answer = await one_meeting.send(f"{link}/ask", {})

    assert (buttons(page), answer.status_code, await one_meeting.told()) == ([], 303, [])


async def test_customer_asks_where_there_are_no_times(two_meetings: Site) -> None:
    """Not by a general link: nobody would hear of it."""
    link = await two_meetings.link(origin=THREAD)
    asked = urlencode({"event_type": two_meetings.event_type(), "lang": "en"})
    await two_meetings.change_event_types(notice_minutes=365 * 24 * 60)

    before, general = [await two_meetings.see(f"{path}?{asked}") for path in (link, "/p/support")]
    after = await two_meetings.post_form(before, ASK)

    assert [buttons(page) for page in (before, after, general)] == [["Change", ASK], ["Change"], ["Change"]]
    assert (after.heading, after.notice, await two_meetings.told()) == (
        "Pick a time",
        ASKED,
        ["fresh link asked"],
    )


async def test_customer_asks_where_the_last_time_has_gone(one_meeting: Site) -> None:
    link = bare(await one_meeting.link(origin=THREAD))
    body = one_meeting.body()
    await one_meeting.change_event_types(notice_minutes=365 * 24 * 60)

    gone = Reading(await one_meeting.send(f"{link}/book", body))
    asked = await one_meeting.post_form(gone, ASK)

    assert (gone.heading, buttons(gone), asked.notice) == ("Pick another time", [ASK], ASKED)


async def test_customer_who_was_asked_to_pick_again_asks_where_there_are_no_times(one_meeting: Site) -> None:
    manage = await one_meeting.booked(origin=THREAD)
    await one_meeting.change_event_types(notice_minutes=365 * 24 * 60)
    coming = await one_meeting.see(f"{manage}/reschedule")
    await one_meeting.user_asks_for_another_time()

    awaiting = await one_meeting.see(f"{manage}/reschedule")
    await one_meeting.post_form(awaiting, ASK)

    assert [buttons(page) for page in (coming, awaiting)] == [["Change"], ["Change", ASK]]
    assert (await one_meeting.told())[-1] == "fresh link asked"


async def test_link_that_works_leads_back_to_its_times(one_meeting: Site) -> None:
    link = bare(await one_meeting.link(origin=THREAD))

    answer = await one_meeting.send(f"{link}/ask?lang=de", {})

    assert (answer.status_code, answer.headers["location"]) == (303, f"{link}?lang=de")
    assert await one_meeting.told() == []


async def test_no_other_site_asks(one_meeting: Site) -> None:
    link = await ended(one_meeting, "revoked")

    answer = await one_meeting.send(f"{link}/ask", {}, Origin="https://evil.example")

    assert (answer.status_code, await one_meeting.told()) == (403, [])


async def test_customer_has_the_way_to_the_booking_mailed(mailing: Site) -> None:
    link = await ended(mailing, "spent")

    page = await mailing.see(link)
    sent = await mailing.post_form(page, SEND)
    again = await mailing.post_form(page, SEND)

    assert (buttons(page), sent.status, sent.heading) == ([ASK, SEND], 200, "Please look into your mail")
    assert (again.words, DANA.email in sent.answer.text) == (sent.words, False)
    assert (await mailing.told()).count("manage link") == 1


async def test_it_is_mailed_once_an_hour(mailing: Site) -> None:
    link = await ended(mailing, "spent")

    for minutes in (0, 59, 1, 30):
        mailing.present.now += timedelta(minutes=minutes)
        await mailing.send(f"{link}/send", {})

    assert (await mailing.told()).count("manage link") == 2


@pytest.mark.parametrize("how", ["expired", "revoked"])
async def test_answer_is_the_same_where_nothing_was_booked(mailing: Site, how: str) -> None:
    spent, unspent = await ended(mailing, "spent"), await ended(mailing, how)

    answers = [await mailing.client.post(f"{link}/send", headers=SCRIPT) for link in (spent, unspent)]

    assert (answers[0].status_code, answers[0].json()) == (answers[1].status_code, answers[1].json())
    assert (await mailing.told()).count("manage link") == 1


async def test_spent_link_reminds_of_the_letter_where_mail_is_sent(mailing: Site) -> None:
    page = await mailing.see(await ended(mailing, "spent"))

    assert "on the confirmation you were shown and in the email that you got." in page.words


async def test_without_mail_nothing_is_offered_by_mail(one_meeting: Site) -> None:
    link = await ended(one_meeting, "spent")

    page = await one_meeting.see(link)
    answer = await one_meeting.send(f"{link}/send", {})

    assert (buttons(page), answer.status_code) == ([ASK], 404)


@pytest.mark.parametrize("path", ["/o/unknown/ask", "/o/unknown/send", "/b/unknown/ask"])
async def test_unknown_link_is_not_found(mailing: Site, path: str) -> None:
    answer = await mailing.client.post(path, headers=SCRIPT)

    assert (answer.status_code, answer.json()["error"]) == (404, "not_found")


async def test_after_cancelling_the_link_offers_a_new_time(one_meeting: Site) -> None:
    """It stays spent: the fresh one is for its people to send."""
    link = await one_meeting.link(DANA, origin=THREAD)
    manage = await one_meeting.booked_by(link)
    await one_meeting.post_json(f"{manage}/cancel", {})

    page = await one_meeting.see(bare(link))

    assert (page.heading, buttons(page)) == ("This link was already used", [ASK])
    assert page.words.startswith(
        "This link was already used It was good for one booking, and has been used for one."
    )
