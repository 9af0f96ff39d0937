"""The addresses of messages (https://docs.slack.dev/reference/methods/chat.getPermalink)."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qs, urlencode

from bot.sandbox.state.accounts import ACME
from bot.sandbox.state.posted import Posted

_ADDRESS = re.compile(re.escape(ACME.address) + r"archives/(\w+)/p(\d+)(\d{6})(?:\?([^#]*))?")


@dataclass(frozen=True)
class Permalink:
    """Leads to a message; ``thread_ts`` is the parent's, in replies."""

    channel: str
    ts: str
    thread_ts: str | None = None

    @classmethod
    def of(cls, posted: Posted) -> Self:
        return cls(posted.channel, posted.ts, posted.thread_ts)

    @classmethod
    def read(cls, address: str) -> Self | None:
        """None for any other address."""
        found = _ADDRESS.fullmatch(address)
        if found is None:
            return None
        channel, seconds, fraction, query = found.groups()
        thread_ts = parse_qs(query or "").get("thread_ts", [None])[0]
        return cls(channel, f"{seconds}.{fraction}", thread_ts)

    @property
    def address(self) -> str:
        query = urlencode({"thread_ts": self.thread_ts, "cid": self.channel}) if self.thread_ts else ""
        path = f"archives/{self.channel}/p{self.ts.replace('.', '')}"
        return f"{ACME.address}{path}{f'?{query}' if query else ''}"
