"""How Master pages stand with the links that were sent, before and after a document is loaded."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling.link_views import suspended_because, why_no_links
from bot.scheduling.setup_file.changes import LinksTurned
from storage import bookings, links, offers
from storage.models import MasterPage, RuleType


@dataclass(frozen=True)
class Standing:
    """How a Master page stands with its links.

    ``suspended_because``: why they are suspended; None: they are not. ``no_links_because`` holds what else
    keeps people from booking by them.
    """

    rule_type: RuleType
    suspended_because: str | None
    no_links_because: str | None


async def standings(
    session: AsyncSession, workspace_id: UUID, pages: Collection[MasterPage]
) -> Mapping[MasterPage, Standing]:
    ruled = await offers.pages_with_rules(session, workspace_id)
    return {
        page: Standing(
            page.rule_type, suspended_because(page), why_no_links(page, has_rules=page.id in ruled)
        )
        for page in pages
    }


async def links_turned(
    session: AsyncSession, workspace_id: UUID, before: Mapping[MasterPage, Standing], now: datetime
) -> tuple[LinksTurned, ...]:
    """Which open links stop working or work again, and which meetings cannot be moved any more."""
    after = await standings(session, workspace_id, before)
    turned = {
        page: standing.no_links_because
        for page, standing in after.items()
        if bool(standing.no_links_because) != bool(before[page].no_links_because)
    }
    if not turned:
        return ()
    switched = [page.id for page in turned if page.rule_type is RuleType.STATIC and not page.retired_at]
    stuck = await bookings.count_coming(session, workspace_id, switched, now, through_links=True)
    counts = await links.count_open(session, workspace_id, [page.id for page in turned], now)
    told = (
        LinksTurned(page.label, counts.get(page.id, 0), stuck.get(page.id, 0), because)
        for page, because in turned.items()
    )
    return tuple(each for each in told if each.count or each.cancel_only)
