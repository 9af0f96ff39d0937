"""What puts the links of a Master page to sleep and wakes them: its rule type and "Accept bookings"."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.scheduling.customers import Customer
from bot.scheduling.people import Person
from storage.database import Database
from storage.models import RuleType

UNDO = timedelta(minutes=15)


@dataclass(frozen=True)
class AffectedLink:
    """An unspent link that stops working or works again, and where it is talked about.

    ``thread_ts``: the thread that hears of it, in ``channel_id``; both None for one not asked for in Slack.
    """

    id: UUID
    made_by: str | None
    customer: Customer | None
    ticket: str
    channel_id: str | None
    thread_ts: str | None


@dataclass(frozen=True)
class Effects:
    """What switching a Master page to ``to`` does, as things stand.

    ``links``: the newest of the ``link_count`` unspent ones that stop working (to Static) or work again (to
    Dynamic). ``makers``: whose they all are (None: made from the shell), with how many, the most first.
    ``cancel_only``: coming bookings that can be cancelled but not moved then. ``nothing_offered``: why the
    page would offer nothing at all, and the way out.
    """

    page_id: UUID
    label: str
    to: RuleType
    link_count: int
    links: tuple[AffectedLink, ...]
    makers: tuple[tuple[str | None, int], ...]
    cancel_only: int
    nothing_offered: str | None


class Switching:
    """For Administrators. Everything raises ``NotAllowed`` for others (domain.md: Dynamic and Static)."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def effects(
        self, by: Person, page_id: UUID, to: RuleType, now: datetime, most: int = 20
    ) -> Effects:
        """What to tell an Administrator before the switch, with ``most`` of the links. Raises ``NotFound``.

        Raises ``AlreadySwitched`` where the page has these rules already.
        """
        raise NotImplementedError

    async def switch(self, by: Person, page_id: UUID, to: RuleType, why: str, now: datetime) -> Effects:
        """Switch, keep the rules dormant, edit the cards and tell the threads. Returns what it did.

        Of two who switch at once one does, and the other gets ``AlreadySwitched``. Raises ``NotFound``, and
        ``Invalid`` for a ``why`` that cannot be kept. It may be empty.
        """
        raise NotImplementedError

    async def undo(self, by: Person, page_id: UUID, now: datetime) -> Effects:
        """Switch back what was switched to Static in the last 15 minutes. Anybody's links work again.

        Raises ``NotFound``; ``NotAllowed`` where the time is over; ``AlreadySwitched`` where it was undone.
        """
        raise NotImplementedError

    async def closing(self, by: Person, page_id: UUID, now: datetime, most: int = 20) -> Effects:
        """What switching "Accept bookings" off, or retiring the page, would do to its links.

        Raises ``NotFound``.
        """
        raise NotImplementedError

    async def accept_bookings(
        self, by: Person, page_id: UUID, why: str, now: datetime, *, on: bool
    ) -> Effects:
        """Raises ``NotFound``, ``Invalid``, and ``AlreadySwitched`` where it is so already."""
        raise NotImplementedError
