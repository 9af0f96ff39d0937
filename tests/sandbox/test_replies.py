"""What the app answers to a response URL."""

import pytest

from bot.sandbox.api.replies import respond
from bot.sandbox.refusals import Refused
from bot.sandbox.state.accounts import BOT_USER
from bot.sandbox.state.acme import ADA, BEN, BEN_AND_PRIYA, SUPPORT, VIP
from bot.sandbox.state.posted import Posted
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json
from tests.sandbox.block_kit import section
from tests.sandbox.clock import Clock


def newest(workspace: Workspace, channel: str, reader: str = BEN) -> Posted:
    return workspace.messages(channel, reader)[-1]


@pytest.mark.parametrize("channel", [SUPPORT, VIP, BEN_AND_PRIYA])
def test_answer_is_for_the_one_who_acted_wherever_that_was(workspace: Workspace, channel: str) -> None:
    token = workspace.response_urls.give(BEN, channel)

    respond(workspace, token, {"text": "Psst"})

    posted = newest(workspace, channel)
    assert (posted.author, posted.text, posted.ephemeral_to) == (BOT_USER, "Psst", BEN)


def test_answer_can_be_for_all(workspace: Workspace) -> None:
    respond(workspace, workspace.response_urls.give(BEN, VIP), {"text": "Hi", "response_type": "in_channel"})

    assert newest(workspace, VIP, ADA).text == "Hi"


def test_answer_goes_where_the_person_acted(workspace: Workspace) -> None:
    parent = workspace.messages(SUPPORT, BEN)[1]
    token = workspace.response_urls.give(BEN, SUPPORT, parent.ts, thread_ts=parent.ts)

    respond(workspace, token, {"text": "Psst"})

    assert workspace.thread(SUPPORT, parent.ts, BEN)[-1].text == "Psst"


@pytest.mark.parametrize("reader", [None, BEN], ids=["of_all", "of_one"])
def test_answer_can_take_the_place_of_what_was_acted_on(workspace: Workspace, reader: str | None) -> None:
    posted = workspace.post(Posted(SUPPORT, workspace.new_ts(), BOT_USER, "Old", ephemeral_to=reader))
    token = workspace.response_urls.give(BEN, SUPPORT, posted.ts)

    respond(workspace, token, {"text": "New", "blocks": [section()], "replace_original": True})

    changed = newest(workspace, SUPPORT)
    assert (changed.ts, changed.text, changed.ephemeral_to) == (posted.ts, "New", reader)
    assert changed.edited is (reader is None)


def test_answer_in_place_of_nothing_is_new(workspace: Workspace) -> None:
    respond(workspace, workspace.response_urls.give(BEN, SUPPORT), {"text": "New", "replace_original": True})

    assert newest(workspace, SUPPORT).text == "New"


def test_what_was_acted_on_can_be_taken_away(workspace: Workspace) -> None:
    posted = workspace.post(Posted(SUPPORT, workspace.new_ts(), BOT_USER, "Old", ephemeral_to=BEN))

    respond(workspace, workspace.response_urls.give(BEN, SUPPORT, posted.ts), {"delete_original": True})

    assert workspace.message(SUPPORT, posted.ts, BEN) is None


def test_people_s_own_messages_stay(workspace: Workspace) -> None:
    said = workspace.says(ADA, SUPPORT, "Mine")
    token = workspace.response_urls.give(BEN, SUPPORT, said.ts)

    with pytest.raises(Refused, match="message_not_found"):
        respond(workspace, token, {"text": "Yours", "replace_original": True})

    assert workspace.message(SUPPORT, said.ts, BEN) == said


def test_five_answers_and_no_more(workspace: Workspace) -> None:
    token = workspace.response_urls.give(BEN, SUPPORT)
    for _ in range(5):
        respond(workspace, token, {"text": "Psst"})

    with pytest.raises(Refused, match="used_url"):
        respond(workspace, token, {"text": "Psst"})


def test_half_an_hour_and_no_longer(workspace: Workspace, clock: Clock) -> None:
    token = workspace.response_urls.give(BEN, SUPPORT)
    clock.passes(30 * 60)
    respond(workspace, token, {"text": "Psst"})
    clock.passes(1)

    with pytest.raises(Refused, match="expired_url"):
        respond(workspace, token, {"text": "Psst"})


@pytest.mark.parametrize(
    ("message", "code"), [({}, "no_text"), ({"text": "T", "blocks": [section("")]}, "invalid_blocks")]
)
def test_bad_answer_is_refused_and_not_counted(workspace: Workspace, message: Json, code: str) -> None:
    token = workspace.response_urls.give(BEN, SUPPORT)

    with pytest.raises(Refused, match=code):
        respond(workspace, token, message)

    assert workspace.response_urls.good(token).uses_left == 5
