"""A Slack workspace in memory: its people, their conversations and what stands in them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

from bot.sandbox.block_kit.elements import with_ids
from bot.sandbox.changes import Changes
from bot.sandbox.state.accounts import BOT_USER, Account, Standing
from bot.sandbox.state.configuration import Configuration
from bot.sandbox.state.conversations import Conversation, direct_messages
from bot.sandbox.state.posted import Posted
from bot.sandbox.state.response_urls import ResponseUrls
from bot.sandbox.state.screens import Screens
from bot.sandbox.values import Json


class Workspace:
    """``now`` tells the seconds since 1970. ``furnish`` brings in whoever and whatever is there at first."""

    def __init__(
        self,
        now: Callable[[], float],
        configuration: Configuration,
        changes: Changes,
        furnish: "Callable[[Workspace], None]",
    ) -> None:
        self.now = now
        self.configuration = configuration
        self.changes = changes
        self._furnish = furnish
        self.start_over()

    def start_over(self) -> None:
        """Everything is as at the beginning."""
        self.accounts: dict[str, Account] = {}
        self.conversations: dict[str, Conversation] = {}
        self.screens = Screens(self.now, self.changes)
        self.response_urls = ResponseUrls(self.now)
        self.posts: dict[str, list[Posted]] = {}
        """All that stands in each conversation, oldest first: replies and ephemeral messages too."""
        self._furnish(self)
        self.changes.touch()

    # Who is there, and where.

    def joins(self, account: Account) -> None:
        self.accounts[account.id] = account

    def gives_standing(self, user_id: str, standing: Standing) -> Account:
        """Somebody becomes a guest, say, or is deactivated. Returns who they are then.

        Raises ``LookupError`` for whom nobody here can do that to.
        """
        account = self.accounts[user_id]
        if account.is_external or account.standing == "App":
            raise LookupError(user_id)
        self.accounts[user_id] = replace(account, standing=standing)
        if standing == "Deactivated":
            self.screens.go_dark(user_id)
        self.changes.touch()
        return self.accounts[user_id]

    def opens(self, conversation: Conversation) -> None:
        self.conversations[conversation.id] = conversation
        self.posts[conversation.id] = []

    def with_app(self, user_id: str) -> Conversation:
        """A person's conversation with the app, which comes into being when it is first needed."""
        id_ = direct_messages(user_id)
        if id_ not in self.conversations:
            name = self.accounts[BOT_USER].real_name
            self.opens(Conversation(id_, name, "app", frozenset({user_id}), has_bot=True))
        return self.conversations[id_]

    def conversations_of(self, user_id: str) -> list[Conversation]:
        """Those that a person is in."""
        return [each for each in self.conversations.values() if user_id in each.members]

    # What stands there.

    def messages(self, channel: str, reader: str) -> list[Posted]:
        """What a person sees in a conversation, outside of threads, oldest first."""
        return [posted for posted in self._seen(channel, reader) if posted.thread_ts is None]

    def thread(self, channel: str, parent_ts: str, reader: str) -> list[Posted]:
        """A parent and its replies, oldest first. Replies outlive their parent."""
        return [
            posted for posted in self._seen(channel, reader) if parent_ts in (posted.ts, posted.thread_ts)
        ]

    def message(self, channel: str, ts: str, reader: str) -> Posted | None:
        return next((posted for posted in self._seen(channel, reader) if posted.ts == ts), None)

    def says(
        self, user_id: str, channel: str, text: str, thread_ts: str | None = None, at: float | None = None
    ) -> Posted:
        """A person writes a message, ``at`` a moment that need not be now."""
        return self.post(Posted(channel, self.new_ts(at), user_id, text, thread_ts=thread_ts))

    def post(self, posted: Posted) -> Posted:
        """A message appears. Returns it as it stands there."""
        stands = replace(posted, blocks=with_ids(posted.blocks, self._new_ids()))
        self.posts[posted.channel].append(stands)
        self.changes.touch()
        return stands

    def edit(self, posted: Posted, text: str, blocks: list[Json]) -> Posted:
        """Another text and other blocks in the place of a message."""
        edited = replace(
            posted,
            text=text,
            blocks=with_ids(blocks, self._new_ids()),
            edited=posted.ephemeral_to is None,
        )
        there = self.posts[posted.channel]
        there[there.index(posted)] = edited
        self.changes.touch()
        return edited

    def delete(self, posted: Posted) -> None:
        self.posts[posted.channel].remove(posted)
        self.changes.touch()

    def new_ts(self, at: float | None = None) -> str:
        """A timestamp that no message has yet."""
        taken = {posted.ts for posts in self.posts.values() for posted in posts}
        microseconds = int((self.now() if at is None else at) * 1_000_000)
        candidates = (f"{each // 1_000_000}.{each % 1_000_000:06}" for each in count(microseconds))
        return next(candidate for candidate in candidates if candidate not in taken)

    def _seen(self, channel: str, reader: str) -> list[Posted]:
        return [posted for posted in self.posts.get(channel, []) if posted.is_seen_by(reader)]

    def _new_ids(self) -> Iterator[str]:
        return (f"made.{number}" for number in count(1))
