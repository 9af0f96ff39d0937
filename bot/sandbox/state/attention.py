"""What people have looked at, so that the page can say where something is new to them."""

from bot.sandbox.state.workspace import Workspace


class Attention:
    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.start_over()

    def start_over(self) -> None:
        """All that is there now is read."""
        self._since = self.workspace.now()
        self._read: dict[tuple[str, str], float] = {}
        self._last: dict[str, tuple[str, str]] = {}

    def turns_to(self, user_id: str, channel: str, tab: str) -> bool:
        """Somebody looks at a conversation. Were they somewhere else, or on another tab of it, before?"""
        before = self._last.get(user_id)
        self._last[user_id] = (channel, tab)
        return before != (channel, tab)

    def reads(self, user_id: str, channel: str) -> None:
        """Somebody has the messages of a conversation before their eyes."""
        self._read[user_id, channel] = self.workspace.now()

    def unread(self, user_id: str, channel: str) -> int:
        """How many messages of others came into a conversation since this person read it, threads apart."""
        since = self._read.get((user_id, channel), self._since)
        messages = self.workspace.messages(channel, user_id)
        return sum(posted.seconds > since and posted.author != user_id for posted in messages)
