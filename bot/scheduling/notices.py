"""What must be told, written in the transaction that makes it true. ``outbox`` delivers it afterwards."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling.news import News
from storage import bookings, outbox
from storage.bookings import FullBooking
from storage.database import NOTICED
from storage.models import Booking, MasterPage, Notice, OneTimeLink, new_id

CARD = "card"
BEGUN = "begun"
"""The card, at the start of the meeting: from then on there is more that can be done."""
URL = "url"
TOLD = "told"
PAGE_TURNED = "page turned"
"""The links of a Master page stop or work again. It becomes notices about each of them."""
LETTER = "letter"
REMINDER = "reminder"
"""At its time it becomes letters."""

FOR_SLACK = (CARD, BEGUN, URL, TOLD)
FOR_MAIL = (LETTER, REMINDER)
TIMED = (BEGUN, REMINDER)
"""Written long before their time. All others are due at once."""

BOOKED = "booked"
MOVED = "moved"
CANCELLED = "cancelled"
NEW_TIME_ASKED = "new time asked"
NO_SHOW = "no-show"
FRESH_LINK_ASKED = "fresh link asked"
REMINDED = "reminded"
MANAGE_LINK = "manage link"
UNMAILED = "unmailed"
SUSPENDED = "suspended"
WORKS_AGAIN = "works again"

MAILED = (BOOKED, MOVED, CANCELLED, NEW_TIME_ASKED)

CUSTOMER = "customer"
"""Whom a letter goes to. Each provider is the number of their place in the booking: ``0`` is the Primary."""


def happened(
    session: AsyncSession, to: FullBooking, event: str, now: datetime, before: datetime | None = None
) -> None:
    """What became of a booking must be told: by its link's card, in the thread, and by mail.

    Called after the change. What is told of it stays as things are now (``News``). ``before`` is when a
    booking that moved was to start until then, if it had a time.
    """
    news, link = News.of(to.booking, event, before), to.link
    if link is not None:
        card(session, link, now)
        told(session, link, event, now, news.model_dump(mode="json"))
        if event in (BOOKED, MOVED):
            _tell(session, BEGUN, link, {}, now, to.booking.starts)
    if event in MAILED:
        letters(session, to, news, now)
    if event in (BOOKED, MOVED):
        _remind(session, to, news, now)


def card(session: AsyncSession, link: OneTimeLink, now: datetime) -> None:
    """The link's card must show what is true now. A link that was not asked for in Slack has none."""
    _tell(session, CARD, link, {}, now)


def url(session: AsyncSession, link: OneTimeLink, now: datetime) -> None:
    """The link's URL must stand in its thread, ready to copy."""
    _tell(session, URL, link, {}, now)


def told(
    session: AsyncSession,
    link: OneTimeLink,
    event: str,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """The link's thread must hear of ``event``."""
    _tell(session, TOLD, link, {"event": event, **(facts or {})}, now)


def page_turned(session: AsyncSession, page: MasterPage, facts: Mapping[str, Any], now: datetime) -> None:
    """The links of a Master page must say that they stopped or work again."""
    payload = {"page_id": str(page.id), **facts}
    _write(session, page.workspace_id, PAGE_TURNED, f"page:{page.id}", payload, now, now)


async def told_all(
    session: AsyncSession,
    workspace_id: UUID,
    turns: Mapping[UUID, datetime],
    event: str,
    facts: Mapping[str, Any],
) -> None:
    """The threads of many links in Slack must hear of an ``event``, each at its turn."""
    await _tell_all(session, workspace_id, TOLD, turns, {"event": event, **facts})


async def cards(session: AsyncSession, workspace_id: UUID, turns: Mapping[UUID, datetime]) -> None:
    """The cards of many links in Slack must show what is true then, each at its turn."""
    await _tell_all(session, workspace_id, CARD, turns, {})


def letters(session: AsyncSession, about: FullBooking, news: News, now: datetime) -> None:
    """The Customer, and each provider who has an address, must get a letter."""
    addresses: dict[str, str] = {}
    for place, page in enumerate(about.providers):
        addresses.setdefault(page.email.lower(), str(place))
    for recipient in (CUSTOMER, *(place for address, place in addresses.items() if address)):
        _letter(session, about.booking, recipient, news, now)


def manage_link(session: AsyncSession, booking: Booking, now: datetime) -> None:
    """The Customer must get the address of the booking's own page once more."""
    _letter(session, booking, CUSTOMER, News.of(booking, MANAGE_LINK), now)


async def undelivered(session: AsyncSession, notice: Notice, now: datetime) -> None:
    """Where a letter was given up, the thread must hear that somebody was not told by mail."""
    if notice.kind != LETTER:
        return
    booking = await session.get_one(Booking, (notice.workspace_id, UUID(notice.payload["booking_id"])))
    _, _, link = await bookings.surroundings(session, booking)
    if link is not None:
        facts = {"recipient": notice.payload["recipient"], "about": notice.payload["event"]}
        told(session, link, UNMAILED, now, facts)


def _remind(session: AsyncSession, of: FullBooking, news: News, now: datetime) -> None:
    """As the Event type says, where there is time for it."""
    booking = of.booking
    for minutes in set(of.event_type.reminders):
        due_at = booking.starts - timedelta(minutes=minutes)
        if due_at > now:
            payload = {"booking_id": str(booking.id), **news.model_dump(mode="json"), "event": REMINDED}
            _write(session, booking.workspace_id, REMINDER, _stream_of_its_own(), payload, now, due_at)


def _letter(session: AsyncSession, booking: Booking, recipient: str, news: News, now: datetime) -> None:
    payload = {"booking_id": str(booking.id), "recipient": recipient, **news.model_dump(mode="json")}
    stream = f"mail:{booking.id}:{recipient}"
    _write(session, booking.workspace_id, LETTER, stream, payload, now, now)


def _tell(
    session: AsyncSession,
    kind: str,
    link: OneTimeLink,
    facts: Mapping[str, Any],
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    if link.channel_id is None:
        return
    payload = {"link_id": str(link.id), **facts}
    stream = _stream_of_its_own() if due_at else stream_of(link.id)
    _write(session, link.workspace_id, kind, stream, payload, now, due_at or now)


def _write(
    session: AsyncSession,
    workspace_id: UUID,
    kind: str,
    stream: str,
    payload: dict[str, Any],
    now: datetime,
    due_at: datetime,
) -> None:
    session.info[NOTICED] = True
    session.add(Notice(**_row(workspace_id, kind, stream, payload, now, due_at)))


async def _tell_all(
    session: AsyncSession,
    workspace_id: UUID,
    kind: str,
    turns: Mapping[UUID, datetime],
    facts: Mapping[str, Any],
) -> None:
    """Whoever has to wait for their turn waits for nothing until then."""
    if not turns:
        return
    session.info[NOTICED] = True
    await outbox.write(
        session,
        [
            _row(workspace_id, kind, stream_of(link_id), {"link_id": str(link_id), **facts}, at, at)
            for link_id, at in turns.items()
        ],
    )


def _row(
    workspace_id: UUID, kind: str, stream: str, payload: dict[str, Any], now: datetime, due_at: datetime
) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "kind": kind,
        "stream": stream,
        "payload": payload,
        "created_at": now,
        "due_at": due_at,
    }


def stream_of(link_id: UUID) -> str:
    """What belongs to one link reaches its thread in order."""
    return f"link:{link_id}"


def _stream_of_its_own() -> str:
    """What waits for its time must not hold up what comes after it."""
    return str(new_id())
