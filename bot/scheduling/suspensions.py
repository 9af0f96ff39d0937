"""The links of a Master page stop working or work again: their cards and threads must say so."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import activity, notices
from bot.scheduling.link_views import suspended_because
from bot.scheduling.people import Person
from storage import links
from storage.models import MasterPage


def turned(count: int, *, working: bool) -> str:
    """``12 open links stop working``, ``1 open link works again``"""
    does = "work" if working else "stop"
    told = f"1 open link {does}s" if count == 1 else f"{count} open links {does}"
    return f"{told} again" if working else f"{told} working"


async def tell(
    session: AsyncSession, page: MasterPage, before: str | None, by: Person, why: str, now: datetime
) -> None:
    """What became of its unspent links, where they have a place in Slack: in their cards and threads.

    ``before`` is why they were suspended until then; None: they worked. Those that still do not work have
    another reason now: their cards say it, and their threads have heard enough. The cards of those whose
    meetings are coming show what can still be done about them. Called after the change, in its transaction
    (domain.md: Dynamic and Static).
    """
    because = suspended_because(page)
    if because == before:
        return
    affected = await links.open_in_slack(session, page.workspace_id, page.id, now)
    if because and before:
        await notices.cards(session, page.workspace_id, affected, now)
    else:
        event = notices.SUSPENDED if because else notices.WORKS_AGAIN
        facts = {"by": activity.name_of(by), "because": because, "why": why}
        await notices.told_all(session, page.workspace_id, affected, event, now, facts)
    booked = await links.with_coming_meetings(session, page.workspace_id, page.id)
    await notices.cards(session, page.workspace_id, booked, now)
