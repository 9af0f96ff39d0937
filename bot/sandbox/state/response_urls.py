"""Response URLs: where the app may answer what a person did, five times within half an hour."""

from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_urlsafe

from bot.sandbox.refusals import Refused

LIFETIME = 30 * 60.0
"""Seconds."""
USES = 5


@dataclass
class ResponseUrl:
    """Given to ``user_id`` for what they did in a conversation: on the message ``message_ts``, if on one."""

    user_id: str
    channel: str
    message_ts: str | None
    thread_ts: str | None
    until: float
    uses_left: int = USES


class ResponseUrls:
    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self._given: dict[str, ResponseUrl] = {}

    def give(
        self, user_id: str, channel: str, message_ts: str | None = None, thread_ts: str | None = None
    ) -> str:
        """The secret part of a new response URL."""
        token = token_urlsafe(24)
        self._given[token] = ResponseUrl(user_id, channel, message_ts, thread_ts, self.now() + LIFETIME)
        return token

    def good(self, token: str) -> ResponseUrl:
        """What it was given for, if it is good still. Raises ``Refused``. Whoever uses it counts that."""
        given = self._given.get(token)
        if given is None or self.now() > given.until:
            raise Refused("expired_url")
        if given.uses_left == 0:
            raise Refused("used_url")
        return given
