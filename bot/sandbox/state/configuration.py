"""What Slack knows of the app before the app says anything, and lets it do: its manifest, read."""

from dataclasses import dataclass
from typing import Self

from bot.sandbox.state.conversations import Conversation
from bot.sandbox.values import Json


@dataclass(frozen=True)
class SlashCommand:
    name: str
    url: str
    description: str
    usage_hint: str
    escapes: bool
    """Does the app want people and channels by their ids?"""


@dataclass(frozen=True)
class Shortcut:
    name: str
    callback_id: str
    description: str


@dataclass(frozen=True)
class Configuration:
    """Addresses are empty, and lists too, where the manifest has none."""

    app_name: str
    about: str
    scopes: frozenset[str]
    """What the app may do in a workspace that has installed it: those of its bot token."""
    commands: tuple[SlashCommand, ...]
    global_shortcuts: tuple[Shortcut, ...]
    message_shortcuts: tuple[Shortcut, ...]
    has_home: bool
    has_messages: bool
    takes_messages: bool
    """May a person write to the app?"""
    events: frozenset[str]
    events_url: str
    interactivity_url: str
    options_url: str

    @classmethod
    def of(cls, manifest: Json) -> Self:
        features, settings = manifest["features"], manifest.get("settings", {})
        home = features.get("app_home", {})
        subscriptions, interactivity = (
            settings.get("event_subscriptions", {}),
            settings.get("interactivity", {}),
        )
        return cls(
            app_name=features["bot_user"]["display_name"],
            about=manifest["display_information"].get("description", ""),
            scopes=frozenset(manifest["oauth_config"]["scopes"]["bot"]),
            commands=tuple(map(_command, features.get("slash_commands", []))),
            global_shortcuts=_shortcuts(features, "global"),
            message_shortcuts=_shortcuts(features, "message"),
            has_home=home.get("home_tab_enabled", False),
            has_messages=home.get("messages_tab_enabled", False),
            takes_messages=not home.get("messages_tab_read_only_enabled", False),
            events=frozenset(subscriptions.get("bot_events", [])),
            events_url=subscriptions.get("request_url", ""),
            interactivity_url=interactivity.get("request_url", ""),
            options_url=interactivity.get("message_menu_options_url", ""),
        )

    def address_for(self, payload: Json) -> str:
        """Where Slack sends such a payload."""
        match payload:
            case {"command": name}:
                command = self.command(name)
                return command.url if command else ""
            case {"type": "event_callback"}:
                return self.events_url
            case {"type": "block_suggestion"}:
                return self.options_url
            case _:
                return self.interactivity_url

    def command(self, name: str) -> SlashCommand | None:
        return next((command for command in self.commands if command.name == name), None)

    def lets_write_in(self, conversation: Conversation) -> bool:
        """An app can take no messages."""
        return conversation.kind != "app" or self.takes_messages


def _command(written: Json) -> SlashCommand:
    return SlashCommand(
        written["command"],
        written["url"],
        written["description"],
        written.get("usage_hint", ""),
        written.get("should_escape", False),
    )


def _shortcuts(features: Json, kind: str) -> tuple[Shortcut, ...]:
    written = (shortcut for shortcut in features.get("shortcuts", []) if shortcut["type"] == kind)
    return tuple(Shortcut(each["name"], each["callback_id"], each["description"]) for each in written)
