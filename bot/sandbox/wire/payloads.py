"""What Slack sends to the app, in the shapes that its documentation gives. Pure: from values to JSON."""

from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from bot.sandbox.state.accounts import ACME, APP_ID, BOT_USER, Account, Team
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
        "team_id": ACME.id,
        "team_domain": ACME.domain,
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
        "team": _team(ACME),
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
    """An element of a message was used; ``values`` is what stands in all of them, by block and action."""
    return {
        **_interaction("block_actions", deed),
        **_within(conversation, message),
        "trigger_id": trigger_id,
        "response_url": response_url,
        "state": {"values": values},
        "actions": [action | {"action_ts": deed.ts}],
    }


def press_in_view(deed: Deed, view: OpenView, action: Json, *, trigger_id: str) -> Json:
    """An element of a modal or of the home tab was used."""
    return {
        **_interaction_in_view("block_actions", deed, view),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": trigger_id,
        "actions": [action | {"action_ts": deed.ts}],
    }


def submission(deed: Deed, view: OpenView, response_urls: list[Json], *, trigger_id: str) -> Json:
    return {
        **_interaction_in_view("view_submission", deed, view),
        "trigger_id": trigger_id,
        "response_urls": response_urls,
    }


def closing(deed: Deed, view: OpenView, *, is_cleared: bool) -> Json:
    """``is_cleared``: with it, all that lies below it was closed."""
    return {**_interaction_in_view("view_closed", deed, view), "is_cleared": is_cleared}


def search(deed: Deed, view: OpenView, block_id: str, action_id: str, typed: str) -> Json:
    """Somebody types into a menu of a view that the app fills."""
    return {
        **_interaction_in_view("block_suggestion", deed, view),
        "container": {"type": "view", "view_id": view.id},
        "block_id": block_id,
        "action_id": action_id,
        "value": typed,
    }


def search_in_message(
    deed: Deed, conversation: Conversation, message: Posted, block_id: str, action_id: str, typed: str
) -> Json:
    """The same in a message."""
    return {
        **_interaction("block_suggestion", deed),
        **_within(conversation, message),
        "block_id": block_id,
        "action_id": action_id,
        "value": typed,
    }


def home_opened(deed: Deed, conversation: Conversation, tab: str, view: OpenView | None) -> Json:
    """``tab`` is "home" or "messages"."""
    event: dict[str, Any] = {
        "type": "app_home_opened",
        "user": deed.by.id,
        "channel": conversation.id,
        "tab": tab,
        **({"view": view.payload()} if view and tab == "home" else {}),
    }
    return _event(deed.at, event)


def user_changed(account: Account, at: float) -> Json:
    """Somebody is something else in their workspace from now on."""
    return _event(at, {"type": "user_change", "user": account.profile(), "cache_ts": int(at)})


def _event(at: float, event: Json) -> Json:
    bot = {"enterprise_id": None, "team_id": ACME.id, "user_id": BOT_USER, "is_bot": True}
    return {
        "token": TOKEN,
        "team_id": ACME.id,
        "api_app_id": APP_ID,
        "event": event | {"event_ts": f"{at:.6f}"},
        "type": "event_callback",
        "event_id": f"Ev{token_hex(5).upper()}",
        "event_time": int(at),
        "authorizations": [bot | {"is_enterprise_install": False}],
        "is_ext_shared_channel": False,
    }


def _interaction(kind: str, deed: Deed, team: Team = ACME) -> Json:
    return {
        "type": kind,
        "token": TOKEN,
        "api_app_id": APP_ID,
        "team": _team(team),
        "user": _user(deed.by),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _interaction_in_view(kind: str, deed: Deed, view: OpenView) -> Json:
    """A view is of the team of whoever looks at it. Beside that it tells which one has installed the app."""
    team = deed.by.team
    return {**_interaction(kind, deed, team), "view": view.payload() | {"team_id": team.id}}


def _within(conversation: Conversation, message: Posted) -> Json:
    """Which message it happens in. Of an ephemeral one Slack sends no copy: it has kept none."""
    is_ephemeral = message.ephemeral_to is not None
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": conversation.id,
        "is_ephemeral": is_ephemeral,
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
    }
    return {
        "container": container,
        "channel": _channel(conversation),
        **({} if is_ephemeral else {"message": message.payload()}),
    }


def _team(team: Team) -> Json:
    return {"id": team.id, "domain": team.domain}


def _user(account: Account) -> Json:
    return {"id": account.id, "username": account.name, "name": account.name, "team_id": account.team.id}


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
