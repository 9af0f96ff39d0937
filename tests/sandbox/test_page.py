"""The page: who one is, where one is, what stands there, and what happens backstage."""

import asyncio
import re
from email.message import EmailMessage
from typing import Any

import pytest
from bs4 import BeautifulSoup

from bot.sandbox.api.outage import Outage
from bot.sandbox.state.accounts import BOT_USER
from bot.sandbox.state.acme import ADA, BEN, BEN_AND_PRIYA, GENERAL, PRIYA, SUPPORT, VIP
from bot.sandbox.state.posted import Posted
from tests.sandbox.block_kit import actions, button, home, modal, section, text_input
from tests.sandbox.desk import BASE_URL, BOT_TOKEN, Desk, Page
from tests.sandbox.peer import SILENCE


def app_says(desk: Desk, text: str, channel: str = SUPPORT, **parts: Any) -> Posted:
    return desk.workspace.post(Posted(channel, desk.workspace.new_ts(), BOT_USER, text, **parts))


# Who and where.


@pytest.mark.parametrize("address", ["/sandbox", "/sandbox/"])
async def test_newcomer_is_the_member_in_support(desk: Desk, address: str) -> None:
    page = await desk.see_at(address)
    assert page.text(".people [aria-current]") == "Ben Okafor Member"
    assert page.text(".sidebar [aria-current]") == "support"
    assert page.text("title") == "support · Ben Okafor · Acme"


async def test_one_can_be_somebody_else_at_the_same_place(desk: Desk) -> None:
    page = await desk.see(as_=BEN, in_=GENERAL)
    ada = str(page.html.select(".people a")[0]["href"])
    page = await desk.see_at(ada)
    assert page.text(".people [aria-current]") == "Ada Lima Administrator"
    assert page.text(".sidebar [aria-current]") == "general"


async def test_in_the_apps_conversation_somebody_else_has_their_own(desk: Desk) -> None:
    page = await desk.see(as_=BEN, in_="D0BEN", tab="home")
    ada = page.html.select(".people a")[0]["href"]
    assert ada == f"/sandbox?as={ADA}&in=D0ADMIN&tab=home"


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ({"as_": ADA, "in_": VIP}, "private channel vip-escalations"),
        ({"as_": ADA, "in_": BEN_AND_PRIYA}, "support"),
        ({"as_": "U0NOBODY", "in_": "C0NOWHERE", "thread": "1.2", "tab": "x", "pane": "x"}, "support"),
        ({"as_": PRIYA, "in_": "D0BEN"}, "onetime"),
    ],
)
async def test_places_that_are_none_lead_to_the_next_best(
    desk: Desk, place: dict[str, str], where: str
) -> None:
    assert (await desk.see(**place)).text(".sidebar [aria-current]") == where


async def test_conversations_of_a_person(desk: Desk) -> None:
    page = await desk.see(as_=BEN)
    assert page.all(".sidebar h2") == ["Channels", "Direct messages", "Apps"]
    assert page.all(".sidebar a") == [
        "support",
        "general",
        "harbor-foods",
        "private channel vip-escalations",
        "Priya Nair",
        "onetime",
    ]


async def test_news_are_counted_until_they_are_read(desk: Desk) -> None:
    await desk.see(as_=BEN, in_=SUPPORT)
    desk.workspace.says(PRIYA, GENERAL, "Cake!")
    desk.workspace.says(BEN, GENERAL, "Coming.")
    assert (await desk.see(as_=BEN)).text(".sidebar .unread") == "general 1 unread"
    await desk.see(as_=BEN, in_=GENERAL)
    assert not (await desk.see(as_=BEN)).has(".sidebar .unread")
    assert (await desk.see(as_=ADA)).text(".sidebar .unread") == "general 2 unread"


# Messages.


async def test_message_says_by_whom_and_when(desk: Desk) -> None:
    app_says(desk, "Hello *all*", edited=True)
    message = (await desk.see()).all(".message .said")[-1]
    assert re.fullmatch(r"onetime App \d+:\d\d [AP]M Hello all \(edited\)", message)


async def test_thread_is_counted_and_opened_beside(desk: Desk) -> None:
    parent = desk.workspace.says(PRIYA, SUPPORT, "Who is on call?")
    app_says(desk, "I am.", thread_ts=parent.ts)
    app_says(desk, "Only for Ben.", thread_ts=parent.ts, ephemeral_to=BEN)
    assert (await desk.see(as_=BEN)).all(".conversation .replies")[-1] == "1 reply View thread"
    thread = await desk.see(as_=BEN, thread=parent.ts)
    said = [text.split("M ", 1)[1] for text in thread.all(".thread .said")]
    assert said == ["Who is on call?", "I am.", "Only for Ben."]


async def test_what_one_person_alone_sees(desk: Desk) -> None:
    app_says(desk, "Psst", ephemeral_to=BEN)
    page = await desk.see(as_=BEN)
    assert page.text(".ephemeral").startswith("Only visible to you onetime App")
    assert not page.has(".ephemeral .tools")
    assert not (await desk.see(as_=ADA)).has(".ephemeral")


async def test_message_menu_has_the_shortcuts_of_the_manifest(desk: Desk) -> None:
    message = desk.workspace.says(PRIYA, SUPPORT, "Help!")
    page = await desk.see()
    menu = page.html.select(".conversation .message .menu")[-1]
    button = menu.select_one("button")
    assert button is not None
    assert button.get_text(" ", strip=True) == "Offer a link There"
    hidden = {str(each["name"]): str(each["value"]) for each in menu.select("[type=hidden]")}
    assert hidden == {"as": BEN, "in": SUPPORT, "ts": message.ts}


async def test_names_of_conversations_that_the_reader_is_not_in(desk: Desk) -> None:
    app_says(desk, f"See <#{BEN_AND_PRIYA}> and <#{GENERAL}> and <@U0PRIYA>")
    assert (await desk.see(as_=ADA)).all(".message .mention") == [
        "#private channel",
        "#general",
        "@Priya Nair",
    ]


async def test_hints_and_shortcuts_are_those_of_the_manifest(desk: Desk) -> None:
    page = await desk.see()
    assert page.all(".conversation [role=option]") == [
        "/onetime [list | help] onetime Make a link",
        "/invite @onetime Slack Invite the app to this channel",
    ]
    assert page.all(".composer .menu button") == ["New link From here"]


@pytest.mark.parametrize(
    ("channel", "about"),
    [
        (SUPPORT, "11 people and onetime"),
        (GENERAL, "10 people. onetime is not in it."),
        (VIP, "Private channel. onetime is not in it."),
        (BEN_AND_PRIYA, "Direct messages. Apps cannot join them."),
        ("D0BEN", "Links for one booking"),
    ],
)
async def test_who_is_in_a_conversation(desk: Desk, channel: str, about: str) -> None:
    assert (await desk.see(as_=BEN, in_=channel)).text(".conversation .about") == about


# The app's own.


async def test_app_has_two_tabs_and_takes_no_messages(desk: Desk) -> None:
    page = await desk.see(as_=BEN, in_="D0BEN")
    assert page.all(".conversation .tabs a") == ["Home", "Messages"]
    assert page.text(".closed") == "Sending messages to this app has been turned off."
    assert not page.has(".composer")


async def test_home_is_what_the_app_has_published(desk: Desk) -> None:
    page = await desk.see(as_=BEN, in_="D0BEN", tab="home")
    assert page.text(".conversation .empty") == "onetime has published no home for you yet."
    desk.workspace.screens.publishes(BEN, home(section("Welcome"), actions(button(), block_id="b")))
    page = await desk.see(as_=BEN, in_="D0BEN", tab="home")
    assert page.text("form.home .text") == "Welcome"
    assert page.one("form.home button")["value"] == "b:go"


async def test_whoever_comes_to_the_app_finds_its_home_unless_it_has_written(desk: Desk) -> None:
    def address(page: Page) -> str:
        return str(page.html.select(".sidebar a")[-1]["href"])

    assert address(await desk.see(as_=BEN)) == f"/sandbox?as={BEN}&in=D0BEN&tab=home"
    app_says(desk, "Psst", channel="D0BEN")
    assert address(await desk.see(as_=BEN)) == f"/sandbox?as={BEN}&in=D0BEN"


async def test_app_hears_who_comes_to_its_home(desk: Desk) -> None:
    await desk.see(as_=BEN, in_="D0BEN", tab="home")
    await desk.see(as_=BEN, in_="D0BEN", tab="home")
    await desk.see(as_=BEN)
    await desk.see(as_=BEN, in_="D0BEN")
    await desk.passed(2)
    events = [(payload["event"]["user"], payload["event"]["tab"]) for payload in desk.peer.payloads]
    assert sorted(events) == [(BEN, "home"), (BEN, "messages")]


async def test_page_that_looks_for_changes_is_nobody_who_comes(desk: Desk) -> None:
    await desk.browser.get("/sandbox?in=D0BEN&tab=home", headers={"Sandbox": "live"})
    assert desk.sandbox.stage.traffic.exchanges == []


# Modals.


async def test_modal_has_its_title_and_buttons(desk: Desk) -> None:
    desk.opens(modal(text_input(), close={"type": "plain_text", "text": "Never mind"}))
    page = await desk.see(as_=BEN)
    dialog = page.one("dialog.modal")
    title = page.one(f"#{dialog['aria-labelledby']}")
    assert title.get_text() == "Form"
    assert page.all("dialog.modal .footing button") == ["Never mind", "Go"]
    assert not page.has("dialog [aria-label=Back]")
    assert not (await desk.see(as_=ADA)).has("dialog.modal")


async def test_enter_in_an_input_submits(desk: Desk) -> None:
    """Browsers press the first button of the form."""
    desk.opens(modal(text_input()))
    first = (await desk.see(as_=BEN)).html.select("dialog.modal button")[0]
    assert first["formaction"] == "/sandbox/submit"


async def test_error_that_has_no_input_is_not_lost(desk: Desk) -> None:
    view = desk.opens(modal(section()))
    view.errors = {"gone": "This went wrong."}
    assert (await desk.see(as_=BEN)).text("dialog .trouble") == "This went wrong."


# The Customer's browser.


@pytest.mark.parametrize("place", [{}, {"in_": GENERAL}])
async def test_newest_link_is_at_hand_for_the_customer(desk: Desk, place: dict[str, str]) -> None:
    assert (await desk.see(**place)).one(".customer").name == "span"
    parent = app_says(desk, f"<{BASE_URL}/o/old>")
    app_says(desk, f"{BASE_URL}/o/new-1?skip=1&amp;x=y", thread_ts=parent.ts)
    app_says(desk, f"{BASE_URL}/b/booking")
    assert (await desk.see(**place)).one("a.customer")["href"] == f"{BASE_URL}/o/new-1?skip=1&x=y"


async def test_link_in_a_modal_is_the_newest(desk: Desk) -> None:
    desk.opens(modal(section(f"{BASE_URL}/o/shown")))
    app_says(desk, f"{BASE_URL}/o/posted")
    assert (await desk.see(as_=BEN)).one("a.customer")["href"] == f"{BASE_URL}/o/shown"
    assert (await desk.see(as_=ADA)).one("a.customer")["href"] == f"{BASE_URL}/o/posted"


# Backstage.


async def test_requests_are_shown_with_what_became_of_them(desk: Desk) -> None:
    desk.peer.answers = [{"text": "Hi"}, 500]
    await desk.do("say", text="/onetime help")
    await desk.do("shortcut", callback_id="anywhere")
    await desk.browser.get("/sandbox/api/auth.test", headers={"Authorization": f"Bearer {BOT_TOKEN}"})
    await desk.browser.get("/sandbox/api/auth.test")
    desk.sandbox.stage.traffic.begin("to Slack", "chat.postMessage", {})
    page = await desk.see()
    shown = [re.sub(r"\d+ ms", "# ms", text) for text in page.all(".requests summary")]
    assert shown == [
        "to Slack chat.postMessage under way",
        "to Slack auth.test not_authed, # ms",
        "to Slack auth.test 200, # ms",
        "to the app shortcut anywhere 500, # ms",
        "to the app /onetime help 200, # ms",
    ]
    moods = [each["class"][0] for each in page.html.select(".requests > li")]
    assert moods == ["waits", "failed", "went", "failed", "went"]
    assert '"text": "Hi"' in page.all(".requests pre")[-1]
    assert page.all(".requests form button") == ["Redeliver", "Redeliver"]


async def test_script_that_shows_a_request_already_gets_it_without_its_contents(desk: Desk) -> None:
    traffic = desk.sandbox.stage.traffic
    for _ in range(2):
        waits = traffic.begin("to Slack", "chat.postMessage", {"text": "Hello"})
    seen = (await desk.see()).one("body")["data-version"]
    traffic.finish(waits, 200, "ok")
    traffic.begin("to Slack", "auth.test", {})

    whole, rest = await desk.see(), await desk.see_what_is_new(str(seen))

    assert len(whole.all(".requests .name")) == 3
    assert rest.all(".requests .name") == ["auth.test", "chat.postMessage"]
    assert [each["data-key"] for each in rest.html.select(".requests > li")] == [
        each["data-key"] for each in whole.html.select(".requests > li")
    ]
    assert rest.html.select("[data-same]") == rest.html.select(".requests > li:last-child")


@pytest.mark.parametrize("seen", ["live", "99999"])
async def test_script_that_shows_a_version_of_another_run_gets_all(desk: Desk, seen: str) -> None:
    desk.sandbox.stage.traffic.begin("to Slack", "chat.postMessage", {"text": "Hello"})
    assert (await desk.see_what_is_new(seen)).all(".requests .name") == ["chat.postMessage"]


async def test_redelivery(desk: Desk) -> None:
    await desk.do("shortcut", callback_id="anywhere")
    number = (await desk.see()).one(".requests [name=exchange]")["value"]
    await desk.do("redeliver", exchange=str(number))
    assert [heard.headers.get("X-Slack-Retry-Num") for heard in desk.peer.heard] == [None, "1"]
    assert desk.peer.payloads[0] == desk.peer.payloads[1]


async def test_outage_is_switched_and_shown(desk: Desk) -> None:
    assert not (await desk.see()).has(".outage")
    await desk.do("outage", outage="BROKEN")
    assert desk.sandbox.stage.switch.state is Outage.BROKEN
    page = await desk.see()
    assert page.text("#outage [selected]") == "Answers 500"
    assert page.text(".outage").startswith("Slack is out of order: “Answers 500”.")


async def test_mail(desk: Desk) -> None:
    assert (await desk.see(pane="mail")).text(".backstage .empty") == "No mail yet."
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "us@x.example", "dana@x.example", "Booked"
    letter.set_content("See you.")
    letter.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="invite für Dana.ics")
    await desk.mails(letter)
    page = await desk.see(pane="mail")
    assert page.all(".mail .name") == ["Booked"]
    assert page.text(".mail .to") == "to dana@x.example"
    assert page.text(".mail pre") == "See you."
    link = page.one(".mail a")
    answer = await desk.browser.get(str(link["href"]))
    assert answer.text.strip() == "BEGIN:VCALENDAR"
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    name = "invite%20f%C3%BCr%20Dana.ics"
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"


@pytest.mark.parametrize("path", ["/sandbox/mail/1/0", "/sandbox/nothing", "/sandbox/say"])
async def test_nothing_there(desk: Desk, path: str) -> None:
    assert (await desk.browser.get(path)).status_code in (404, 405)


async def test_start_over(desk: Desk) -> None:
    await desk.do("say", text="/onetime")
    await desk.do("say", as_=ADA, in_=VIP, text="/invite @onetime")
    desk.opens(modal(text_input()))
    await desk.do("outage", outage="SILENT")
    await desk.do("start-over")
    assert desk.resets == ["reset"]
    page = await desk.see(as_=ADA, in_=VIP)
    assert page.text(".conversation .about") == "Private channel. onetime is not in it."
    assert page.all(".outage, dialog.modal, .requests, .sidebar .unread") == []


async def test_start_over_waits_for_what_is_under_way(desk: Desk) -> None:
    desk.sandbox.stage.sender.seconds = 0.2
    desk.peer.answers = [SILENCE]
    command = asyncio.create_task(desk.do("say", as_=BEN, in_=SUPPORT, text="/onetime"))
    await desk.passed(1)
    await desk.do("start-over")
    assert command.done()
    assert desk.last().text != '/onetime failed with the error "operation_timeout"'


async def test_all_can_start_over_at_once(desk: Desk) -> None:
    answers = await asyncio.gather(*(desk.do("start-over") for _ in range(3)))
    assert [answer.status_code for answer in answers] == [204, 204, 204]
    assert desk.resets == ["reset"] * 3


async def test_event_is_not_tried_again_after_all_started_over(desk: Desk) -> None:
    desk.peer.answers = [500]
    await desk.see(as_=BEN, in_="D0BEN", tab="home")
    await desk.passed(1)
    await desk.do("start-over")
    await desk.see(as_=BEN, in_="D0BEN", tab="home")
    await desk.passed(1)
    assert [exchange.name for exchange in desk.sandbox.stage.traffic.exchanges] == ["event app_home_opened"]


# How it is guarded and kept alive.


async def test_post_without_a_script_leads_back(desk: Desk) -> None:
    answer = await desk.post("say", as_=ADA, in_=VIP, pane="mail", text="Hello")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sandbox?as={ADA}&in={VIP}&pane=mail")


async def test_other_sites_may_not_post(desk: Desk) -> None:
    before = desk.last()
    answer = await desk.post("say", {"Sec-Fetch-Site": "cross-site"}, text="Hello")
    assert (answer.status_code, answer.text) == (403, "This came from another site.")
    assert desk.last() is before


async def test_other_names_do_not_lead_here(desk: Desk) -> None:
    answer = await desk.browser.get("/sandbox", headers={"Host": "evil.example"})
    assert answer.status_code == 400


async def test_nothing_from_elsewhere_is_loaded(desk: Desk) -> None:
    answer = await desk.browser.get("/sandbox")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'")
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select("script:not([src]), style, [style], [onclick]") == []
    scripts, sheets = page.select("script"), page.select("[rel=stylesheet]")
    for address in [*(each["src"] for each in scripts), *(each["href"] for each in sheets)]:
        asset = await desk.browser.get(str(address))
        assert asset.status_code == 200
        assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
