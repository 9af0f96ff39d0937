"""What people have looked at, so that the page can say where something is new to them."""

from bot.sandbox.acting.place import Place
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

    def turns_to(self, place: Place) -> bool:
        """Somebody looks at a conversation. Were they somewhere else, or on another tab of it, before?"""
        here = (place.conversation.id, place.tab)
        before = self._last.get(place.reader.id)
        self._last[place.reader.id] = here
        return before != here

    def reads(self, place: Place) -> None:
        """Somebody has the messages of a conversation before their eyes."""
        if not place.shows_home:
            self._read[place.reader.id, place.conversation.id] = self.workspace.now()

    def unread(self, user_id: str, channel: str) -> int:
        """How many messages of others came into a conversation since this person read it, threads apart."""
        since = self._read.get((user_id, channel), self._since)
        messages = self.workspace.messages(channel, user_id)
        return sum(posted.seconds > since and posted.author != user_id for posted in messages)
