"""A fresh link in place of another: of which, by whom, and for whom."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import activity, notices
from bot.scheduling.customers import Customer
from bot.scheduling.errors import NotAllowed, NotFound
from bot.scheduling.link_views import customer_of, state_of
from bot.scheduling.people import Person
from bot.scheduling.policy import OPEN
from storage import bookings, links
from storage.models import MasterPage, OneTimeLink, Role

STILL_WORKS = "This link still works. Only who made it and Administrators can replace it by a fresh one."


async def newest(session: AsyncSession, workspace_id: UUID, link_id: UUID) -> tuple[OneTimeLink, MasterPage]:
    """The link, or the one that was made last in its place, held until the transaction ends.

    Raises ``NotFound``. A fresh link that was purged since counts as none.
    """
    if (found := await links.hold(session, workspace_id, link_id)) is None:
        raise NotFound
    while (successor := found[0].replaced_by) is not None:
        if (fresh := await links.hold(session, workspace_id, successor)) is None:
            break
        found = fresh
    return found


async def is_open(session: AsyncSession, old: OneTimeLink, now: datetime) -> bool:
    """Can a fresh link be used that was made in place of this one? Holds nothing."""
    link, is_open = old, False
    while link.replaced_by is not None:
        if (found := await links.by_id(session, old.workspace_id, link.replaced_by)) is None:
            return False
        link, page = found
        is_open = state_of(link, page, now) in OPEN
    return is_open


def check_may_replace(by: Person, role: Role, link: OneTimeLink) -> None:
    """May this User take back a link that still works? Raises ``NotAllowed``."""
    if role != Role.ADMINISTRATOR and link.created_by != by.user_id:
        raise NotAllowed(STILL_WORKS)


async def take_back(session: AsyncSession, by: Person, link: OneTimeLink, now: datetime) -> None:
    """The link's own meeting is the way to a time again, in place of a fresh link that was not used."""
    fresh, page = await newest(session, link.workspace_id, link.id)
    link.replaced_by = None
    if fresh is link or fresh.spent_at is not None:
        return
    # So that whoever replaces that one later ends this way too.
    fresh.replaced_by = link.id
    if await links.revoke(session, fresh, by.user_id, now):
        activity.record_link(session, "revoked", fresh, page, activity.name_of(by), now)
    notices.card(session, fresh, now)


async def person(session: AsyncSession, old: OneTimeLink) -> Customer | None:
    """For whom the old link was, as they corrected it when they booked. None: for whoever had it."""
    booking = await bookings.of_link(session, old.workspace_id, old.id) if old.is_personalized else None
    return Customer(booking.customer_name, booking.customer_email) if booking else customer_of(old)
