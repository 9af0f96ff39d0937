"""What a person does with shortcuts, messages and modals, what the app hears, and what its answers do."""

from urllib.parse import quote

import pytest

from bot.sandbox.state.accounts import BOT_USER
from bot.sandbox.state.acme import ADA, BEN, SUPPORT, VIP
from bot.sandbox.state.open_view import OpenView
from bot.sandbox.state.posted import Posted
from bot.sandbox.values import Json
from tests.sandbox.block_kit import (
    actions,
    button,
    element,
    input_,
    modal,
    option,
    options,
    plain,
    section,
    text_input,
)
from tests.sandbox.desk import Desk
from tests.sandbox.peer import SILENCE, Answer

HERE = {"as_": BEN, "in_": SUPPORT}
TROUBLE = "We had some trouble connecting. Try again?"


def card(desk: Desk, *elements: Json) -> Posted:
    block = actions(*(elements or (button(value="7"),)), block_id="b")
    return desk.workspace.post(Posted(SUPPORT, desk.workspace.new_ts(), BOT_USER, "A card", [block]))


def form(**parts: object) -> Json:
    return modal(text_input(), **parts)


def shown(desk: Desk) -> list[str]:
    return [view.id for view in desk.workspace.screens.views_of(BEN)]


async def test_global_shortcut(desk: Desk) -> None:
    await desk.do("shortcut", **HERE, callback_id="anywhere")
    [heard] = desk.peer.payloads
    assert (heard["type"], heard["callback_id"], heard["user"]["id"]) == ("shortcut", "anywhere", BEN)
    assert desk.workspace.screens.triggers.good(heard["trigger_id"]).looking_at == SUPPORT


async def test_message_shortcut(desk: Desk) -> None:
    message = desk.workspace.messages(SUPPORT, BEN)[0]
    await desk.do("shortcut", **HERE, callback_id="there", ts=message.ts)
    [heard] = desk.peer.payloads
    assert (heard["type"], heard["callback_id"]) == ("message_action", "there")
    assert heard["message"] == message.payload()


async def test_answer_to_a_message_shortcut_only_its_user_sees(desk: Desk) -> None:
    await desk.do("shortcut", **HERE, callback_id="there", ts=desk.last().ts)
    await desk.browser.post(desk.peer.payloads[0]["response_url"], json={"text": "No."})
    assert (desk.last().text, desk.last().ephemeral_to) == ("No.", BEN)


async def test_press_in_a_message(desk: Desk) -> None:
    posted = card(desk)
    await desk.do("press", **HERE, ts=posted.ts, press="b:go")
    [heard] = desk.peer.payloads
    [action] = heard["actions"]
    assert (action["block_id"], action["action_id"], action["value"]) == ("b", "go", "7")
    assert (heard["container"]["message_ts"], heard["message"]) == (posted.ts, posted.payload())


async def test_what_stands_in_a_message_goes_with_a_press(desk: Desk) -> None:
    posted = card(desk, button(), element("static_select", "pick", options=options(3)))
    await desk.do("press", **HERE, ts=posted.ts, press="b:pick", **{"v:b:pick": "1"})
    [heard] = desk.peer.payloads
    picked = {"type": "static_select", "selected_option": option("Option 1", "1")}
    assert heard["state"]["values"] == {"b": {"pick": picked}}
    assert heard["actions"][0]["selected_option"] == picked["selected_option"]


async def test_app_replaces_the_message_that_was_pressed(desk: Desk) -> None:
    posted = card(desk)
    await desk.do("press", **HERE, ts=posted.ts, press="b:go")
    url = desk.peer.payloads[0]["response_url"]
    await desk.browser.post(url, json={"text": "Done", "replace_original": True})
    replaced = desk.workspace.message(SUPPORT, posted.ts, BEN)
    assert replaced is not None
    assert replaced.text == "Done"


async def test_press_in_a_view_tells_what_was_typed(desk: Desk) -> None:
    view = desk.opens(modal(text_input(), actions(button(), block_id="b")))
    await desk.do("press", **HERE, view=view.id, press="b:go", **{"v:name:name": "Dana"})
    [heard] = desk.peer.payloads
    assert heard["container"] == {"type": "view", "view_id": view.id}
    assert heard["view"]["state"]["values"]["name"]["name"]["value"] == "Dana"
    assert heard["actions"][0]["action_id"] == "go"


async def test_press_in_the_home(desk: Desk) -> None:
    home = {"type": "home", "blocks": [actions(button(), block_id="b")]}
    view = desk.workspace.screens.publishes(BEN, home)
    await desk.do("press", as_=BEN, in_="D0BEN", tab="home", view=view.id, press="b:go")
    [heard] = desk.peer.payloads
    assert (heard["view"]["type"], heard["view"]["id"]) == ("home", view.id)


async def test_submission_closes_the_modal(desk: Desk) -> None:
    view = desk.opens(form())
    await desk.do("submit", **HERE, view=view.id, **{"v:name:name": "Dana"})
    [heard] = desk.peer.payloads
    assert heard["type"] == "view_submission"
    assert heard["view"]["state"]["values"]["name"]["name"]["value"] == "Dana"
    assert shown(desk) == []


async def test_what_slack_finds_wrong_the_app_does_not_hear_of(desk: Desk) -> None:
    view = desk.opens(form())
    await desk.do("submit", **HERE, view=view.id, **{"v:name:name": ""})
    assert desk.peer.heard == []
    assert view.errors == {"name": "Please complete this required field."}
    page = await desk.see(**HERE)
    assert page.text("dialog .error") == "Please complete this required field."
    assert page.one("dialog [name='v:name:name']")["aria-invalid"] == "true"


async def test_what_the_app_finds_wrong_stands_at_its_input(desk: Desk) -> None:
    view = desk.opens(form())
    desk.peer.answers = [{"response_action": "errors", "errors": {"name": "Not Dana again."}}]
    await desk.do("submit", **HERE, view=view.id, **{"v:name:name": "Dana"})
    page = await desk.see(**HERE)
    assert page.text("dialog .error") == "Not Dana again."
    assert page.one("dialog [name='v:name:name']")["value"] == "Dana"


async def test_submission_is_answered_with_another_view(desk: Desk) -> None:
    view = desk.opens(form())
    desk.peer.answers = [{"response_action": "update", "view": modal(section(), title=plain("Done"))}]
    await desk.do("submit", **HERE, view=view.id, **{"v:name:name": "Dana"})
    page = await desk.see(**HERE)
    assert page.text("dialog.modal h2") == "Done"
    assert shown(desk) == [view.id]


async def test_submission_pushes_a_view_that_leads_back(desk: Desk) -> None:
    below = desk.opens(form())
    desk.peer.answers = [{"response_action": "push", "view": modal(section(), title=plain("More"))}]
    await desk.do("submit", **HERE, view=below.id, **{"v:name:name": "Dana"})
    page = await desk.see(**HERE)
    assert page.text("dialog.modal h2") == "More"
    assert page.has("dialog [aria-label=Back]")
    await desk.do("close", **HERE, view=shown(desk)[-1])
    assert shown(desk) == [below.id]


async def test_modal_that_was_closed_meanwhile_stays_so(desk: Desk) -> None:
    screens, view = desk.workspace.screens, desk.opens(form())
    screens.closes(BEN, view.id)
    for action in ("push", "update"):
        screens.acknowledged(view, {"response_action": action, "view": modal(section())})
    assert shown(desk) == []


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (500, TROUBLE),
        (SILENCE, TROUBLE),
        ({"response_action": "jump"}, f"{TROUBLE} (invalid_response_action)"),
        ("<p>Thank you!</p>", f"{TROUBLE} (invalid_response)"),
    ],
)
async def test_submission_that_fails_says_so_in_the_modal(desk: Desk, answer: Answer, told: str) -> None:
    desk.sandbox.stage.sender.seconds = 0.1
    view = desk.opens(form())
    desk.peer.answers = [answer]
    await desk.do("submit", **HERE, view=view.id, **{"v:name:name": "Dana"})
    page = await desk.see(**HERE)
    assert page.text("dialog .trouble") == told


async def test_trouble_is_gone_with_the_next_try(desk: Desk) -> None:
    view = desk.opens(form())
    desk.peer.answers = [500]
    for _ in range(2):
        await desk.do("submit", **HERE, view=view.id, **{"v:name:name": "Dana"})
    assert not (await desk.see(**HERE)).has(".trouble")


async def test_trouble_outside_of_modals_stands_in_the_conversation(desk: Desk) -> None:
    desk.peer.answers = [500]
    await desk.do("shortcut", **HERE, callback_id="anywhere")
    assert (await desk.see(**HERE)).text(".trouble[role=alert]") == TROUBLE
    assert not (await desk.see(as_=ADA, in_=SUPPORT)).has(".trouble")


async def test_response_urls_for_the_conversations_that_were_picked(desk: Desk) -> None:
    picks = element("conversations_select", "where", response_url_enabled=True)
    view = desk.opens(modal(input_(picks, "where")))
    await desk.do("submit", **HERE, view=view.id, **{"v:where:where": VIP})
    [url] = desk.peer.payloads[0]["response_urls"]
    assert (url["block_id"], url["action_id"], url["channel_id"]) == ("where", "where", VIP)
    await desk.browser.post(url["response_url"], json={"text": "There"})
    assert desk.last(VIP).text == "There"


@pytest.mark.parametrize(("wants_to_know", "heard"), [(True, [False]), (False, [])])
async def test_app_hears_of_a_closed_modal_if_it_wants_to(
    desk: Desk, wants_to_know: bool, heard: list[bool]
) -> None:
    view = desk.opens(form(notify_on_close=wants_to_know))
    await desk.do("close", **HERE, view=view.id)
    assert [payload["is_cleared"] for payload in desk.peer.payloads] == heard
    assert shown(desk) == []


async def test_all_modals_are_closed_at_once(desk: Desk) -> None:
    below = desk.opens(form(notify_on_close=True))
    above = desk.workspace.screens.pushes(below, form(notify_on_close=True))
    await desk.do("close", **HERE, view=above.id, all="1")
    closed = [(payload["view"]["id"], payload["is_cleared"]) for payload in desk.peer.payloads]
    assert closed == [(above.id, True), (below.id, True)]
    assert shown(desk) == []


def searching(desk: Desk) -> OpenView:
    return desk.opens(modal(input_(element("external_select", "page", min_query_length=0), "page")))


async def test_search_offers_what_the_app_has(desk: Desk) -> None:
    view, found = searching(desk), [option("EMEA", "7"), option("APAC", "8")]
    desk.peer.answers = [{"options": found}]
    answer = await desk.do("search", **HERE, view=view.id, search="page:page", typed="E")
    assert answer.json() == ["EMEA", "APAC"]
    [heard] = desk.peer.payloads
    assert (heard["type"], heard["action_id"], heard["value"]) == ("block_suggestion", "page", "E")

    await desk.do("submit", **HERE, view=view.id, **{"v:page:page": "APAC"})
    values = desk.peer.payloads[1]["view"]["state"]["values"]
    assert values["page"]["page"]["selected_option"] == found[1]


async def test_search_without_a_script_goes_back_to_the_form(desk: Desk) -> None:
    view = searching(desk)
    desk.peer.answers = [{"option_groups": [{"label": plain("All"), "options": [option("EMEA")]}]}]
    answer = await desk.post("search", **HERE, view=view.id, search="page:page", **{"v:page:page": "E"})
    assert answer.status_code == 303
    assert desk.peer.payloads[0]["value"] == "E"
    assert (await desk.see(**HERE)).one("dialog datalist option")["value"] == "EMEA"


async def test_search_that_fails_finds_nothing(desk: Desk) -> None:
    view = searching(desk)
    desk.peer.answers = [500]
    answer = await desk.do("search", **HERE, view=view.id, search="page:page", typed="E")
    assert answer.json() == []


async def test_search_in_a_message(desk: Desk) -> None:
    posted = card(desk, element("external_select", "page", min_query_length=0))
    desk.peer.answers = [{"options": [option("EMEA", "7")]}]
    answer = await desk.do("search", **HERE, ts=posted.ts, search="b:page", typed="E")
    assert answer.json() == ["EMEA"]
    await desk.do("press", **HERE, ts=posted.ts, press="b:page", **{"v:b:page": "EMEA"})
    searched, pressed = desk.peer.payloads
    assert searched["container"]["message_ts"] == posted.ts
    assert pressed["actions"][0]["selected_option"] == option("EMEA", "7")


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"options": ["EMEA"]}, "must provide an object [json-pointer:/options/0]"),
        ({"options": 7}, "must provide an array [json-pointer:/options]"),
        ({"options": options(101)}, "no more than 100 items allowed [json-pointer:/options]"),
    ],
)
async def test_options_that_slack_would_not_take_are_not_offered(
    desk: Desk, answer: Answer, problem: str
) -> None:
    view = searching(desk)
    desk.peer.answers = [answer]
    assert (await desk.do("search", **HERE, view=view.id, search="page:page", typed="E")).json() == []
    assert (await desk.see(**HERE)).text("dialog .trouble") == f"{TROUBLE} ({problem})"


async def test_button_that_closes_a_modal_can_close_all(desk: Desk) -> None:
    below = desk.opens(form())
    desk.workspace.screens.pushes(below, form(clear_on_close=True))
    page = await desk.see(**HERE)
    cancel = page.one("dialog .footing .button:not(.primary)")
    assert (cancel["name"], cancel["value"]) == ("all", "1")
    assert not page.one("dialog [aria-label=Back]").has_attr("name")


@pytest.mark.parametrize(
    ("deed", "fields"),
    [
        ("press", {"ts": "1.2", "press": "b:go"}),
        ("press", {"view": "V9", "press": "b:go"}),
        ("shortcut", {"callback_id": "there", "ts": "1.2"}),
        ("submit", {"view": "V9"}),
        ("close", {"view": "V9"}),
        ("redeliver", {"exchange": "9"}),
        ("redeliver", {"exchange": "x"}),
        ("outage", {"outage": "x"}),
    ],
)
async def test_what_is_gone_is_told(desk: Desk, deed: str, fields: dict[str, str]) -> None:
    answer = await desk.do(deed, **HERE, **fields)
    assert (answer.status_code, desk.peer.heard) == (204, [])
    assert desk.sandbox.stage.troubles == {BEN: "That is not there any more."}


async def test_button_that_is_gone_is_told_on_the_page(desk: Desk) -> None:
    posted = card(desk)
    await desk.do("press", **HERE, ts=posted.ts, press=f"b:{quote('not there')}")
    assert (await desk.see(**HERE)).text(".trouble") == "That is not there any more."


async def test_modals_of_others_are_out_of_reach(desk: Desk) -> None:
    view = desk.opens(form(), ADA)
    await desk.do("close", **HERE, view=view.id)
    assert [each.id for each in desk.workspace.screens.views_of(ADA)] == [view.id]
