"""The Web API answers as Slack does, and refuses with Slack's codes."""

from dataclasses import replace

import pytest

from bot.sandbox.api.methods import METHODS, perform
from bot.sandbox.state.accounts import BOT_USER
from bot.sandbox.state.acme import ADA, BEN, BEN_AND_PRIYA, DANA, GENERAL, SHARED, SUPPORT, VIP
from bot.sandbox.state.permalinks import Permalink
from bot.sandbox.state.posted import Posted
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json
from tests.sandbox.block_kit import actions, button, modal, section, text_input
from tests.sandbox.calling import code, done

FORM = modal(text_input())
EVERY_SCOPE = frozenset(method.scope for method in METHODS.values() if method.scope)


@pytest.fixture
def workspace(workspace: Workspace) -> Workspace:
    """One that has given the app all that it can ask for."""
    workspace.configuration = replace(workspace.configuration, scopes=EVERY_SCOPE, has_home=True)
    return workspace


@pytest.fixture
def card(workspace: Workspace) -> Posted:
    """A message of the app's, in #support."""
    return workspace.post(Posted(SUPPORT, workspace.new_ts(), BOT_USER, "Card", [section()]))


# Who and where.


def test_token_belongs_to_the_app(workspace: Workspace) -> None:
    answer = done(workspace, "auth.test")

    assert (answer["team_id"], answer["user_id"]) == ("T0ACME", BOT_USER)


def test_people_are_known(workspace: Workspace) -> None:
    ada = done(workspace, "users.info", user=ADA)["user"]

    assert (ada["real_name"], ada["is_owner"], ada["is_restricted"]) == ("Ada Lima", True, False)
    assert code(workspace, "users.info", user="U0NOBODY") == "user_not_found"
    assert ada in done(workspace, "users.list")["members"]


def test_people_of_other_workspaces_are_known_but_not_listed(workspace: Workspace) -> None:
    dana = done(workspace, "users.info", user=DANA)["user"]

    assert (dana["team_id"], dana["is_stranger"]) == ("T0HARBOR", False)
    assert DANA not in {each["id"] for each in done(workspace, "users.list")["members"]}


def test_whoever_has_left_is_known_and_can_be_written_to_if_not_met(workspace: Workspace) -> None:
    workspace.gives_standing(BEN, "Deactivated")

    assert done(workspace, "users.info", user=BEN)["user"]["deleted"] is True
    assert code(workspace, "conversations.open", users=BEN) == "user_disabled"
    done(workspace, "chat.postMessage", channel=BEN, text="Too late")


def test_shared_channel_is_known_as_one(workspace: Workspace) -> None:
    shared = {
        channel: done(workspace, "conversations.info", channel=channel)["channel"]["is_ext_shared"]
        for channel in (SHARED, SUPPORT)
    }

    assert shared == {SHARED: True, SUPPORT: False}


def test_conversations_are_known_as_far_as_the_app_may_know_them(workspace: Workspace) -> None:
    assert done(workspace, "conversations.info", channel=SUPPORT)["channel"]["is_member"] is True
    assert done(workspace, "conversations.info", channel=GENERAL)["channel"]["is_member"] is False
    assert code(workspace, "conversations.info", channel=VIP) == "channel_not_found"
    assert code(workspace, "conversations.info", channel=BEN_AND_PRIYA) == "channel_not_found"


def test_app_opens_its_conversation_with_anybody(workspace: Workspace) -> None:
    assert done(workspace, "conversations.open", users="U0ANA")["channel"] == {"id": "D0ANA"}
    assert code(workspace, "conversations.open", users=BOT_USER) == "cannot_dm_bot"


# Messages.


def test_message_is_posted(workspace: Workspace) -> None:
    answer = done(workspace, "chat.postMessage", channel=SUPPORT, text="Hello", blocks=[section()])

    (*_, last) = workspace.messages(SUPPORT, BEN)
    assert (last.author, last.text, last.ts) == (BOT_USER, "Hello", answer["ts"])
    assert answer["message"] == last.payload()


def test_message_to_a_person_goes_to_their_conversation_with_the_app(workspace: Workspace) -> None:
    assert done(workspace, "chat.postMessage", channel=BEN, text="Hello")["channel"] == "D0BEN"


def test_reply_goes_into_the_thread(workspace: Workspace, card: Posted) -> None:
    done(workspace, "chat.postMessage", channel=SUPPORT, thread_ts=card.ts, text="Reply")

    assert [posted.text for posted in workspace.thread(SUPPORT, card.ts, BEN)] == ["Card", "Reply"]


def test_reply_to_a_reply_is_refused(workspace: Workspace, card: Posted) -> None:
    reply = workspace.says(BEN, SUPPORT, "Reply", card.ts)

    refused = code(workspace, "chat.postMessage", channel=SUPPORT, thread_ts=reply.ts, text="T")

    assert refused == "cannot_reply_to_message"


def test_reply_to_what_only_one_person_saw_is_refused(workspace: Workspace) -> None:
    whisper = workspace.post(Posted(SUPPORT, workspace.new_ts(), BOT_USER, "Psst", ephemeral_to=BEN))

    refused = code(workspace, "chat.postMessage", channel=SUPPORT, thread_ts=whisper.ts, text="T")

    assert refused == "thread_not_found"


BAD_POSTS: dict[str, tuple[Json, str]] = {
    "private_without_the_app": ({"channel": VIP}, "channel_not_found"),
    "between_people": ({"channel": BEN_AND_PRIYA}, "channel_not_found"),
    "no_such_channel": ({"channel": "C0NOWHERE"}, "channel_not_found"),
    "public_without_the_app": ({"channel": GENERAL}, "not_in_channel"),
    "to_itself": ({"channel": BOT_USER}, "channel_not_found"),
    "no_such_thread": ({"thread_ts": "1.000001"}, "thread_not_found"),
    "nothing_to_say": ({"text": ""}, "no_text"),
    "no_blocks_either": ({"text": "", "blocks": []}, "no_text"),
    "too_much_to_say": ({"text": "T" * 40_001}, "msg_too_long"),
    "bad_blocks": ({"blocks": [section("")]}, "invalid_blocks"),
    "blocks_that_are_none": ({"blocks": "section"}, "invalid_arguments"),
    "channel_that_is_none": ({"channel": 7}, "invalid_arguments"),
    "no_channel": ({"channel": ""}, "invalid_arguments"),
}


@pytest.mark.parametrize(("arguments", "refusal"), BAD_POSTS.values(), ids=BAD_POSTS.keys())
def test_bad_post_is_refused_and_posts_nothing(workspace: Workspace, arguments: Json, refusal: str) -> None:
    before = workspace.changes.version

    assert code(workspace, "chat.postMessage", **{"channel": SUPPORT, "text": "T", **arguments}) == refusal
    assert workspace.changes.version == before


def test_archived_channel_takes_nothing(workspace: Workspace) -> None:
    workspace.conversations[SUPPORT].is_archived = True

    assert code(workspace, "chat.postMessage", channel=SUPPORT, text="T") == "is_archived"


def test_public_channels_are_open_to_whom_may_write_everywhere(workspace: Workspace) -> None:
    workspace.configuration = replace(workspace.configuration, scopes=EVERY_SCOPE | {"chat:write.public"})

    done(workspace, "chat.postMessage", channel=GENERAL, text="Hello")


def test_app_without_a_messages_tab_cannot_write_to_people(workspace: Workspace) -> None:
    workspace.configuration = replace(workspace.configuration, has_messages=False)

    assert code(workspace, "chat.postMessage", channel=BEN, text="Hello") == "messages_tab_disabled"


def test_refusal_says_what_is_wrong_with_the_blocks(workspace: Workspace) -> None:
    answer = perform(workspace, "chat.postMessage", {"channel": SUPPORT, "blocks": [section("S" * 3001)]})

    assert answer == {
        "ok": False,
        "error": "invalid_blocks",
        "response_metadata": {
            "messages": ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"]
        },
    }


def test_ephemeral_message_is_seen_by_one_who_is_there(workspace: Workspace) -> None:
    answer = done(workspace, "chat.postEphemeral", channel=SUPPORT, user=BEN, text="Psst")

    posted = workspace.message(SUPPORT, answer["message_ts"], BEN)
    assert posted is not None
    assert posted.ephemeral_to == BEN


@pytest.mark.parametrize(
    ("channel", "user", "refusal"),
    [
        (SUPPORT, "U0NOBODY", "user_not_found"),
        ("D0BEN", ADA, "user_not_in_channel"),
        (GENERAL, BEN, "not_in_channel"),
    ],
)
def test_ephemeral_message_is_refused(workspace: Workspace, channel: str, user: str, refusal: str) -> None:
    assert code(workspace, "chat.postEphemeral", channel=channel, user=user, text="Psst") == refusal


def test_message_is_edited_in_place(workspace: Workspace, card: Posted) -> None:
    done(workspace, "chat.update", channel=SUPPORT, ts=card.ts, text="New", blocks=[actions(button())])

    edited = workspace.message(SUPPORT, card.ts, BEN)
    assert edited is not None
    assert (edited.text, edited.blocks[0]["type"]) == ("New", "actions")


def test_message_is_deleted(workspace: Workspace, card: Posted) -> None:
    done(workspace, "chat.delete", channel=SUPPORT, ts=card.ts)

    assert workspace.message(SUPPORT, card.ts, BEN) is None
    assert code(workspace, "chat.delete", channel=SUPPORT, ts=card.ts) == "message_not_found"


def test_only_the_app_s_own_messages_can_be_changed(workspace: Workspace) -> None:
    said = workspace.says(BEN, SUPPORT, "Mine")

    assert code(workspace, "chat.update", channel=SUPPORT, ts=said.ts, text="T") == "cant_update_message"
    assert code(workspace, "chat.delete", channel=SUPPORT, ts=said.ts) == "cant_delete_message"


def test_ephemeral_message_cannot_be_changed(workspace: Workspace) -> None:
    ts = done(workspace, "chat.postEphemeral", channel=SUPPORT, user=BEN, text="Psst")["message_ts"]

    assert code(workspace, "chat.update", channel=SUPPORT, ts=ts, text="T") == "message_not_found"


def test_bad_edit_changes_nothing(workspace: Workspace, card: Posted) -> None:
    assert (
        code(workspace, "chat.update", channel=SUPPORT, ts=card.ts, blocks=[section("")]) == "invalid_blocks"
    )
    assert workspace.message(SUPPORT, card.ts, BEN) == card


def test_blocks_stay_unless_there_are_others(workspace: Workspace, card: Posted) -> None:
    kept = done(workspace, "chat.update", channel=SUPPORT, ts=card.ts, text="New")["message"]
    gone = done(workspace, "chat.update", channel=SUPPORT, ts=card.ts, text="New", blocks=[])["message"]

    assert kept["blocks"] == card.blocks
    assert "blocks" not in gone


def test_permalink_of_a_message(workspace: Workspace, card: Posted) -> None:
    answer = done(workspace, "chat.getPermalink", channel=SUPPORT, message_ts=card.ts)

    assert answer["permalink"] == Permalink.of(card).address
    assert code(workspace, "chat.getPermalink", channel=VIP, message_ts=card.ts) == "channel_not_found"
    assert code(workspace, "chat.getPermalink", channel=SUPPORT, message_ts="1.2") == "message_not_found"


def test_messages_are_found_by_their_conversation_and_not_by_a_person(workspace: Workspace) -> None:
    posted = done(workspace, "chat.postMessage", channel=BEN, text="Hello")

    assert code(workspace, "chat.update", channel=BEN, ts=posted["ts"], text="Hi") == "channel_not_found"
    done(workspace, "chat.update", channel=posted["channel"], ts=posted["ts"], text="Hi")


# All of them.


def test_unknown_method_is_refused(workspace: Workspace) -> None:
    assert code(workspace, "chat.meMessage") == "unknown_method"


def test_method_beyond_the_app_s_scopes_is_refused(workspace: Workspace) -> None:
    workspace.configuration = replace(workspace.configuration, scopes=frozenset({"commands"}))

    assert perform(workspace, "chat.postMessage", {"channel": SUPPORT, "text": "T"}) == {
        "ok": False,
        "error": "missing_scope",
        "needed": "chat:write",
        "provided": "commands",
    }


@pytest.mark.parametrize("method", METHODS)
def test_missing_arguments_are_named(workspace: Workspace, method: str) -> None:
    needed = METHODS[method].needs
    messages = [f"[ERROR] missing required field: {name}" for name in needed]

    answer = perform(workspace, method, {})

    assert answer["ok"] is not bool(needed)
    assert answer.get("response_metadata", {}).get("messages", []) == messages
