"""Booking pages: each provider's availability, made and changed one at a time."""

from datetime import datetime
from uuid import UUID

from bot.scheduling.catalog.kept import Choice, Kept, Typed
from bot.scheduling.people import Person
from bot.scheduling.setup_file.document import BookingPageEntry
from storage.database import Database


class BookingPages:
    """For Administrators, and for each Member the pages that they own.

    Keys: ``name``, ``link``, ``owner`` (a Slack user id), ``time_zone``, ``weekly.mon`` … ``weekly.sun``
    (``9-13, 14-17``; blank: closed), ``dates`` (a line each: ``2026-12-24: closed``,
    ``2026-12-27: 10-12``), ``event_types`` (ids), ``location``, ``email``. An owner changes ``OWN_KEYS``.
    """

    OWN_KEYS = frozenset(
        {
            *(f"weekly.{day}" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
            "dates",
            "time_zone",
            "location",
            "email",
        }
    )

    def __init__(self, database: Database) -> None:
        self.database = database

    async def choices(self, by: Person) -> list[Choice]:
        """All in use, for every Member: anybody can be asked for (domain.md: One-time links, 10)."""
        raise NotImplementedError

    async def own(self, by: Person) -> list[Kept[BookingPageEntry]]:
        """Those that ``by`` owns. Most people have one, many have none."""
        raise NotImplementedError

    async def list(self, by: Person) -> list[Kept[BookingPageEntry]]:
        """All in use, in the order of the set-up."""
        raise NotImplementedError

    async def read(self, by: Person, page_id: UUID) -> Kept[BookingPageEntry]:
        """Raises ``NotFound``, also for a Member who is not the owner."""
        raise NotImplementedError

    async def make(self, by: Person, typed: Typed, now: datetime) -> UUID:
        """A link that a retired one had takes that one up again. Raises ``Invalid``, ``NotAllowed``."""
        raise NotImplementedError

    async def change(self, by: Person, page_id: UUID, typed: Typed, version: str, now: datetime) -> None:
        """Raises ``Invalid``; ``ChangedMeanwhile``; ``NotFound``; ``NotAllowed`` where an owner changes more.

        A new owner must not have a second seat in any rule (domain.md: Dynamic and Static).
        """
        raise NotImplementedError

    async def retire(self, by: Person, page_id: UUID, now: datetime) -> None:
        """It is booked no more; what was booked takes place.

        Raises ``InUse`` where it stands in a pool, a rule or on a Static page, ``NotFound``, ``NotAllowed``.
        """
        raise NotImplementedError
