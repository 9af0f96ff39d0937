"""A message as it stands in Slack."""

from dataclasses import dataclass, field

from bot.sandbox.state.accounts import ACME, APP_ID, BOT_ID, BOT_USER
from bot.sandbox.values import Json


@dataclass(frozen=True)
class Posted:
    """A message in a conversation or, where ``ephemeral_to`` is set, before the eyes of that person alone.

    ``author`` is a user id, ``BOT_USER`` for the app. ``thread_ts`` is the parent's, in replies.
    """

    channel: str
    ts: str
    author: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    ephemeral_to: str | None = None
    edited: bool = False
    has_attachments: bool = False
    """Slack's older kind of message parts, which nothing here draws."""

    @property
    def seconds(self) -> float:
        """When it was posted, in seconds since 1970."""
        return float(self.ts)

    def is_seen_by(self, reader: str) -> bool:
        return self.ephemeral_to in (None, reader)

    def payload(self) -> Json:
        """The message as Slack sends it."""
        of_app = {"bot_id": BOT_ID, "app_id": APP_ID} if self.author == BOT_USER else {}
        return {
            "type": "message",
            "user": self.author,
            "team": ACME.id,
            "ts": self.ts,
            "text": self.text,
            **of_app,
            **({"blocks": self.blocks} if self.blocks else {}),
            **({"thread_ts": self.thread_ts} if self.thread_ts else {}),
            **({"edited": {"user": self.author, "ts": self.ts}} if self.edited else {}),
        }
