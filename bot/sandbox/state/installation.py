"""What the app may do in the workspace that installed it."""

from dataclasses import dataclass
from typing import Self

from bot.sandbox.values import Json


@dataclass(frozen=True)
class Installation:
    """``scopes`` are those of its bot token; which tabs it has decides where people find it."""

    scopes: frozenset[str]
    has_home: bool = True
    has_messages: bool = True

    @classmethod
    def of(cls, manifest: Json) -> Self:
        tabs = manifest["features"].get("app_home", {})
        return cls(
            frozenset(manifest["oauth_config"]["scopes"]["bot"]),
            has_home=tabs.get("home_tab_enabled", False),
            has_messages=tabs.get("messages_tab_enabled", False),
        )
