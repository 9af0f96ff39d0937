"""The methods of the Web API that post messages and change them."""

from bot.sandbox.api.arguments import wrong_kinds
from bot.sandbox.api.people_methods import addressed_conversation, known_conversation, person
from bot.sandbox.block_kit.block_rules import problems_of_message
from bot.sandbox.refusals import Refused
from bot.sandbox.state.accounts import BOT_USER
from bot.sandbox.state.conversations import Conversation
from bot.sandbox.state.permalinks import Permalink
from bot.sandbox.state.posted import Posted
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json

LONGEST_TEXT = 40_000


def post_message(workspace: Workspace, arguments: Json) -> Json:
    conversation = _open_to_app(workspace, arguments["channel"])
    thread_ts = _thread(workspace, conversation, arguments)
    must_be_good(arguments)
    posted = workspace.post(_message(workspace, conversation, arguments, thread_ts))
    return {"channel": posted.channel, "ts": posted.ts, "message": posted.payload()}


def post_ephemeral(workspace: Workspace, arguments: Json) -> Json:
    conversation = _open_to_app(workspace, arguments["channel"])
    reader = person(workspace, arguments["user"])
    if reader.id not in conversation.members:
        raise Refused("user_not_in_channel")
    thread_ts = _thread(workspace, conversation, arguments)
    must_be_good(arguments)
    posted = workspace.post(_message(workspace, conversation, arguments, thread_ts, ephemeral_to=reader.id))
    return {"message_ts": posted.ts}


def update(workspace: Workspace, arguments: Json) -> Json:
    posted = _own_message(workspace, arguments, "cant_update_message")
    must_be_good(arguments)
    blocks = arguments.get("blocks", posted.blocks)  # without them, those stay that are there
    edited = workspace.edit(posted, arguments.get("text", ""), blocks)
    return {"channel": edited.channel, "ts": edited.ts, "text": edited.text, "message": edited.payload()}


def delete(workspace: Workspace, arguments: Json) -> Json:
    posted = _own_message(workspace, arguments, "cant_delete_message")
    workspace.delete(posted)
    return {"channel": posted.channel, "ts": posted.ts}


def get_permalink(workspace: Workspace, arguments: Json) -> Json:
    conversation = known_conversation(workspace, arguments["channel"])
    posted = workspace.message(conversation.id, arguments["message_ts"], BOT_USER)
    if posted is None:
        raise Refused("message_not_found")
    return {"channel": posted.channel, "permalink": Permalink.of(posted).address}


def must_be_good(message: Json) -> None:
    """Raises ``Refused`` where Slack would not show such a message."""
    if wrong := wrong_kinds(message):
        raise Refused("invalid_arguments", wrong)
    text = message.get("text") or ""
    if not text and not message.get("blocks") and not message.get("attachments"):
        raise Refused("no_text")
    if len(text) > LONGEST_TEXT:
        raise Refused("msg_too_long")
    if problems := problems_of_message(message):
        raise Refused("invalid_blocks", problems)


def _open_to_app(workspace: Workspace, channel: str) -> Conversation:
    conversation = addressed_conversation(workspace, channel)
    if conversation.kind == "app" and not workspace.configuration.has_messages:
        raise Refused("messages_tab_disabled")
    if not conversation.has_bot and "chat:write.public" not in workspace.configuration.scopes:
        raise Refused("not_in_channel")
    if conversation.is_archived:
        raise Refused("is_archived")
    return conversation


def _thread(workspace: Workspace, conversation: Conversation, arguments: Json) -> str | None:
    thread_ts: str | None = arguments.get("thread_ts")
    if thread_ts is None:
        return None
    parent = workspace.message(conversation.id, thread_ts, BOT_USER)
    if parent is None:
        raise Refused("thread_not_found")
    if parent.thread_ts is not None:
        raise Refused("cannot_reply_to_message")
    return thread_ts


def _message(
    workspace: Workspace,
    conversation: Conversation,
    arguments: Json,
    thread_ts: str | None,
    ephemeral_to: str | None = None,
) -> Posted:
    text, blocks = arguments.get("text") or "", arguments.get("blocks") or []
    return Posted(
        conversation.id,
        workspace.new_ts(),
        BOT_USER,
        text,
        blocks,
        thread_ts,
        ephemeral_to=ephemeral_to,
        has_attachments=bool(arguments.get("attachments")),
    )


def _own_message(workspace: Workspace, arguments: Json, otherwise: str) -> Posted:
    """A message of the app's own. Ephemeral ones have no address."""
    conversation = known_conversation(workspace, arguments["channel"])
    posted = workspace.message(conversation.id, arguments["ts"], BOT_USER)
    if posted is None:
        raise Refused("message_not_found")
    if posted.author != BOT_USER:
        raise Refused(otherwise)
    return posted
