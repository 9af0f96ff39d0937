"""What the templates are given: one dataclass for each kind of thing on the page."""

import re
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from bot.sandbox.letters import Letter
from bot.sandbox.state.accounts import Account
from bot.sandbox.state.conversations import Conversation
from bot.sandbox.state.open_view import OpenView
from bot.sandbox.state.posted import Posted
from bot.sandbox.wire.traffic import Exchange

REFUSAL = re.compile(r'"ok": ?false, *\n? *"error": ?"(\w+)"')


@dataclass(frozen=True)
class Person:
    """One of those whom one can be."""

    account: Account
    address: str
    is_here: bool


@dataclass(frozen=True)
class Entry:
    """A conversation in the list of them."""

    conversation: Conversation
    address: str
    is_here: bool
    unread: int


@dataclass(frozen=True)
class Hint:
    """What is offered while a command is typed. ``of`` is whose command it is."""

    command: str
    usage: str
    description: str
    of: str


def message_id(ts: str, within: str = "") -> str:
    """What a message is called on the page, on which it can stand twice."""
    return f"message-{within}{ts}"


@dataclass(frozen=True)
class Line:
    """A message. ``id`` names it on the page."""

    id: str
    posted: Posted
    author: str
    initials: str
    tone: int
    is_app: bool
    time: str
    moment: str
    body: Markup
    has_controls: bool
    replies: int
    thread_address: str


@dataclass(frozen=True)
class Day:
    name: str
    lines: list[Line]


@dataclass(frozen=True)
class Modal:
    """The modal on top. ``below`` counts those under it."""

    view: OpenView
    body: Markup
    below: int
    lost_errors: list[str]
    """What the app said of inputs that are not drawn, so that nothing it says is lost."""

    @property
    def title(self) -> str:
        return str(self.view.view["title"]["text"])

    @property
    def submit(self) -> str | None:
        """What stands on the button that sends the modal. None: it has none."""
        submit = self.view.view.get("submit")
        return submit["text"] if submit else None

    @property
    def clears(self) -> bool:
        """Does the button that closes it close those below as well?"""
        return bool(self.view.view.get("clear_on_close"))

    @property
    def close(self) -> str:
        close = self.view.view.get("close")
        return close["text"] if close else "Close" if self.submit is None else "Cancel"


@dataclass(frozen=True)
class Passed:
    """An exchange in the list of requests. ``is_known``: the reader has it on their page already."""

    exchange: Exchange
    time: str
    is_known: bool

    @property
    def refusal(self) -> str | None:
        """Slack refuses with an error code, in an answer that went well otherwise."""
        found = REFUSAL.search(self.exchange.answer)
        return found[1] if found else None

    @property
    def mood(self) -> Literal["waits", "went", "failed"]:
        if self.exchange.took_ms is None:
            return "waits"
        return "failed" if self.exchange.status != 200 or self.refusal else "went"

    @property
    def outcome(self) -> str:
        if self.exchange.took_ms is None:
            return "under way"
        status = str(self.exchange.status or "no answer")
        return f"{self.refusal or status}, {self.exchange.took_ms} ms"


@dataclass(frozen=True)
class Mail:
    letter: Letter
    time: str
