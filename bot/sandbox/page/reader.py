"""Who looks at the page: what they see people and conversations called, and what menus offer them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.sandbox.acting.place import Place
from bot.sandbox.page.contexts import message_id
from bot.sandbox.state.accounts import Account
from bot.sandbox.state.conversations import is_offered
from bot.sandbox.state.permalinks import Permalink
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json


@dataclass(frozen=True)
class Reader:
    """``drawing`` takes it for its names and for its choices."""

    workspace: Workspace
    place: Place

    @property
    def account(self) -> Account:
        return self.place.reader

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.account.tz)

    @property
    def now(self) -> datetime:
        return self.at(self.workspace.now())

    def at(self, seconds: float) -> datetime:
        """A moment (seconds since 1970) by the reader's clock."""
        return datetime.fromtimestamp(seconds, UTC).astimezone(self.zone)

    def person(self, user_id: str) -> str:
        account = self.workspace.accounts.get(user_id)
        return account.real_name if account else user_id

    def conversation(self, channel_id: str) -> str:
        """Slack tells those who are not in a private channel no more than that it is one."""
        found = self.workspace.conversations.get(channel_id)
        if found is None or (found.kind != "channel" and self.account.id not in found.members):
            return "private channel"
        return found.name

    def inside(self, url: str) -> str | None:
        """Where in the sandbox a permalink leads, empty where the reader may not go; None for other links."""
        permalink = Permalink.read(url)
        if permalink is None:
            return None
        conversation = self.workspace.conversations.get(permalink.channel)
        if conversation is None or self.account.id not in conversation.members:
            return ""
        place = self.place.at(conversation).in_thread(permalink.thread_ts)
        return f"{place.address}#{message_id(permalink.ts, 'thread' if permalink.thread_ts else '')}"

    def people(self) -> Iterable[tuple[str, str]]:
        """Those whom a menu of people offers: those of other workspaces too, whom an app has to expect."""
        there = self.workspace.accounts.values()
        return [(each.id, each.real_name) for each in there if each.standing not in ("App", "Deactivated")]

    def conversations(self, element: Json) -> Iterable[tuple[str, str]]:
        """Those that a menu of conversations offers the reader."""
        there = self.workspace.conversations_of(self.account.id)
        return [
            (each.id, f"#{each.name}" if each.kind in ("channel", "private") else each.name)
            for each in there
            if is_offered(each, element)
        ]
