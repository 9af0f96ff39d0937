"""The audit trail: one line for who did what, to what, when, why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling.obstacles import listed
from bot.scheduling.people import Person
from storage.bookings import FullBooking
from storage.models import Activity, MasterPage, OneTimeLink

CUSTOMER = "customer"
SHELL = "shell"
ITSELF = "onetime"

SUBJECTS = (
    "link",
    "booking",
    "master page",
    "rule",
    "event type",
    "booking page",
    "pool",
    "user",
    "policy for links",
    "look of pages",
    "set-up",
)
"""What things are done to."""


@dataclass(frozen=True)
class Deed:
    """What was done, to what: ``Deed("revoked", "link", id)``.

    ``about``: what people call it, never the name of a Customer. People have no id besides that.
    ``details``: what of it was changed, from what to what; or when, with whom. Never who a Customer is.
    """

    what: str
    subject: str
    subject_id: UUID | None
    about: str = ""
    details: str = ""


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
            details=deed.details,
            why=why,
        )
    )


def record_link(
    session: AsyncSession,
    what: str,
    link: OneTimeLink,
    page: MasterPage,
    actor: str,
    now: datetime,
    details: str = "",
) -> None:
    """What was done to a one-time link. It is known by its page's Internal label and its ticket."""
    about = f"{page.label}, ticket {link.ticket}" if link.ticket else page.label
    record(session, link.workspace_id, actor, Deed(what, "link", link.id, about, details), now)


def record_booking(
    session: AsyncSession,
    what: str,
    done_to: FullBooking,
    actor: str,
    now: datetime,
    why: str = "",
    before: datetime | None = None,
) -> None:
    """What was done to a meeting. It is known by its Event type and its page's Internal label.

    Told with it: when it is, with whom, and when it was to be before it moved.
    """
    booking, team = done_to.booking, listed([page.name for page in done_to.providers])
    when = f"{moment(before)} → {moment(booking.starts)}" if before else moment(booking.starts)
    about = f"{done_to.event_type.name}, {done_to.page.label}"
    deed = Deed(what, "booking", booking.id, about, f"{when}, with {team}")
    record(session, booking.workspace_id, actor, deed, now, why)


def moment(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC"


def name_of(person: Person) -> str:
    return person.user_id or SHELL
