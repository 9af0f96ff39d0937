"""The methods of the Web API that say who is there, and where."""

from bot.sandbox.refusals import Refused
from bot.sandbox.state.accounts import ACME, BOT_ID, BOT_USER, Account
from bot.sandbox.state.conversations import Conversation
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json


def auth_test(workspace: Workspace, arguments: Json) -> Json:  # noqa: ARG001
    return {
        "url": ACME.address,
        "team": ACME.name,
        "user": workspace.accounts[BOT_USER].name,
        "team_id": ACME.id,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def users_info(workspace: Workspace, arguments: Json) -> Json:
    return {"user": person(workspace, arguments["user"]).profile()}


def users_list(workspace: Workspace, arguments: Json) -> Json:  # noqa: ARG001
    own = (account for account in workspace.accounts.values() if not account.is_external)
    profiles = [account.profile() for account in own]
    return {"members": profiles, "response_metadata": {"next_cursor": ""}}


def conversations_info(workspace: Workspace, arguments: Json) -> Json:
    conversation = known_conversation(workspace, arguments["channel"])
    is_channel = conversation.kind in ("channel", "private")
    return {
        "channel": {
            "id": conversation.id,
            "name": conversation.name,
            "is_channel": is_channel,
            "is_private": conversation.kind != "channel",
            "is_im": not is_channel,
            "is_archived": conversation.is_archived,
            "is_member": conversation.has_bot,
            "is_ext_shared": bool(conversation.shared_with),
        }
    }


def conversations_open(workspace: Workspace, arguments: Json) -> Json:
    """With one person. With several, the app would need leave that nobody gave it."""
    account = person(workspace, arguments["users"])
    if account.standing == "App":
        raise Refused("cannot_dm_bot")
    if account.is_deactivated:
        raise Refused("user_disabled")
    return {"channel": {"id": workspace.with_app(account.id).id}}


def person(workspace: Workspace, user_id: str) -> Account:
    if user_id not in workspace.accounts:
        raise Refused("user_not_found")
    return workspace.accounts[user_id]


def addressed_conversation(workspace: Workspace, channel: str) -> Conversation:
    """A conversation by its id, or a person's with the app by theirs, be they deactivated.

    Messages that are there already are found by the conversation's own id alone.
    """
    account = workspace.accounts.get(channel)
    if account is not None and account.standing != "App":
        return workspace.with_app(account.id)
    return known_conversation(workspace, channel)


def known_conversation(workspace: Workspace, channel: str) -> Conversation:
    """A conversation by its id. The app knows none of people's own."""
    found = workspace.conversations.get(channel)
    if found is None or not (found.has_bot or found.kind == "channel"):
        raise Refused("channel_not_found")
    return found
