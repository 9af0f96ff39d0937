"""Reading the audit trail."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.scheduling.people import Person
from storage.database import Database


@dataclass(frozen=True)
class Line:
    """Who did what, to what, when, why. ``actor``: a Slack user id, or a word of ``activity``'s."""

    id: UUID
    at: datetime
    actor: str
    actor_name: str
    deed: str
    subject: str
    subject_id: UUID | None
    about: str
    why: str


@dataclass(frozen=True)
class Filter:
    """Which lines: of one kind of subject (``SUBJECTS``), by one actor, about one thing. None: all."""

    subject: str | None = None
    actor: str | None = None
    subject_id: UUID | None = None


@dataclass(frozen=True)
class Lines:
    """Some lines, newest first. ``older``: there are more behind the last one."""

    lines: tuple[Line, ...]
    older: bool


EVERYTHING = Filter()


class Trail:
    """For Administrators."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def list(
        self, by: Person, which: Filter = EVERYTHING, before: UUID | None = None, most: int = 20
    ) -> Lines:
        """The newest lines, or those older than the line ``before``. Raises ``NotAllowed``."""
        raise NotImplementedError
