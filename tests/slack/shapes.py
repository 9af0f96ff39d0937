"""Payloads in the shapes that Slack's documentation gives, with the parts that this app has no use for."""

from typing import Any

from tests.slack.open_view import OpenView
from tests.slack.posted import Posted
from tests.slack.workspace import TEAM

Json = dict[str, Any]

NOW = "1764600000.000001"


def command(command: str, text: str, *, user: str, channel: str, trigger_id: str, response_url: str) -> Json:
    return {
        "token": "deprecated",
        "team_id": TEAM,
        "team_domain": "acme",
        "channel_id": channel,
        "channel_name": "support",
        "user_id": user,
        "user_name": user.lower(),
        "command": command,
        "text": text,
        "api_app_id": "A0ONETIME",
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def global_shortcut(callback_id: str, *, user: str, trigger_id: str) -> Json:
    shortcut = {"callback_id": callback_id, "trigger_id": trigger_id, "action_ts": NOW}
    return _interaction("shortcut", user) | shortcut


def message_shortcut(
    callback_id: str,
    *,
    user: str,
    channel: str,
    ts: str,
    thread_ts: str | None,
    trigger_id: str,
    response_url: str,
) -> Json:
    message = {"type": "message", "user": "U0CAT", "ts": ts, "text": "My printer is on fire"}
    return _interaction("message_action", user) | {
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "response_url": response_url,
        "channel": {"id": channel, "name": "support"},
        "message_ts": ts,
        "message": message | ({"thread_ts": thread_ts} if thread_ts else {}),
    }


def toggle(view: OpenView, label: str, *, user: str, trigger_id: str) -> Json:
    """An input that tells of its changes was changed, to what ``view`` says."""
    block = view.input(label)
    block_id, action_id = block["block_id"], block["element"]["action_id"]
    action = {"block_id": block_id, "action_id": action_id, "action_ts": NOW}
    return _interaction("block_actions", user) | {
        "trigger_id": trigger_id,
        "container": {"type": "view", "view_id": view.id},
        "view": view.payload(),
        "actions": [action | view.state()[block_id][action_id]],
    }


def search(view: OpenView, label: str, typed: str, *, user: str) -> Json:
    block = view.input(label)
    return _interaction("block_suggestion", user) | {
        "container": {"type": "view", "view_id": view.id},
        "view": view.payload(),
        "block_id": block["block_id"],
        "action_id": block["element"]["action_id"],
        "value": typed,
    }


def submission(view: OpenView, *, user: str, trigger_id: str) -> Json:
    submitted = {"trigger_id": trigger_id, "view": view.payload(), "response_urls": []}
    return _interaction("view_submission", user) | submitted


def press(message: Posted, button: Json, *, user: str, trigger_id: str, response_url: str) -> Json:
    return _interaction("block_actions", user) | {
        "trigger_id": trigger_id,
        "response_url": response_url,
        "channel": {"id": message.channel, "name": "support"},
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": message.ephemeral,
        },
        "actions": [
            {**{name: button[name] for name in ("type", "action_id", "value", "text")}, "action_ts": NOW}
        ],
    }


def _interaction(kind: str, user: str) -> Json:
    return {
        "type": kind,
        "token": "deprecated",
        "api_app_id": "A0ONETIME",
        "team": {"id": TEAM, "domain": "acme"},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM},
    }
