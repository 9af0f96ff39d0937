"""What Slack sends to the app, in the shapes that its documentation gives. Pure: from values to JSON."""

from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from bot.sandbox.state.accounts import APP_ID, BOT_USER, TEAM_DOMAIN, TEAM_ID, Account
from bot.sandbox.state.conversations import Conversation
from bot.sandbox.state.open_view import OpenView
from bot.sandbox.state.posted import Posted
from bot.sandbox.values import Json

TOKEN = "deprecated"  # noqa: S105  Slack still sends one, and says not to go by it
"""What Slack had before it signed."""


@dataclass(frozen=True)
class Deed:
    """That somebody does something, at a moment (seconds since 1970)."""

    by: Account
    at: float

    @property
    def ts(self) -> str:
        return f"{self.at:.6f}"


def command(
    deed: Deed, conversation: Conversation, name: str, text: str, *, trigger_id: str, response_url: str
) -> Json:
    """``/name text``. It goes out as a form, in which all is text."""
    return {
        "token": TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": conversation.id,
        "channel_name": _name(conversation),
        "user_id": deed.by.id,
        "user_name": deed.by.name,
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def global_shortcut(deed: Deed, callback_id: str, *, trigger_id: str) -> Json:
    """Used from nowhere in particular: it says nothing of a conversation."""
    return {
        "type": "shortcut",
        "token": TOKEN,
        "action_ts": deed.ts,
        "team": _team(),
        "user": _user(deed.by),
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": callback_id,
        "trigger_id": trigger_id,
    }


def message_shortcut(
    deed: Deed,
    callback_id: str,
    conversation: Conversation,
    message: Posted,
    *,
    trigger_id: str,
    response_url: str,
) -> Json:
    return {
        **global_shortcut(deed, callback_id, trigger_id=trigger_id),
        "type": "message_action",
        "response_url": response_url,
        "channel": _channel(conversation),
        "message_ts": message.ts,
        "message": message.payload(),
    }


def press_in_message(
    deed: Deed,
    conversation: Conversation,
    message: Posted,
    action: Json,
    values: Json,
    *,
    trigger_id: str,
    response_url: str,
) -> Json:
    """An element of a message was used; ``values`` is what stands in all of them, by block and action.

    Of an ephemeral message Slack sends no copy: it has kept none.
    """
    is_ephemeral = message.ephemeral_to is not None
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": conversation.id,
        "is_ephemeral": is_ephemeral,
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
    }
    return {
        **_interaction("block_actions", deed),
        "container": container,
        "trigger_id": trigger_id,
        "response_url": response_url,
        "channel": _channel(conversation),
        **({} if is_ephemeral else {"message": message.payload()}),
        "state": {"values": values},
        "actions": [action | {"action_ts": deed.ts}],
    }


def press_in_view(deed: Deed, view: OpenView, action: Json, *, trigger_id: str) -> Json:
    """An element of a modal or of the home tab was used."""
    return {
        **_interaction("block_actions", deed),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": trigger_id,
        "view": view.payload(),
        "actions": [action | {"action_ts": deed.ts}],
    }


def submission(deed: Deed, view: OpenView, response_urls: list[Json], *, trigger_id: str) -> Json:
    return {
        **_interaction("view_submission", deed),
        "trigger_id": trigger_id,
        "view": view.payload(),
        "response_urls": response_urls,
    }


def closing(deed: Deed, view: OpenView, *, is_cleared: bool) -> Json:
    """``is_cleared``: with it, all that lies below it was closed."""
    return {**_interaction("view_closed", deed), "view": view.payload(), "is_cleared": is_cleared}


def search(deed: Deed, view: OpenView, block_id: str, action_id: str, typed: str) -> Json:
    """Somebody types into a menu that the app fills."""
    return {
        **_interaction("block_suggestion", deed),
        "container": {"type": "view", "view_id": view.id},
        "view": view.payload(),
        "block_id": block_id,
        "action_id": action_id,
        "value": typed,
    }


def home_opened(deed: Deed, conversation: Conversation, tab: str, view: OpenView | None) -> Json:
    """The event ``app_home_opened``; ``tab`` is "home" or "messages"."""
    event: dict[str, Any] = {
        "type": "app_home_opened",
        "user": deed.by.id,
        "channel": conversation.id,
        "tab": tab,
        "event_ts": deed.ts,
        **({"view": view.payload()} if view and tab == "home" else {}),
    }
    bot = {"enterprise_id": None, "team_id": TEAM_ID, "user_id": BOT_USER, "is_bot": True}
    return {
        "token": TOKEN,
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{token_hex(5).upper()}",
        "event_time": int(deed.at),
        "authorizations": [bot | {"is_enterprise_install": False}],
        "is_ext_shared_channel": False,
    }


def _interaction(kind: str, deed: Deed) -> Json:
    return {
        "type": kind,
        "token": TOKEN,
        "api_app_id": APP_ID,
        "team": _team(),
        "user": _user(deed.by),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _team() -> Json:
    return {"id": TEAM_ID, "domain": TEAM_DOMAIN}


def _user(account: Account) -> Json:
    return {"id": account.id, "username": account.name, "name": account.name, "team_id": TEAM_ID}


def _channel(conversation: Conversation) -> Json:
    return {"id": conversation.id, "name": _name(conversation)}


def _name(conversation: Conversation) -> str:
    """As Slack calls it in payloads: it gives no names of direct messages and private channels away."""
    match conversation.kind:
        case "channel":
            return conversation.name
        case "private":
            return "privategroup"
        case _:
            return "directmessage"
