"""Every entrance from Slack that the app has, as ``register`` lists them."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.scheduling.services import Services
from bot.slack import register
from bot.slack.people import SlackPeople
from bot.slack.web_api import web_client


class Entrances(AsyncApp):
    """An app that remembers what is registered with it."""

    def __init__(self) -> None:
        super().__init__(name="test", client=web_client("xoxb-made-up", "http://slack.invalid/api/", 1))
        self.commands: list[str] = []
        self.shortcuts: list[tuple[str, str]] = []
        self.events: list[str] = []
        self.actions: list[str] = []
        self.views: list[str] = []
        self.lists: list[str] = []

    @classmethod
    def of(cls, services: Services) -> "Entrances":
        entrances = cls()
        register(entrances, SlackPeople(services.people, frozenset()), services)
        return entrances

    def command(self, command: Any, *args: Any, **kwargs: Any) -> Any:
        self.commands.append(command)
        return super().command(command, *args, **kwargs)

    def shortcut(self, constraints: Any, *args: Any, **kwargs: Any) -> Any:
        self.shortcuts.append((constraints["type"], constraints["callback_id"]))
        return super().shortcut(constraints, *args, **kwargs)

    def event(self, event: Any, *args: Any, **kwargs: Any) -> Any:
        self.events.append(event)
        return super().event(event, *args, **kwargs)

    def action(self, constraints: Any, *args: Any, **kwargs: Any) -> Any:
        self.actions.append(_named(constraints))
        return super().action(constraints, *args, **kwargs)

    def view(self, constraints: Any, *args: Any, **kwargs: Any) -> Any:
        self.views.append(_named(constraints))
        return super().view(constraints, *args, **kwargs)

    def options(self, constraints: Any, *args: Any, **kwargs: Any) -> Any:
        self.lists.append(_named(constraints))
        return super().options(constraints, *args, **kwargs)


def _named(constraints: str | re.Pattern[str]) -> str:
    """Several with one beginning stand as that: ``home_go:``."""
    return constraints if isinstance(constraints, str) else constraints.pattern.removesuffix(".*")
