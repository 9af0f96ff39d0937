"""What a workspace sets for all one-time links: how long they last, for whom, and by whom."""

from dataclasses import dataclass
from datetime import datetime

from bot.scheduling.activity import Deed
from bot.scheduling.catalog import hands
from bot.scheduling.catalog.forms import LINKS
from bot.scheduling.catalog.inputs import NOTHING
from bot.scheduling.catalog.kept import Typed, version_of
from bot.scheduling.catalog.shelf import check_version
from bot.scheduling.customers import Customer
from bot.scheduling.link_views import maker_of
from bot.scheduling.people import Person, role_of
from bot.scheduling.policy import Lifetime
from bot.scheduling.setup_file import rows
from storage import links
from storage.database import Database
from storage.models import Workspace


@dataclass(frozen=True)
class LinkPolicy:
    """``lifetime``: in words, ``14 days`` or ``5 business days``. ``most_open``: None is no limit.

    ``typed`` is what a form shows, and ``version`` what it hands back.
    """

    lifetime: str
    most_open: int | None
    ticket_required: bool
    only_administrators: bool
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
        if self.count == 1:
            return f"{self.customer} already has an open link from {self.maker}."
        return f"{self.customer} already has {self.count} open links, the newest from {self.maker}."


class LinkPolicies:
    """Keys: ``expire`` (``14d``, ``5 business days``), ``most_open`` (a number; blank: no limit), ``ticket``
    (``optional``, ``required``), ``only_administrators`` (``true``, ``false``).
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    async def read(self, by: Person) -> LinkPolicy:
        """For every Member: the form for a link goes by it. Raises ``NotAllowed``."""
        async with self.database.reading() as session:
            await role_of(session, by)
            return policy_of(await session.get_one(Workspace, by.workspace_id))

    async def change(self, by: Person, typed: Typed, version: str, now: datetime) -> None:
        """For Administrators. Raises ``NotAllowed``, ``Invalid``, ``ChangedMeanwhile``."""
        async with hands.holding(self.database, by) as hand:
            hand.check_administrator()
            workspace = hand.stored.workspace
            before = rows.links(workspace)
            written = LINKS.write(before, hand.known)
            check_version(version_of(written), version)
            entry = LINKS.read({**written, **typed}, hand.known)
            if entry != before:
                rows.fill_links(workspace, entry)
                details = LINKS.differences(before, entry)
                hand.record(Deed("changed", "policy for links", None, details=details), now)

    async def warning(self, by: Person, customer: Customer, now: datetime) -> OpenLinks | None:
        """Whether a Customer, by email, has too many open links already. Raises ``NotAllowed``.

        A link of a page that is suspended counts: it may work again.
        """
        async with self.database.reading() as session:
            await role_of(session, by)
            workspace = await session.get_one(Workspace, by.workspace_id)
            if workspace.most_open_links is None:
                return None
            found = await links.open_of_customer(session, by.workspace_id, customer.email, now)
            if len(found) < workspace.most_open_links:
                return None
            maker = await maker_of(session, found[0])
        return OpenLinks(customer.name, len(found), found[0].created_by, maker)


def policy_of(workspace: Workspace) -> LinkPolicy:
    entry = rows.links(workspace)
    typed = LINKS.write(entry, NOTHING)
    return LinkPolicy(
        lifetime=_in_words(entry.expire),
        most_open=entry.most_open,
        ticket_required=entry.ticket == "required",
        only_administrators=entry.only_administrators,
        typed=typed,
        version=version_of(typed),
    )


def _in_words(lifetime: Lifetime) -> str:
    """``14 days``, ``1 business day``"""
    count, unit = (
        (lifetime.business_days, "business day") if lifetime.business_days else (lifetime.days, "day")
    )
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
