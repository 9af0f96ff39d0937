"""The conversations of a workspace."""

from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.values import Json

Kind = Literal["channel", "private", "direct", "app"]

NAMES_IN_FILTERS: dict[Kind, str] = {"channel": "public", "private": "private", "direct": "im", "app": "im"}


@dataclass
class Conversation:
    """``kind`` "channel" is a public one, "direct" people among themselves, "app" one person with the app."""

    id: str
    name: str
    kind: Kind
    members: frozenset[str] = field(default_factory=frozenset)
    has_bot: bool = False
    shared_with: str = ""
    """The company whose people are in it too (Slack Connect)."""
    is_archived: bool = False


def direct_messages(user_id: str) -> str:
    """The id of a person's conversation with the app."""
    return f"D{user_id[1:]}"


def is_offered(conversation: Conversation, element: Json) -> bool:
    """Does a menu of conversations offer this one?"""
    if element["type"].endswith("channels_select"):
        return conversation.kind == "channel"
    wanted = element.get("filter", {})
    if conversation.kind == "app" and wanted.get("exclude_bot_users"):
        return False
    if conversation.shared_with and wanted.get("exclude_external_shared_channels"):
        return False
    return NAMES_IN_FILTERS[conversation.kind] in wanted.get("include", NAMES_IN_FILTERS.values())
