"""The audit trail: one line for who did what, to what, when, why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling.people import Person
from storage.models import Activity

CUSTOMER = "customer"
SHELL = "shell"
ITSELF = "onetime"


@dataclass(frozen=True)
class Deed:
    """What was done, to what: ``Deed("revoked", "link", id)``.

    ``about``: what people call it, never the name of a Customer. People have no id besides that.
    """

    what: str
    subject: str
    subject_id: UUID | None
    about: str = ""


def record(
    session: AsyncSession, workspace_id: UUID, actor: str, deed: Deed, now: datetime, why: str = ""
) -> None:
    """Write one line, in the transaction that does the deed."""
    session.add(
        Activity(
            workspace_id=workspace_id,
            at=now,
            actor=actor,
            deed=deed.what,
            subject=deed.subject,
            subject_id=deed.subject_id,
            about=deed.about,
            why=why,
        )
    )


def name_of(person: Person) -> str:
    return person.user_id or SHELL
