"""What people find in a workspace."""

from bot.sandbox.state.accounts import BOT_USER
from bot.sandbox.state.acme import (
    ADA,
    BEN,
    BEN_AND_PRIYA,
    DANA,
    GENERAL,
    GIL,
    PEOPLE,
    PRIYA,
    SHARED,
    SUPPORT,
    VIP,
)
from bot.sandbox.state.posted import Posted
from bot.sandbox.state.workspace import Workspace
from tests.sandbox.block_kit import actions, button, section, without
from tests.sandbox.clock import Clock


def texts(posts: list[Posted]) -> list[str]:
    return [posted.text for posted in posts]


def test_four_can_be_acted_as() -> None:
    assert [(account.id, account.label) for account in PEOPLE if account.acts] == [
        (ADA, "Administrator"),
        (BEN, "Member"),
        (GIL, "Guest"),
        (DANA, "Harbor Foods"),
    ]


def test_everybody_sees_their_own_conversations(workspace: Workspace) -> None:
    assert [each.id for each in workspace.conversations_of(BEN)] == [
        SUPPORT,
        GENERAL,
        SHARED,
        VIP,
        BEN_AND_PRIYA,
        "D0BEN",
    ]
    assert BEN_AND_PRIYA not in {each.id for each in workspace.conversations_of(ADA)}


def test_app_is_in_two_channels_and_in_its_own_conversations(workspace: Workspace) -> None:
    there = {each.id for each in workspace.conversations.values() if each.has_bot}

    assert there == {SUPPORT, SHARED, "D0BEN", "D0ADMIN", "D0GIL"}


def test_support_has_a_history_with_threads(workspace: Workspace) -> None:
    messages = workspace.messages(SUPPORT, BEN)
    threads = [workspace.thread(SUPPORT, posted.ts, BEN) for posted in messages]

    assert len(messages) == 8
    assert sorted(posted.ts for posted in messages) == [posted.ts for posted in messages]
    assert [len(thread) for thread in threads if len(thread) > 1] == [3, 4]


def test_history_is_of_today(workspace: Workspace, clock: Clock) -> None:
    for channel in workspace.conversations:
        for posted in workspace.messages(channel, BEN):
            assert clock() - 4 * 3600 < posted.seconds < clock()


def test_what_is_said_comes_last(workspace: Workspace, clock: Clock) -> None:
    said = workspace.says(BEN, GENERAL, "Hello")

    assert workspace.messages(GENERAL, ADA)[-1] == said
    assert said.seconds == clock()


def test_no_two_messages_have_the_same_timestamp(workspace: Workspace) -> None:
    assert len({workspace.says(BEN, GENERAL, "Hello").ts for _ in range(10)}) == 10


def test_reply_is_in_its_thread_alone(workspace: Workspace) -> None:
    parent = workspace.says(PRIYA, GENERAL, "Anybody?")
    workspace.says(BEN, GENERAL, "Me", parent.ts)

    assert texts(workspace.thread(GENERAL, parent.ts, ADA)) == ["Anybody?", "Me"]
    assert "Me" not in texts(workspace.messages(GENERAL, ADA))


def test_replies_outlive_their_parent(workspace: Workspace) -> None:
    parent = workspace.says(PRIYA, GENERAL, "Anybody?")
    workspace.says(BEN, GENERAL, "Me", parent.ts)

    workspace.delete(parent)

    assert texts(workspace.thread(GENERAL, parent.ts, ADA)) == ["Me"]


def test_ephemeral_message_is_before_one_person_s_eyes(workspace: Workspace) -> None:
    posted = workspace.post(Posted(SUPPORT, workspace.new_ts(), BOT_USER, "Psst", ephemeral_to=BEN))

    assert workspace.message(SUPPORT, posted.ts, BEN) == posted
    assert workspace.message(SUPPORT, posted.ts, ADA) is None
    assert "Psst" not in texts(workspace.messages(SUPPORT, ADA))


def test_edited_message_keeps_its_place_and_says_so(workspace: Workspace) -> None:
    posted = workspace.post(Posted(SUPPORT, workspace.new_ts(), BOT_USER, "Old"))
    workspace.says(BEN, SUPPORT, "Next")

    edited = workspace.edit(posted, "New", [section()])

    assert texts(workspace.messages(SUPPORT, BEN))[-2:] == ["New", "Next"]
    assert (edited.ts, edited.edited) == (posted.ts, True)
    assert edited.payload()["edited"] == {"user": BOT_USER, "ts": posted.ts}


def test_parts_without_ids_get_some(workspace: Workspace) -> None:
    posted = workspace.post(
        Posted(
            SUPPORT, workspace.new_ts(), BOT_USER, "T", [section(), actions(without("action_id", button()))]
        )
    )

    first, second = posted.blocks
    assert first["block_id"] != second["block_id"]
    assert second["elements"][0]["action_id"]


def test_start_over_brings_back_the_beginning(workspace: Workspace) -> None:
    before = texts(workspace.messages(SUPPORT, BEN))
    workspace.says(BEN, SUPPORT, "Hello")
    workspace.screens.publishes(BEN, {"type": "home", "blocks": []})
    version = workspace.changes.version

    workspace.start_over()

    assert texts(workspace.messages(SUPPORT, BEN)) == before
    assert workspace.screens.homes == {}
    assert workspace.changes.version > version
