"""One-time links: the questions asked of them, and the one statement that spends one.

What every view and every booking asks is written down once: to build a statement takes a third of its time.
In an UPDATE no parameter may be called as a column is.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.bookings import is_ahead
from storage.models import Booking, MasterPage, OneTimeLink, RuleType
from storage.statements import WORKSPACE_ID, rows_changed


class Concerned(NamedTuple):
    """A link that is concerned where its Master page is switched; its meeting is, if it ``is_booked``."""

    link_id: UUID
    is_booked: bool


_WITH_PAGE = select(OneTimeLink, MasterPage).join(
    MasterPage,
    (MasterPage.workspace_id == OneTimeLink.workspace_id) & (MasterPage.id == OneTimeLink.master_page_id),
)
_BY_DIGEST = _WITH_PAGE.where(OneTimeLink.digest == bindparam("digest"))
_BY_ID = _WITH_PAGE.where(OneTimeLink.workspace_id == WORKSPACE_ID, OneTimeLink.id == bindparam("link_id"))
_OPEN = OneTimeLink.spent_at.is_(None) & OneTimeLink.revoked_at.is_(None) & OneTimeLink.expired_at.is_(None)
_UNEXPIRED = OneTimeLink.expires_at > bindparam("now")
_COUNT_OPEN = (
    select(OneTimeLink.master_page_id, func.count())
    .where(OneTimeLink.workspace_id == WORKSPACE_ID)
    .where(OneTimeLink.master_page_id.in_(bindparam("page_ids", expanding=True)), _OPEN, _UNEXPIRED)
    .group_by(OneTimeLink.master_page_id)
)
_PAGE_TAKES_BOOKINGS = exists().where(
    MasterPage.workspace_id == OneTimeLink.workspace_id,
    MasterPage.id == OneTimeLink.master_page_id,
    MasterPage.rule_type == RuleType.DYNAMIC,
    MasterPage.accepts_bookings,
    MasterPage.retired_at.is_(None),
)
_CHANGED: dict[str, Any] = {"synchronize_session": False, "populate_existing": True}
_CLAIM = (
    update(OneTimeLink)
    .where(OneTimeLink.workspace_id == bindparam("whose"), OneTimeLink.id == bindparam("which"))
    .where(_OPEN, _UNEXPIRED, _PAGE_TAKES_BOOKINGS)
    .values(spent_at=bindparam("now"))
    .returning(OneTimeLink)
    .execution_options(**_CHANGED)
)


async def by_digest(session: AsyncSession, digest: bytes) -> tuple[OneTimeLink, MasterPage] | None:
    """The link that a token names, with its Master page."""
    row = (await session.execute(_BY_DIGEST, {"digest": digest})).first()
    return None if row is None else (row[0], row[1])


async def by_id(
    session: AsyncSession, workspace_id: UUID, link_id: UUID
) -> tuple[OneTimeLink, MasterPage] | None:
    row = (await session.execute(_BY_ID, {"workspace_id": workspace_id, "link_id": link_id})).first()
    return None if row is None else (row[0], row[1])


async def hold(
    session: AsyncSession, workspace_id: UUID, link_id: UUID
) -> tuple[OneTimeLink, MasterPage] | None:
    """The same, and nobody else changes it until the transaction ends. On SQLite nobody else could."""
    if (found := await by_id(session, workspace_id, link_id)) is None:
        return None
    await session.refresh(found[0], with_for_update=True)
    return found


async def made_by_request(session: AsyncSession, workspace_id: UUID, request_key: str) -> OneTimeLink | None:
    statement = select(OneTimeLink).where(
        OneTimeLink.workspace_id == workspace_id, OneTimeLink.request_key == request_key
    )
    return await session.scalar(statement)


async def open_of(
    session: AsyncSession, workspace_id: UUID, made_by: str | None, now: datetime, first: int, most: int
) -> Sequence[tuple[OneTimeLink, MasterPage]]:
    """The unspent links that one User made, newest first, after the ``first`` of them."""
    statement = (
        _WITH_PAGE.where(
            OneTimeLink.workspace_id == workspace_id,
            OneTimeLink.created_by == made_by,
            _OPEN,
            OneTimeLink.expires_at > now,
        )
        .order_by(OneTimeLink.created_at.desc(), OneTimeLink.id.desc())
        .offset(first)
        .limit(most)
    )
    return [(row[0], row[1]) for row in (await session.execute(statement)).all()]


async def newest_first(
    session: AsyncSession, workspace_id: UUID, made_by: str | None, most: int | None
) -> Sequence[tuple[OneTimeLink, MasterPage]]:
    """The links that one User made, or, with None, all of the workspace."""
    statement = _WITH_PAGE.where(OneTimeLink.workspace_id == workspace_id)
    if made_by is not None:
        statement = statement.where(OneTimeLink.created_by == made_by)
    statement = statement.order_by(OneTimeLink.created_at.desc(), OneTimeLink.id.desc()).limit(most)
    return [(row[0], row[1]) for row in (await session.execute(statement)).all()]


async def open_of_customer(
    session: AsyncSession, workspace_id: UUID, email: str, now: datetime
) -> Sequence[OneTimeLink]:
    """A Customer's links that can still be used, or could if their page took bookings; newest first."""
    statement = (
        select(OneTimeLink)
        .where(
            OneTimeLink.workspace_id == workspace_id,
            func.lower(OneTimeLink.customer_email) == email.lower(),
            _OPEN,
            OneTimeLink.expires_at > now,
        )
        .order_by(OneTimeLink.created_at.desc(), OneTimeLink.id.desc())
    )
    return (await session.scalars(statement)).all()


async def open_seeds(session: AsyncSession, now: datetime) -> Sequence[tuple[bytes, bytes]]:
    """Seed and digest of every link that can still be used, of all workspaces."""
    statement = select(OneTimeLink.seed, OneTimeLink.digest).where(_OPEN, OneTimeLink.expires_at > now)
    return [(row.seed, row.digest) for row in await session.execute(statement)]


async def count_open(
    session: AsyncSession, workspace_id: UUID, page_ids: Collection[UUID], now: datetime
) -> Mapping[UUID, int]:
    """How many links of each of these Master pages can still be used, or could if it took bookings."""
    given = {"workspace_id": workspace_id, "page_ids": list(page_ids), "now": now}
    return {row[0]: row[1] for row in (await session.execute(_COUNT_OPEN, given)).all()}


async def concerned(
    session: AsyncSession,
    workspace_id: UUID,
    page_id: UUID,
    by_then: datetime,
    now: datetime,
    after: UUID | None,
    most: int,
) -> Sequence[Concerned]:
    """Whose cards and threads are concerned where a Master page is switched, by id, after the link ``after``.

    Those of its links that have a place in Slack, were made ``by_then``, and have not ended, or whose meeting
    was booked by then and is ahead.
    """
    ahead = (
        (Booking.workspace_id == OneTimeLink.workspace_id)
        & (Booking.link_id == OneTimeLink.id)
        & (Booking.created_at <= by_then)
        & is_ahead(now)
    )
    statement = (
        select(OneTimeLink.id, Booking.id.is_not(None))
        .outerjoin(Booking, ahead)
        .where(
            OneTimeLink.workspace_id == workspace_id,
            OneTimeLink.master_page_id == page_id,
            OneTimeLink.channel_id.is_not(None),
            OneTimeLink.created_at <= by_then,
            (_OPEN & (OneTimeLink.expires_at > now)) | Booking.id.is_not(None),
        )
        .order_by(OneTimeLink.id)
        .limit(most)
    )
    if after is not None:
        statement = statement.where(OneTimeLink.id > after)
    return [Concerned(row[0], row[1]) for row in (await session.execute(statement)).all()]


async def newest_open(
    session: AsyncSession, workspace_id: UUID, page_id: UUID, now: datetime, most: int
) -> Sequence[OneTimeLink]:
    """A Master page's links that have not ended, newest first."""
    statement = (
        select(OneTimeLink)
        .where(*_open_on(workspace_id, [page_id], now))
        .order_by(OneTimeLink.created_at.desc(), OneTimeLink.id.desc())
        .limit(most)
    )
    return (await session.scalars(statement)).all()


async def makers_of_open(
    session: AsyncSession, workspace_id: UUID, page_id: UUID, now: datetime
) -> Sequence[tuple[str | None, int]]:
    """Who made the links of a Master page that have not ended, with how many; who made most, first."""
    count = func.count()
    statement = (
        select(OneTimeLink.created_by, count)
        .where(*_open_on(workspace_id, [page_id], now))
        .group_by(OneTimeLink.created_by)
        .order_by(count.desc(), OneTimeLink.created_by)
    )
    return [(row[0], row[1]) for row in (await session.execute(statement)).all()]


async def claim(session: AsyncSession, link: OneTimeLink, now: datetime) -> bool:
    """Spend the link. True for exactly one caller, however many try at once.

    The condition holds everything that makes a link usable, so that nothing read earlier has to be trusted.
    """
    asked = {"whose": link.workspace_id, "which": link.id, "now": now}
    return await session.scalar(_CLAIM, asked) is not None


async def revoke(session: AsyncSession, link: OneTimeLink, by: str | None, now: datetime) -> bool:
    """Take an unspent link back. False where somebody booked, or took it back, first."""
    return await _change(
        session, link, _OPEN, OneTimeLink.expires_at > now, values={"revoked_at": now, "revoked_by": by}
    )


async def mark_opened(session: AsyncSession, link: OneTimeLink, now: datetime) -> bool:
    """True for the first opening only."""
    return await _change(session, link, OneTimeLink.opened_at.is_(None), _OPEN, values={"opened_at": now})


async def mark_asked(session: AsyncSession, link: OneTimeLink, now: datetime, *, not_since: datetime) -> bool:
    """True for whoever asks for a fresh link first after ``not_since``."""
    unheard = OneTimeLink.asked_at.is_(None) | (OneTimeLink.asked_at <= not_since)
    return await _change(session, link, unheard, values={"asked_at": now})


async def mark_expired(session: AsyncSession, link: OneTimeLink, now: datetime) -> bool:
    """True for whoever saw it first."""
    return await _change(session, link, _OPEN, OneTimeLink.expires_at <= now, values={"expired_at": now})


async def keep_card(session: AsyncSession, link: OneTimeLink, channel_id: str, card_ts: str) -> None:
    """In another conversation than the one it was asked for in, the card has a thread of its own."""
    thread_ts = link.thread_ts if channel_id == link.channel_id else None
    await _change(
        session, link, values={"channel_id": channel_id, "thread_ts": thread_ts, "card_ts": card_ts}
    )


async def due_to_expire(
    session: AsyncSession, now: datetime, most: int
) -> Sequence[tuple[OneTimeLink, MasterPage]]:
    statement = (
        _WITH_PAGE.where(_OPEN, OneTimeLink.expires_at <= now).order_by(OneTimeLink.expires_at).limit(most)
    )
    return [(row[0], row[1]) for row in (await session.execute(statement)).all()]


async def purge_ended_before(session: AsyncSession, moment: datetime) -> int:
    """Delete the links that expired or were revoked, unspent, before ``moment``."""
    ended = (OneTimeLink.expired_at < moment) | (OneTimeLink.revoked_at < moment)
    statement = delete(OneTimeLink).where(ended)
    return await rows_changed(session, statement)


def _open_on(
    workspace_id: UUID, page_ids: Collection[UUID], now: datetime
) -> tuple[ColumnElement[bool], ...]:
    return (
        OneTimeLink.workspace_id == workspace_id,
        OneTimeLink.master_page_id.in_(page_ids),
        _OPEN,
        OneTimeLink.expires_at > now,
    )


async def _change(
    session: AsyncSession, link: OneTimeLink, *conditions: ColumnElement[bool], values: dict[str, Any]
) -> bool:
    statement = (
        update(OneTimeLink)
        .where(OneTimeLink.workspace_id == link.workspace_id, OneTimeLink.id == link.id, *conditions)
        .values(**values)
    )
    changed = statement.returning(OneTimeLink).execution_options(**_CHANGED)
    return await session.scalar(changed) is not None
