"""What passed between Slack and the app: the newest requests with their answers, without their secrets."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.sandbox.changes import Changes
from bot.sandbox.values import Json
from bot.sandbox.wire.masking import masked

MOST_KEPT = 200

Direction = Literal["to the app", "to Slack"]


@dataclass(frozen=True)
class Exchange:
    """One request and its answer. Without ``status``, there is none, or not yet."""

    number: int
    version: int
    """Of the changes of this Slack, the last that changed this."""
    at: float
    """Seconds since 1970."""
    direction: Direction
    name: str
    request: str
    answer: str = ""
    status: int | None = None
    took_ms: int | None = None
    """None: it is under way."""
    payload: Json | None = field(default=None, repr=False)
    """What was sent to the app, whole, to be sent again."""

    @property
    def redeliverable(self) -> bool:
        return self.payload is not None


class Traffic:
    def __init__(self, now: Callable[[], float], changes: Changes) -> None:
        self._now = now
        self._changes = changes
        self._kept: deque[Exchange] = deque(maxlen=MOST_KEPT)
        self._last = 0

    @property
    def exchanges(self) -> list[Exchange]:
        """The newest first."""
        return list(reversed(self._kept))

    def begin(self, direction: Direction, name: str, request: Json | str, payload: Json | None = None) -> int:
        """A request is sent. Returns its number. ``payload`` is what can be sent again, if it can."""
        self._last += 1
        version, shown = self._changes.touch(), masked(request)
        self._kept.append(Exchange(self._last, version, self._now(), direction, name, shown, payload=payload))
        return self._last

    def finish(self, number: int, status: int | None, answer: Json | str) -> None:
        """It was answered; ``status`` None: it was not, ``answer`` says why."""
        version = self._changes.touch()
        for place, exchange in enumerate(self._kept):
            if exchange.number == number:
                took = round((self._now() - exchange.at) * 1000)
                self._kept[place] = replace(
                    exchange, version=version, status=status, answer=masked(answer), took_ms=took
                )

    def exchange(self, number: int) -> Exchange:
        """Raises ``LookupError``."""
        for exchange in self._kept:
            if exchange.number == number:
                return exchange
        raise LookupError(number)

    def clear(self) -> None:
        self._kept.clear()
        self._changes.touch()
