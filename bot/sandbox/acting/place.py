"""Where somebody is in the sandbox, as the page's address says it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, Self
from urllib.parse import urlencode

from bot.sandbox.state.accounts import Account
from bot.sandbox.state.conversations import Conversation
from bot.sandbox.state.workspace import Workspace

ADDRESS = "/sandbox"

Tab = Literal["home", "messages"]
Pane = Literal["", "none", "list", "requests", "mail", "people"]

PANES: tuple[Pane, ...] = ("", "none", "list", "requests", "mail", "people")
BACKSTAGE: tuple[Pane, ...] = ("requests", "mail", "people")


@dataclass(frozen=True)
class Place:
    """Who looks (``reader``), at which conversation and which thread in it.

    ``tab`` counts in the app's conversation alone. ``pane`` is what is unfolded beside the conversation: ""
    is what the screen has room for.
    """

    reader: Account
    conversation: Conversation
    thread_ts: str | None = None
    tab: Tab = "messages"
    pane: Pane = ""

    @classmethod
    def read(cls, fields: Mapping[str, object], workspace: Workspace) -> Self:
        """What an address or a form says, as far as there is such a place; else the next best."""
        actors = {account.id: account for account in workspace.accounts.values() if account.acts}
        reader = actors.get(str(fields.get("as"))) or _somebody(actors.values())
        there = {each.id: each for each in workspace.conversations_of(reader.id)}
        conversation = there.get(str(fields.get("in")), next(iter(there.values())))
        thread_ts = str(fields.get("thread") or "")
        pane = fields.get("pane")
        return cls(
            reader,
            conversation,
            thread_ts if workspace.message(conversation.id, thread_ts, reader.id) else None,
            "home" if workspace.configuration.has_home and fields.get("tab") == "home" else "messages",
            pane if pane in PANES else "",
        )

    @property
    def is_of_app(self) -> bool:
        return self.conversation.kind == "app"

    @property
    def shows_home(self) -> bool:
        return self.is_of_app and self.tab == "home"

    @property
    def is_backstage(self) -> bool:
        """Has somebody asked to see what happens there? On a wide screen one sees it anyway."""
        return self.pane in BACKSTAGE

    @property
    def fields(self) -> dict[str, str]:
        """The place in the words that ``read`` takes."""
        told = {
            "as": self.reader.id,
            "in": self.conversation.id,
            "thread": self.thread_ts or "",
            "tab": self.tab if self.shows_home else "",
            "pane": self.pane,
        }
        return {name: value for name, value in told.items() if value}

    @property
    def address(self) -> str:
        return f"{ADDRESS}?{urlencode(self.fields)}"

    def seen_by(self, reader: Account) -> Self:
        """Somebody else looks. Where they are not in the conversation, ``read`` leads them elsewhere."""
        return replace(self, reader=reader, thread_ts=None)

    def at(self, conversation: Conversation, tab: Tab = "messages") -> Self:
        """Another conversation. What was unfolded to pick it from is folded again."""
        pane = "" if self.pane == "list" else self.pane
        return replace(self, conversation=conversation, thread_ts=None, tab=tab, pane=pane)

    def in_thread(self, ts: str | None) -> Self:
        return replace(self, thread_ts=ts)

    def beside(self, pane: Pane) -> Self:
        return replace(self, pane=pane)


def _somebody(actors: Iterable[Account]) -> Account:
    """Whom a newcomer is at first: a Member, as most people are."""
    return next(account for account in actors if account.standing == "Member")
