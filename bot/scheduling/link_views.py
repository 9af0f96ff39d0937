"""A one-time link as Users see it, and the state it is in."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import policy
from bot.scheduling.booking_views import BookingView, view_of
from bot.scheduling.customers import Customer
from bot.scheduling.errors import (
    LinkExpired,
    LinkRevoked,
    LinkSpent,
    LinkSuspended,
    LinkUnusable,
    NotFound,
)
from bot.scheduling.permissions import UserChange, open_to_users
from bot.scheduling.policy import Asking, LinkState
from bot.scheduling.tokens import digest
from storage import bookings, links, people
from storage.models import MasterPage, OneTimeLink, RuleType

REFUSALS: dict[LinkState, type[LinkUnusable]] = {
    LinkState.SPENT: LinkSpent,
    LinkState.REVOKED: LinkRevoked,
    LinkState.EXPIRED: LinkExpired,
    LinkState.SUSPENDED: LinkSuspended,
}


@dataclass(frozen=True)
class LinkView:
    """A link as Users see it. Never holds the URL: that is shown one at a time, to those who may."""

    id: UUID
    workspace_id: UUID
    master_page_id: UUID
    master_page: str
    state: LinkState
    suspended_because: str | None
    created_at: datetime
    expires_at: datetime
    created_by: str | None
    customer: Customer | None
    ticket: str
    opened_at: datetime | None
    revoked_by: str | None
    channel_id: str | None
    thread_ts: str | None
    card_ts: str | None
    booking: BookingView | None
    """Gathered for a card, not for a list."""
    changes: tuple[UserChange, ...] = ()
    """What those who have a part in the booking may do with it now. Gathered with it."""
    is_replaced: bool = False
    """Was a fresh link made in its place?"""
    maker: str = ""
    """Who made it, by name: to say so in Slack calls nobody. Gathered for a card too."""


async def view_with_booking(
    session: AsyncSession, link: OneTimeLink, page: MasterPage, now: datetime
) -> LinkView:
    """The link with who made it, and what was booked through it, if anything was."""
    view = replace(view_of_link(link, page, now), maker=await maker_of(session, link))
    if (booking := await bookings.of_link(session, link.workspace_id, link.id)) is None:
        return view
    found = await bookings.in_full(session, booking)
    changes = open_to_users(booking, page, found.providers, now)
    return replace(view, booking=view_of(found), changes=changes)


def view_of_link(link: OneTimeLink, page: MasterPage, now: datetime) -> LinkView:
    state = state_of(link, page, now)
    return LinkView(
        id=link.id,
        workspace_id=link.workspace_id,
        master_page_id=page.id,
        master_page=page.label,
        state=state,
        suspended_because=suspended_because(page) if state == LinkState.SUSPENDED else None,
        created_at=link.created_at,
        expires_at=link.expires_at,
        created_by=link.created_by,
        customer=customer_of(link),
        ticket=link.ticket,
        opened_at=link.opened_at,
        revoked_by=link.revoked_by,
        channel_id=link.channel_id,
        thread_ts=link.thread_ts,
        card_ts=link.card_ts,
        booking=None,
        is_replaced=link.replaced_by is not None,
    )


async def link_of(session: AsyncSession, token: str) -> tuple[OneTimeLink, MasterPage]:
    """The link that a token names, with its Master page. Raises ``NotFound`` for any other token."""
    found = await links.by_digest(session, digest(token))
    if found is None:
        raise NotFound
    return found


def state_of(link: OneTimeLink, page: MasterPage, now: datetime) -> LinkState:
    """The link's state at this moment."""
    return policy.link_state(
        spent_at=link.spent_at,
        revoked_at=link.revoked_at,
        expires_at=link.expires_at,
        suspended=suspended_because(page) is not None,
        now=now,
    )


def suspended_because(page: MasterPage) -> str | None:
    """Why the links of this Master page do not work at the moment. None: they do."""
    return policy.why_suspended(
        dynamic=page.rule_type == RuleType.DYNAMIC,
        accepts_bookings=page.accepts_bookings,
        retired=page.retired_at is not None,
    )


def why_no_links(page: MasterPage, *, has_rules: bool) -> str | None:
    """Why nobody books by links of this Master page at the moment, and the way out. None: they work."""
    return suspended_because(page) or (None if has_rules else policy.NO_RULES)


def check_usable(
    link: OneTimeLink, page: MasterPage, now: datetime, *, even_if_suspended: bool = False
) -> None:
    """Raises the refusal that the link's state calls for; nothing for an active one."""
    state = state_of(link, page, now)
    if state in REFUSALS and not (even_if_suspended and state == LinkState.SUSPENDED):
        raise REFUSALS[state](asking_of(link, now))


def asking_of(link: OneTimeLink, now: datetime) -> Asking:
    """May whoever holds the link ask for a new time?"""
    return policy.asking(has_thread=link.channel_id is not None, asked_at=link.asked_at, now=now)


async def maker_of(session: AsyncSession, link: OneTimeLink) -> str:
    """Who made the link, by name."""
    if link.created_by is None:
        return "the operator"
    return await people.name(session, link.workspace_id, link.created_by) or link.created_by


def customer_of(link: OneTimeLink) -> Customer | None:
    """For whom the link was personalized, if it was."""
    if link.customer_name is None or link.customer_email is None:
        return None
    return Customer(link.customer_name, link.customer_email)
