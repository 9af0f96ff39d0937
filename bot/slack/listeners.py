"""What comes in from Slack, by its kind and its name, and who listens to it."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

Body = dict[str, Any]
Listener = Callable[[AsyncAck, Body, AsyncBoltContext], Awaitable[None]]

ANY = re.compile("")


class ByName(dict[str, Listener]):
    """One listener of each name: of two, one would never hear anything."""

    def __setitem__(self, name: str, listener: Listener) -> None:
        if name in self:
            raise ValueError(f"two listen to {name}")
        super().__setitem__(name, listener)


@dataclass(frozen=True)
class Listeners:
    """Each listener by the name of what it listens to. The name of an action ends before its first colon.

    Bolt by itself would ask all listeners, one after another: of so many that takes as long as most answers.
    """

    commands: ByName = field(default_factory=ByName)
    global_shortcuts: ByName = field(default_factory=ByName)
    message_shortcuts: ByName = field(default_factory=ByName)
    actions: ByName = field(default_factory=ByName)
    lists: ByName = field(default_factory=ByName)
    views: ByName = field(default_factory=ByName)
    events: ByName = field(default_factory=ByName)

    def register(self, bolt: AsyncApp) -> None:
        """What nobody listens to, Bolt answers as it always does."""
        bolt.block_action(ANY)(
            _to(self.actions, lambda body: body["actions"][0]["action_id"].partition(":")[0])
        )
        bolt.view_submission(ANY)(_to(self.views, lambda body: body["view"]["callback_id"]))
        bolt.command(ANY)(_to(self.commands, lambda body: body["command"]))
        bolt.event(ANY)(_to(self.events, lambda body: body["event"]["type"]))
        bolt.block_suggestion(ANY)(_to(self.lists, lambda body: body["action_id"]))
        bolt.shortcut({"type": "shortcut", "callback_id": ANY})(
            _to(self.global_shortcuts, lambda body: body["callback_id"])
        )
        bolt.shortcut({"type": "message_action", "callback_id": ANY})(
            _to(self.message_shortcuts, lambda body: body["callback_id"])
        )


def _to(listeners: Mapping[str, Listener], name: Callable[[Body], str]) -> Listener:
    async def pass_on(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        if listener := listeners.get(name(body)):
            await listener(ack, body, context)

    return pass_on
