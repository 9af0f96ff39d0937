"""Master pages and their Event-based rules, made and changed one at a time."""

from datetime import datetime
from uuid import UUID

from bot.scheduling.catalog.kept import Choice, Kept, Typed
from bot.scheduling.overviews import Overview, OverviewPage
from bot.scheduling.people import Person
from bot.scheduling.setup_file.document import MasterPageEntry, RuleEntry
from storage.database import Database


class MasterPages:
    """For Administrators. Everything raises ``NotAllowed`` for others (article; domain.md).

    Keys of a Master page: ``name``, ``label``, ``link``, ``rule_type`` (when it is made; later it is
    switched), ``accept_bookings`` (when it is made), ``booking_pages`` (ids). Keys of a rule: ``event_type``
    (an id), ``primary`` (a value of ``team_choices``), ``additional`` (several of them).
    """

    def __init__(self, database: Database, base_url: str) -> None:
        self.database = database
        self.base_url = base_url.rstrip("/")

    async def overviews(self, by: Person, now: datetime, first: int = 0, most: int = 10) -> OverviewPage:
        """``most`` of them, from the one at position ``first`` (0 is the first) on."""
        raise NotImplementedError

    async def overview(self, by: Person, page_id: UUID, now: datetime) -> Overview:
        """Raises ``NotFound``."""
        raise NotImplementedError

    async def team_choices(self, by: Person) -> list[Choice]:
        """Who can be a team member: Booking pages, then pools."""
        raise NotImplementedError

    async def read(self, by: Person, page_id: UUID) -> Kept[MasterPageEntry]:
        """Raises ``NotFound``."""
        raise NotImplementedError

    async def make(self, by: Person, typed: Typed, now: datetime) -> UUID:
        """A Public link that a retired one had takes that one up again, without rules. Raises ``Invalid``."""
        raise NotImplementedError

    async def change(self, by: Person, page_id: UUID, typed: Typed, version: str, now: datetime) -> None:
        """Raises ``Invalid``, ``ChangedMeanwhile``, ``NotFound``."""
        raise NotImplementedError

    async def retire(self, by: Person, page_id: UUID, now: datetime) -> None:
        """It is offered no more, and its unspent links are suspended. Raises ``NotFound``."""
        raise NotImplementedError

    async def rule(self, by: Person, rule_id: UUID) -> Kept[RuleEntry]:
        """Raises ``NotFound``."""
        raise NotImplementedError

    async def add_rule(self, by: Person, page_id: UUID, typed: Typed, now: datetime) -> UUID:
        """One rule for each Event type, Automatic booking and Single session; nobody twice in a panel.

        Raises ``Invalid``, ``NotFound``.
        """
        raise NotImplementedError

    async def change_rule(self, by: Person, rule_id: UUID, typed: Typed, version: str, now: datetime) -> None:
        """Raises ``Invalid``, ``ChangedMeanwhile``, ``NotFound``."""
        raise NotImplementedError

    async def remove_rule(self, by: Person, rule_id: UUID, now: datetime) -> None:
        """Raises ``NotFound``."""
        raise NotImplementedError
