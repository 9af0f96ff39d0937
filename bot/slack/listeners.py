"""What comes in from Slack, by its kind and its name, and who listens to it."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

Body = dict[str, Any]
Listener = Callable[[AsyncAck, Body, AsyncBoltContext], Awaitable[None]]

ANY = re.compile("")


@dataclass(frozen=True)
class Listeners:
    """Each listener by the name of what it listens to. The name of an action ends before its first colon.

    Bolt by itself would ask all listeners, one after another: of so many that takes as long as most answers.
    """

    commands: dict[str, Listener] = field(default_factory=dict)
    global_shortcuts: dict[str, Listener] = field(default_factory=dict)
    message_shortcuts: dict[str, Listener] = field(default_factory=dict)
    actions: dict[str, Listener] = field(default_factory=dict)
    lists: dict[str, Listener] = field(default_factory=dict)
    views: dict[str, Listener] = field(default_factory=dict)
    events: dict[str, Listener] = field(default_factory=dict)

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
