"""The links of a Master page stop working or work again: their cards and threads must say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import activity, notices
from bot.scheduling.link_views import suspended_because
from bot.scheduling.people import Person
from storage import links, outbox
from storage.database import Database
from storage.links import Concerned
from storage.models import MasterPage, Notice


def in_short(open_links: int, cancel_only: int = 0, *, working: bool) -> str:
    """``12 open links stop working, 1 coming booking can only be cancelled``; nothing where none are."""
    told = []
    if open_links:
        does, how = ("work", "again") if working else ("stop", "working")
        told.append(
            f"1 open link {does}s {how}" if open_links == 1 else f"{open_links} open links {does} {how}"
        )
    if cancel_only:
        which = "1 coming booking" if cancel_only == 1 else f"{cancel_only} coming bookings"
        told.append(f"{which} can only be cancelled")
    return ", ".join(told)


def tell(
    session: AsyncSession, page: MasterPage, before: str | None, by: Person, why: str, now: datetime
) -> None:
    """What became of its links must be told, where they have a place in Slack.

    ``before`` is why they were suspended until then; None: they worked. Called after the change, in its
    transaction. It is one notice, because thousands of links may stop at once and whoever switches is waiting
    (domain.md: Dynamic and Static).
    """
    because = suspended_because(page)
    if because == before:
        return
    facts = {
        "before": before,
        "because": because,
        "accepts": page.accepts_bookings,
        "by": activity.name_of(by),
        "why": why,
    }
    notices.page_turned(session, page, facts, now)


@dataclass(frozen=True)
class Suspensions:
    """Makes of the notice about a Master page those about each of its links, some at a time.

    The cards of unspent links turn, and their threads hear of it, unless they still do not work, for another
    reason: then they have heard enough. So it is with those whose meeting is ahead, or to be picked again.
    """

    database: Database
    at_once: int = 500
    """Whoever books meanwhile waits for no more of them than that."""

    async def deliver(self, notice: Notice, now: datetime) -> None:
        told_to = notice.payload.get("told_to")
        last = UUID(told_to) if told_to else None
        while True:
            async with self.database.writing() as session:
                page_id, since = UUID(notice.payload["page_id"]), notice.created_at
                concerned = await links.concerned(
                    session, notice.workspace_id, page_id, since, now, last, self.at_once
                )
                if not concerned:
                    return
                last = concerned[-1].link_id
                await _spread(session, notice, concerned, now)
                await outbox.keep(session, notice, {**notice.payload, "told_to": str(last)})


async def _spread(
    session: AsyncSession, notice: Notice, concerned: Sequence[Concerned], now: datetime
) -> None:
    facts = notice.payload
    await notices.cards(session, notice.workspace_id, [each.link_id for each in concerned], now)
    if facts["because"] and facts["before"]:
        return
    event = notices.SUSPENDED if facts["because"] else notices.WORKS_AGAIN
    told: dict[str, Any] = {key: facts[key] for key in ("before", "because", "accepts", "by", "why")}
    for is_booked in (False, True):
        await notices.told_all(
            session,
            notice.workspace_id,
            [each.link_id for each in concerned if each.is_booked is is_booked],
            event,
            now,
            {**told, "is_booked": is_booked},
        )
