"""What must be told, written in the transaction that makes it true. ``outbox`` delivers it afterwards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling.news import News
from storage.database import NOTICED
from storage.models import Booking, Notice, OneTimeLink

CARD = "card"
URL = "url"
TOLD = "told"

BOOKED = "booked"
MOVED = "moved"
CANCELLED = "cancelled"
NEW_TIME_ASKED = "new time asked"
NO_SHOW = "no-show"


async def happened(
    session: AsyncSession,
    booking: Booking,
    link: OneTimeLink | None,
    event: str,
    now: datetime,
    before: datetime | None = None,
) -> None:
    """What became of a booking must be told: by the card and the thread of its ``link``, if it has one.

    Called after the change. What is told of it stays as things are now (``News``). ``before`` is when a
    booking that moved was to start until then.
    """
    if link is None:
        return
    card(session, link, now)
    told(session, link, event, now, News.of(booking, event, before).model_dump(mode="json"))


def card(session: AsyncSession, link: OneTimeLink, now: datetime) -> None:
    """The link's card must show what is true now. A link that was not asked for in Slack has none."""
    _write(session, CARD, link, {}, now)


def url(session: AsyncSession, link: OneTimeLink, now: datetime) -> None:
    """The link's URL must stand in its thread, ready to copy."""
    _write(session, URL, link, {}, now)


def told(
    session: AsyncSession,
    link: OneTimeLink,
    event: str,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """The link's thread must hear of ``event``."""
    _write(session, TOLD, link, {"event": event, **(facts or {})}, now)


def _write(
    session: AsyncSession, kind: str, link: OneTimeLink, facts: Mapping[str, Any], now: datetime
) -> None:
    if link.channel_id is None:
        return
    session.info[NOTICED] = True
    session.add(
        Notice(
            workspace_id=link.workspace_id,
            kind=kind,
            stream=stream_of(link.id),
            payload={"link_id": str(link.id), **facts},
            created_at=now,
            due_at=now,
        )
    )


def stream_of(link_id: UUID) -> str:
    """What belongs to one link reaches its thread in order."""
    return f"link:{link_id}"
