"""Reading the audit trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import activity
from bot.scheduling.errors import NotFound
from bot.scheduling.people import Person, check_administrator
from storage import trail
from storage.database import Database
from storage.models import Activity


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
    details: str
    why: str


@dataclass(frozen=True)
class Filter:
    """Which lines: of one kind of subject, by one actor, about one thing. None: all.

    ``activity.SUBJECTS`` are the kinds.
    """

    subject: str | None = None
    actor: str | None = None
    subject_id: UUID | None = None


@dataclass(frozen=True)
class Lines:
    """Some lines, newest first. ``older``: there are more behind the last one."""

    lines: tuple[Line, ...]
    older: bool


EVERYTHING = Filter()
AT_ONCE = 1000


NAMES = {activity.CUSTOMER: "a Customer", activity.SHELL: "the operator", activity.ITSELF: "onetime"}
"""Who acts besides people of the workspace."""

SAID = {"appointed": "named Administrator", "dismissed": "made a Member"}
"""Deeds that people call otherwise than they are kept."""


class Trail:
    """For Administrators."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def list(
        self, by: Person, which: Filter = EVERYTHING, before: UUID | None = None, most: int = 20
    ) -> Lines:
        """The newest lines, or those older than the line ``before``. Raises ``NotAllowed``, ``NotFound``."""
        async with self.database.reading() as session:
            await check_administrator(session, by)
            found = await trail.newest_first(
                session,
                by.workspace_id,
                subject=which.subject,
                subject_id=which.subject_id,
                actor=which.actor,
                before=await _known(session, by, before),
                most=most + 1,
            )
        return Lines(tuple(_line(*each) for each in found[:most]), older=len(found) > most)

    async def whole(self, by: Person) -> Sequence[Line]:
        """All of it, newest first. Raises ``NotAllowed``."""
        lines = list[Line]()
        page = await self.list(by, most=AT_ONCE)
        while page.lines:
            lines += page.lines
            page = await self.list(by, before=lines[-1].id, most=AT_ONCE)
        return lines


async def _known(session: AsyncSession, by: Person, line_id: UUID | None) -> Activity | None:
    if line_id is None:
        return None
    found = await trail.line(session, by.workspace_id, line_id)
    if found is None:
        raise NotFound
    return found


def _line(line: Activity, name: str | None) -> Line:
    return Line(
        id=line.id,
        at=line.at,
        actor=line.actor,
        actor_name=NAMES.get(line.actor) or name or line.actor,
        deed=SAID.get(line.deed, line.deed),
        subject=line.subject,
        subject_id=line.subject_id,
        about=line.about,
        details=line.details,
        why=line.why,
    )
