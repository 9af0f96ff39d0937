"""What a person types: what the app hears of it, and what they see of its answer."""

import pytest

from bot.sandbox.state.accounts import BOT_USER, SLACKBOT
from bot.sandbox.state.acme import ADA, BEN, BEN_AND_PRIYA, SUPPORT, VIP
from tests.sandbox.block_kit import section
from tests.sandbox.desk import Desk
from tests.sandbox.peer import SILENCE, Answer


def parent(desk: Desk) -> str:
    return desk.workspace.messages(SUPPORT, BEN)[0].ts


async def test_words_are_a_message(desk: Desk) -> None:
    await desk.do("say", as_=BEN, in_=SUPPORT, text=" Hello ")
    assert (desk.last().author, desk.last().text, desk.last().thread_ts) == (BEN, "Hello", None)
    assert desk.peer.heard == []


async def test_words_in_a_thread_stay_there(desk: Desk) -> None:
    await desk.do("say", as_=BEN, in_=SUPPORT, thread=parent(desk), text="Hello")
    assert (desk.last().text, desk.last().thread_ts) == ("Hello", parent(desk))


async def test_message_can_be_too_long(desk: Desk) -> None:
    await desk.do("say", as_=BEN, in_=SUPPORT, text="x" * 12_000)
    assert desk.last().author == BEN
    await desk.do("say", as_=BEN, in_=SUPPORT, text="x" * 12_001)
    assert (desk.last().author, desk.last().text) == (
        SLACKBOT,
        "Your message is too long: 12,000 characters are the most.",
    )


async def test_nothing_typed_is_nothing_said(desk: Desk) -> None:
    before = desk.last()
    await desk.do("say", as_=BEN, in_=SUPPORT, text=" ")
    assert desk.last() is before


async def test_command_goes_to_the_app(desk: Desk) -> None:
    before = desk.last()
    await desk.do("say", as_=BEN, in_=SUPPORT, text="/onetime  list me ")
    [heard] = desk.peer.payloads
    told = {name: heard[name] for name in ("command", "text", "user_id", "channel_id")}
    assert told == {"command": "/onetime", "text": "list me", "user_id": BEN, "channel_id": SUPPORT}
    assert desk.last() is before


async def test_command_brings_a_trigger_that_opens_a_modal(desk: Desk) -> None:
    await desk.do("say", as_=BEN, in_=SUPPORT, text="/onetime")
    trigger = desk.workspace.screens.triggers.good(desk.peer.payloads[0]["trigger_id"])
    assert (trigger.user_id, trigger.looking_at) == (BEN, SUPPORT)


async def test_command_brings_an_address_to_answer_at(desk: Desk) -> None:
    await desk.do("say", as_=BEN, in_=SUPPORT, text="/onetime")
    url = desk.peer.payloads[0]["response_url"]
    answered = await desk.browser.post(url, json={"text": "Later"})
    assert answered.status_code == 200
    assert (desk.last().text, desk.last().ephemeral_to) == ("Later", BEN)


@pytest.mark.parametrize(
    ("answer", "seen_by"),
    [
        ({"text": "Hi", "blocks": [section("More")]}, BEN),
        ({"text": "Hi", "response_type": "ephemeral"}, BEN),
        ("Hi", BEN),
        ({"text": "Hi", "response_type": "in_channel"}, None),
    ],
)
async def test_answer_to_a_command(desk: Desk, answer: Answer, seen_by: str | None) -> None:
    desk.peer.answers = [answer]
    await desk.do("say", as_=BEN, in_=SUPPORT, text="/onetime help")
    said = desk.last()
    assert (said.author, said.text, said.ephemeral_to) == (BOT_USER, "Hi", seen_by)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (500, "dispatch_failed"),
        (SILENCE, "operation_timeout"),
        ({"text": "Hi", "blocks": [{"type": "input"}]}, "invalid_blocks"),
    ],
)
async def test_command_that_fails(desk: Desk, answer: Answer, error: str) -> None:
    desk.sandbox.stage.sender.seconds = 0.1
    desk.peer.answers = [answer]
    await desk.do("say", as_=BEN, in_=SUPPORT, text="/onetime")
    told = f'/onetime failed with the error "{error}"'
    assert (desk.last().author, desk.last().text, desk.last().ephemeral_to) == (SLACKBOT, told, BEN)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/foo bar", "/foo is not a valid command."),
        ("/onetime", "/onetime is not supported in threads. Sorry!"),
    ],
)
async def test_commands_that_do_not_reach_the_app(desk: Desk, typed: str, told: str) -> None:
    await desk.do("say", as_=BEN, in_=SUPPORT, thread=parent(desk), text=typed)
    said = desk.last()
    assert (said.author, said.text, said.ephemeral_to, said.thread_ts) == (SLACKBOT, told, BEN, parent(desk))
    assert desk.peer.heard == []


async def test_app_is_invited(desk: Desk) -> None:
    await desk.do("say", as_=ADA, in_=VIP, text="/invite @onetime")
    assert desk.workspace.conversations[VIP].has_bot
    told = "was added to #vip-escalations by Ada Lima."
    assert (desk.last(VIP).author, desk.last(VIP).text, desk.last(VIP).ephemeral_to) == (BOT_USER, told, None)
    assert desk.peer.heard == []


@pytest.mark.parametrize(
    ("channel", "typed", "told"),
    [
        (SUPPORT, "/invite @onetime", "onetime is in this channel already."),
        (VIP, "/invite @somebody", "Only the app can be invited here: type /invite @onetime"),
        (BEN_AND_PRIYA, "/invite onetime", "Nobody can be invited to direct messages."),
    ],
)
async def test_invitation_that_is_none(desk: Desk, channel: str, typed: str, told: str) -> None:
    had_bot = desk.workspace.conversations[channel].has_bot
    await desk.do("say", as_=BEN, in_=channel, text=typed)
    assert (desk.last(channel).author, desk.last(channel).text) == (SLACKBOT, told)
    assert desk.workspace.conversations[channel].has_bot == had_bot


async def test_conversation_of_others_cannot_be_written_to(desk: Desk) -> None:
    before = desk.last(BEN_AND_PRIYA)
    await desk.do("say", as_=ADA, in_=BEN_AND_PRIYA, text="Hello")
    assert desk.last(BEN_AND_PRIYA) is before


async def test_app_that_takes_no_messages_gets_none(desk: Desk) -> None:
    await desk.do("say", as_=BEN, in_="D0BEN", text="Hello")
    assert desk.workspace.posts["D0BEN"] == []
