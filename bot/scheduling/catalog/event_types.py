"""Event types: what can be booked, made and changed one at a time."""

from datetime import datetime
from uuid import UUID

from bot.scheduling.catalog.kept import Choice, Kept, Typed
from bot.scheduling.people import Person
from bot.scheduling.setup_file.document import EventTypeEntry
from storage.database import Database


class EventTypes:
    """For Administrators. Everything raises ``NotAllowed`` for others.

    Keys: ``name``, ``minutes``, ``booking``, ``sessions``, ``capacity``, ``slots.every``, ``slots.start``,
    ``slots.most_a_day``, ``buffers.before``, ``buffers.after``, ``notice``, ``horizon``, ``caps.day``,
    ``caps.week``, ``policy.cancel``, ``policy.reschedule``, ``policy.reason``, ``fields`` (a line each:
    ``order_number: Order number (required)``) and ``reminders`` (``24h, 1h``). A key that is not handed over
    stays as it is, or at its default; a blank one is at its default, or, where it is a list, empty.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    async def choices(self, by: Person) -> list[Choice]:
        """All in use, in the order of the set-up, for picking one."""
        raise NotImplementedError

    async def list(self, by: Person) -> list[Kept[EventTypeEntry]]:
        """All in use, in the order of the set-up."""
        raise NotImplementedError

    async def read(self, by: Person, event_type_id: UUID) -> Kept[EventTypeEntry]:
        """Raises ``NotFound``."""
        raise NotImplementedError

    async def make(self, by: Person, typed: Typed, now: datetime) -> UUID:
        """A name that a retired one had takes that one up again. Raises ``Invalid``."""
        raise NotImplementedError

    async def change(
        self, by: Person, event_type_id: UUID, typed: Typed, version: str, now: datetime
    ) -> None:
        """Raises ``Invalid``; ``ChangedMeanwhile`` where ``version`` is not in force any more; ``NotFound``.

        One that stands in a rule stays Automatic booking and Single session (domain.md: Dynamic and Static).
        """
        raise NotImplementedError

    async def retire(self, by: Person, event_type_id: UUID, now: datetime) -> None:
        """It is offered no more. Raises ``InUse`` where it stands in a rule, ``NotFound``."""
        raise NotImplementedError
