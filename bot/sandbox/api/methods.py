"""The Web API: which methods there are, what each needs, and how any of them is performed."""

from collections.abc import Callable
from typing import NamedTuple

from bot.sandbox.api import chat_methods, people_methods, view_methods
from bot.sandbox.api.arguments import wrong_kinds
from bot.sandbox.refusals import Refused
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json


class Method(NamedTuple):
    """``needs`` are arguments; ``scope`` is what the app must have been given, if anything."""

    does: Callable[[Workspace, Json], Json]
    needs: tuple[str, ...] = ()
    scope: str | None = None


METHODS = {
    "auth.test": Method(people_methods.auth_test),
    "chat.delete": Method(chat_methods.delete, ("channel", "ts"), "chat:write"),
    "chat.getPermalink": Method(chat_methods.get_permalink, ("channel", "message_ts")),
    "chat.postEphemeral": Method(chat_methods.post_ephemeral, ("channel", "user"), "chat:write"),
    "chat.postMessage": Method(chat_methods.post_message, ("channel",), "chat:write"),
    "chat.update": Method(chat_methods.update, ("channel", "ts"), "chat:write"),
    "conversations.info": Method(people_methods.conversations_info, ("channel",), "channels:read"),
    "conversations.open": Method(people_methods.conversations_open, ("users",), "im:write"),
    "users.info": Method(people_methods.users_info, ("user",), "users:read"),
    "users.list": Method(people_methods.users_list, (), "users:read"),
    "views.open": Method(view_methods.open_, ("trigger_id", "view")),
    "views.publish": Method(view_methods.publish, ("user_id", "view")),
    "views.push": Method(view_methods.push, ("trigger_id", "view")),
    "views.update": Method(view_methods.update, ("view",)),
}


def perform(workspace: Workspace, method: str, arguments: Json) -> Json:
    """What Slack answers to a call. Arguments that no method knows are ignored, as they are by Slack."""
    try:
        asked = _known(workspace, method)
        _must_be_whole(asked, arguments)
        return {"ok": True, **asked.does(workspace, arguments)}
    except Refused as refused:
        return refused.answer


def _known(workspace: Workspace, method: str) -> Method:
    if method not in METHODS:
        raise Refused("unknown_method")
    asked, scopes = METHODS[method], workspace.configuration.scopes
    if asked.scope is not None and asked.scope not in scopes:
        raise Refused("missing_scope", needed=asked.scope, provided=",".join(sorted(scopes)))
    return asked


def _must_be_whole(asked: Method, arguments: Json) -> None:
    missing = [f"missing required field: {name}" for name in asked.needs if not arguments.get(name)]
    if problems := [*missing, *wrong_kinds(arguments)]:
        raise Refused("invalid_arguments", problems)
