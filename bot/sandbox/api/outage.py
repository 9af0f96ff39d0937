"""The outage switch: how Slack fails, for as long as somebody wants to watch."""

import asyncio
from collections.abc import Coroutine
from enum import Enum

from bot.sandbox.changes import Changes


class Outage(Enum):
    """The values are what the page says."""

    NONE = "All is well"
    BROKEN = "Answers 500"
    LIMITED = "Answers 429, Retry-After 5"
    SILENT = "Never answers"


class Switch:
    def __init__(self, changes: Changes) -> None:
        self.state = Outage.NONE
        self._changes = changes
        self._turned = asyncio.Event()

    def turn(self, outage: Outage) -> None:
        """Fail like this from now on. Requests that hung until now come to an end, unanswered."""
        self.state = outage
        self._turned.set()
        self._turned = asyncio.Event()
        self._changes.touch()

    def turned(self) -> Coroutine[object, object, object]:
        """Waits for the next turn after the call."""
        return self._turned.wait()
