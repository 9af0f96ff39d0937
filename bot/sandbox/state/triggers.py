"""Trigger ids: what a person does in Slack lets the app open one modal, within three seconds."""

from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex

from bot.sandbox.refusals import Refused

LIFETIME = 3.0
"""Seconds."""


@dataclass
class Trigger:
    """Given for what ``user_id`` did, while they looked at the conversation ``looking_at``."""

    user_id: str
    looking_at: str | None
    until: float
    is_used: bool = False


class Triggers:
    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self._given: dict[str, Trigger] = {}

    def give(self, user_id: str, looking_at: str | None = None) -> str:
        """A new trigger id."""
        trigger_id = f"{len(self._given) + 1}.{int(self.now())}.{token_hex(16)}"
        self._given[trigger_id] = Trigger(user_id, looking_at, self.now() + LIFETIME)
        return trigger_id

    def good(self, trigger_id: str) -> Trigger:
        """The trigger, if it is good still. Raises ``Refused``. Whoever makes use of it marks it as used."""
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.is_used:
            raise Refused("exchanged_trigger_id")
        if self.now() > trigger.until:
            raise Refused("expired_trigger_id")
        return trigger
