"""The links of a Master page stop working or work again: their cards and threads must say so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
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

PACE = timedelta(seconds=1)
"""Slack takes about one message a second: what is due sooner would only be in the way of other news."""


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
    Of many, the first hear at once and the others one after another, so that other news gets through.
    """

    database: Database
    at_once: int = 500
    """Whoever books meanwhile waits for no more of them than that."""
    told_at_once: int = 100

    async def deliver(self, notice: Notice, now: datetime) -> None:
        told_to = notice.payload.get("told_to")
        last = UUID(told_to) if told_to else None
        turns = self._turns(now)
        while True:
            async with self.database.writing() as session:
                page_id, since = UUID(notice.payload["page_id"]), notice.created_at
                concerned = await links.concerned(
                    session, notice.workspace_id, page_id, since, now, last, self.at_once
                )
                if not concerned:
                    return
                last = concerned[-1].link_id
                await _spread(session, notice, dict(zip(concerned, turns, strict=False)))
                await outbox.keep(session, notice, {**notice.payload, "told_to": str(last)})

    def _turns(self, now: datetime) -> Iterator[datetime]:
        """When each of them is told."""
        return (now + max(number - self.told_at_once, 0) * PACE for number in count(1))


async def _spread(session: AsyncSession, notice: Notice, turns: Mapping[Concerned, datetime]) -> None:
    facts = notice.payload
    cards = {each.link_id: at for each, at in turns.items()}
    await notices.cards(session, notice.workspace_id, cards)
    if facts["because"] and facts["before"]:
        return
    event = notices.SUSPENDED if facts["because"] else notices.WORKS_AGAIN
    told: dict[str, Any] = {key: facts[key] for key in ("before", "because", "accepts", "by", "why")}
    for is_booked in (False, True):
        threads = {each.link_id: at for each, at in turns.items() if each.is_booked is is_booked}
        await notices.told_all(session, notice.workspace_id, threads, event, {**told, "is_booked": is_booked})
