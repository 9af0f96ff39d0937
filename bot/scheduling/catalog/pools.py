"""Resource pools: who shares the work, made and changed one at a time."""

from datetime import datetime
from uuid import UUID

from bot.scheduling.catalog.kept import Choice, Kept, Typed
from bot.scheduling.people import Person
from bot.scheduling.setup_file.document import PoolEntry
from storage.database import Database


class Pools:
    """For Administrators. Everything raises ``NotAllowed`` for others.

    Keys: ``name``, ``distribution``, ``automatic_correction`` and ``count_no_shows`` (``true``, ``false``),
    ``members`` (ids of Booking pages), ``priorities`` (a line for each member that does not go first:
    ``priya: 2``, by its link).
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    async def choices(self, by: Person) -> list[Choice]:
        """All in use, in the order of the set-up, for picking one."""
        raise NotImplementedError

    async def list(self, by: Person) -> list[Kept[PoolEntry]]:
        """All in use, in the order of the set-up."""
        raise NotImplementedError

    async def read(self, by: Person, pool_id: UUID) -> Kept[PoolEntry]:
        """Raises ``NotFound``."""
        raise NotImplementedError

    async def make(self, by: Person, typed: Typed, now: datetime) -> UUID:
        """A name that a retired one had takes that one up again. Raises ``Invalid``."""
        raise NotImplementedError

    async def change(self, by: Person, pool_id: UUID, typed: Typed, version: str, now: datetime) -> None:
        """Raises ``Invalid``; ``ChangedMeanwhile``; ``NotFound``.

        The distribution is fixed, and nobody may come to fill two seats of a rule (domain.md: Dynamic and
        Static).
        """
        raise NotImplementedError

    async def retire(self, by: Person, pool_id: UUID, now: datetime) -> None:
        """Raises ``InUse`` where it stands in a rule, ``NotFound``."""
        raise NotImplementedError
