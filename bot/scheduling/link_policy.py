"""What a workspace sets for all one-time links: how long they last, for whom, and by whom."""

from dataclasses import dataclass
from datetime import datetime

from bot.scheduling.catalog.kept import Typed
from bot.scheduling.customers import Customer
from bot.scheduling.people import Person
from storage.database import Database


@dataclass(frozen=True)
class LinkPolicy:
    """``lifetime``: in words, ``14 days`` or ``5 business days``. ``most_open``: None is no limit.

    ``typed`` is what a form shows, and ``version`` what it hands back. ``may_issue``: whether ``by`` may
    generate links at all.
    """

    lifetime: str
    most_open: int | None
    ticket_required: bool
    only_administrators: bool
    may_issue: bool
    typed: Typed
    version: str


@dataclass(frozen=True)
class OpenLinks:
    """A Customer has as many open links as the workspace wants, or more: a warning, no refusal.

    ``made_by``: who made the newest of them, by Slack user id (None: from the shell), and by name.
    """

    customer: str
    count: int
    made_by: str | None
    maker: str

    def __str__(self) -> str:
        """``Ana already has an open link from Priya.``"""
        raise NotImplementedError


class LinkPolicies:
    """Keys: ``expires`` (``14d``, ``5 business days``), ``most_open`` (a number; blank: no limit), ``ticket``
    (``optional``, ``required``), ``only_administrators`` (``true``, ``false``).
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    async def read(self, by: Person) -> LinkPolicy:
        """For every Member: the form for a link goes by it. Raises ``NotAllowed``."""
        raise NotImplementedError

    async def change(self, by: Person, typed: Typed, version: str, now: datetime) -> None:
        """For Administrators. Raises ``NotAllowed``, ``Invalid``, ``ChangedMeanwhile``."""
        raise NotImplementedError

    async def warning(self, by: Person, customer: Customer, now: datetime) -> OpenLinks | None:
        """Whether a Customer, by email, has too many open links already. Raises ``NotAllowed``."""
        raise NotImplementedError
