"""Who looks at the page: what they see people and conversations called, and what menus offer them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.sandbox.state.accounts import Account
from bot.sandbox.state.conversations import is_offered
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json


@dataclass(frozen=True)
class Reader:
    """``drawing`` takes it for its names and for its choices."""

    workspace: Workspace
    account: Account

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

    def people(self) -> Iterable[tuple[str, str]]:
        return [(each.id, each.real_name) for each in self.workspace.accounts.values() if each.role != "App"]

    def conversations(self, element: Json) -> Iterable[tuple[str, str]]:
        """Those that a menu of conversations offers the reader."""
        there = self.workspace.conversations_of(self.account.id)
        return [
            (each.id, f"#{each.name}" if each.kind in ("channel", "private") else each.name)
            for each in there
            if is_offered(each, element)
        ]
