"""Guests, people of other workspaces, and those who have left: what Slack lets them do."""

from dataclasses import replace

import pytest

from bot.sandbox.state.accounts import BOT_USER, SLACKBOT
from bot.sandbox.state.acme import ADA, BEN, DANA, GIL, PRIYA, SHARED, SUPPORT
from bot.sandbox.state.posted import Posted
from tests.sandbox.block_kit import actions, button, modal, section, text_input
from tests.sandbox.desk import Desk

GONE = "That is not there any more."


async def test_guest_is_in_few_channels_and_uses_the_app(desk: Desk) -> None:
    page = await desk.see(as_=GIL)
    assert page.text(".people [aria-current]") == "Gil Marsh Guest"
    assert page.all(".sidebar a") == ["support", "onetime"]
    await desk.do("say", as_=GIL, in_=SUPPORT, text="/onetime")
    assert desk.peer.payloads[0]["user_id"] == GIL


# People of another workspace.


async def test_person_of_another_workspace_is_in_the_shared_channel_alone(desk: Desk) -> None:
    page = await desk.see(as_=DANA)
    assert page.text(".people [aria-current]") == "Dana Whitfield Harbor Foods"
    assert page.all(".sidebar a") == ["harbor-foods"]
    assert page.text(".conversation .about").startswith("Slack Connect: people of Harbor Foods")


async def test_they_stay_there_when_somebody_looked_at_the_app(desk: Desk) -> None:
    page = await desk.see(as_=BEN, in_="D0BEN")
    to_dana = page.html.select(".people a")[-1]
    there = await desk.see_at(str(to_dana["href"]))
    assert there.text(".conversation h2") == "harbor-foods"


async def test_they_can_start_nothing(desk: Desk) -> None:
    page = await desk.see(as_=DANA)
    assert page.all(".conversation [role=option]") == [
        "/invite @onetime Slack Invite the app to this channel"
    ]
    assert not page.has(".menu")
    await desk.do("say", as_=DANA, in_=SHARED, text="/onetime")
    assert (desk.last(SHARED, DANA).author, desk.last(SHARED, DANA).text) == (
        SLACKBOT,
        "/onetime is not a valid command.",
    )
    await desk.do("shortcut", as_=DANA, in_=SHARED, callback_id="anywhere")
    assert (await desk.see(as_=DANA)).text(".trouble") == GONE
    assert desk.peer.heard == []


async def test_they_press_buttons_and_fill_in_what_opens(desk: Desk) -> None:
    posted = desk.workspace.post(
        Posted(SHARED, desk.workspace.new_ts(), BOT_USER, "Card", [actions(button(), block_id="b")])
    )
    await desk.do("press", as_=DANA, in_=SHARED, ts=posted.ts, press="b:go")
    view = desk.opens(modal(text_input()), DANA)
    await desk.do("submit", as_=DANA, in_=SHARED, view=view.id, **{"v:name:name": "Dana"})
    pressed, submitted = desk.peer.payloads
    theirs, ours = "T0HARBOR", "T0ACME"
    assert (pressed["user"]["team_id"], pressed["team"]["id"]) == (theirs, ours)
    assert (submitted["user"]["team_id"], submitted["team"]["id"]) == (theirs, theirs)
    assert (submitted["view"]["team_id"], submitted["view"]["app_installed_team_id"]) == (theirs, ours)


# Those who are something else from now on.


async def make(desk: Desk, user: str, standing: str) -> None:
    await desk.do("standing", as_=BEN, pane="people", user=user, standing=standing)


async def test_people_are_listed_with_what_they_are(desk: Desk) -> None:
    page = await desk.see(as_=BEN, pane="people")
    chosen = {
        str(form.label.get_text()): [option.get_text() for option in form.select("[selected]")]
        for form in page.html.select(".standings form")
        if form.label
    }
    assert (chosen["Ada Lima"], chosen["Ben Okafor"], chosen["Gil Marsh"]) == (
        ["Owner"],
        ["Member"],
        ["Guest"],
    )
    assert page.all(".standings p") == ["Dana Whitfield Harbor Foods"]


async def test_app_hears_what_somebody_has_become(desk: Desk) -> None:
    await make(desk, PRIYA, "Guest")
    await desk.passed(1)
    [heard] = desk.peer.payloads
    user = heard["event"]["user"]
    assert (heard["type"], heard["event"]["type"]) == ("event_callback", "user_change")
    assert (user["id"], user["is_restricted"], user["deleted"]) == (PRIYA, True, False)


async def test_app_that_has_not_asked_does_not_hear_of_it(desk: Desk) -> None:
    workspace, asked = desk.workspace, desk.workspace.configuration
    workspace.configuration = replace(asked, events=frozenset())
    await make(desk, PRIYA, "Guest")
    page = await desk.see(as_=BEN, pane="people")
    workspace.configuration = asked
    assert "It has not asked to hear of it." in page.text(".backstage .empty")
    assert desk.sandbox.stage.traffic.exchanges == []


@pytest.mark.parametrize(
    ("user", "standing"), [(DANA, "Guest"), (BOT_USER, "Guest"), ("U0", "Guest"), (BEN, "App"), (BEN, "")]
)
async def test_what_nobody_can_become_is_told(desk: Desk, user: str, standing: str) -> None:
    await make(desk, user, standing)
    assert desk.sandbox.stage.troubles == {BEN: GONE}


async def test_whoever_is_deactivated_is_signed_out(desk: Desk) -> None:
    desk.opens(modal(section()), ADA)
    await make(desk, ADA, "Deactivated")
    page = await desk.see(as_=ADA)
    assert page.text(".people [aria-current]") == "Ada Lima Deactivated"
    assert page.text(".conversation h2") == "Signed out"
    assert not page.has(".sidebar, .composer, dialog.modal")


async def test_whoever_is_deactivated_can_do_nothing(desk: Desk) -> None:
    await make(desk, ADA, "Deactivated")
    await desk.passed(1)
    before = desk.last()
    for deed in ("say", "shortcut", "search"):
        await desk.do(deed, as_=ADA, in_=SUPPORT, text="/onetime", callback_id="anywhere")
    assert len(desk.peer.heard) == 1
    assert desk.last() is before


async def test_whoever_is_brought_back_goes_on(desk: Desk) -> None:
    await make(desk, ADA, "Deactivated")
    await make(desk, ADA, "Owner")
    page = await desk.see(as_=ADA)
    assert page.text(".people [aria-current]") == "Ada Lima Administrator"
    assert page.has(".composer")
