"""What the app answers to a response URL."""

from bot.sandbox.api.chat_methods import must_be_good
from bot.sandbox.refusals import Refused
from bot.sandbox.state.accounts import BOT_USER
from bot.sandbox.state.posted import Posted
from bot.sandbox.state.response_urls import ResponseUrl
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json


def respond(workspace: Workspace, token: str, message: Json) -> None:
    """Show the message, or put it in the place of the one that was acted on, or take that away.

    The app need not be in the conversation. Raises ``Refused``.
    """
    given = workspace.response_urls.good(token)
    acted_on = workspace.message(given.channel, given.message_ts or "", given.user_id)
    if message.get("delete_original"):
        workspace.delete(_must_be(acted_on))
    else:
        must_be_good(message)
        if message.get("replace_original") and acted_on is not None:
            workspace.edit(_must_be(acted_on), message.get("text") or "", message.get("blocks") or [])
        else:
            _show(workspace, given, message)
    given.uses_left -= 1


def _must_be(acted_on: Posted | None) -> Posted:
    """The app may change its own messages alone."""
    if acted_on is None or acted_on.author != BOT_USER:
        raise Refused("message_not_found")
    return acted_on


def _show(workspace: Workspace, given: ResponseUrl, message: Json) -> None:
    in_channel = message.get("response_type") == "in_channel"
    workspace.post(
        Posted(
            given.channel,
            workspace.new_ts(),
            BOT_USER,
            message.get("text") or "",
            message.get("blocks") or [],
            message.get("thread_ts") or given.thread_ts,
            ephemeral_to=None if in_channel else given.user_id,
            has_attachments=bool(message.get("attachments")),
        )
    )
