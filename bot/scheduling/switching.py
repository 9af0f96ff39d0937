"""What puts the links of a Master page to sleep and wakes them: its rule type and "Accept bookings"."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import activity, suspensions
from bot.scheduling.activity import Deed
from bot.scheduling.customers import Customer, unprintable
from bot.scheduling.errors import AlreadySwitched, Invalid, NotAllowed, NotFound
from bot.scheduling.link_views import customer_of
from bot.scheduling.obstacles import day_in_words
from bot.scheduling.overviews import OFFERED_FROM, nothing_offered
from bot.scheduling.overviews import UNDO as UNDO
from bot.scheduling.people import Person, check_administrator
from bot.scheduling.policy import why_suspended
from storage import bookings, catalog, links, offers, people, switching
from storage.database import Database
from storage.models import MasterPage, OneTimeLink, RuleType

LONGEST_WHY = 500
MOST_LINKS = 20
UNDO_IS_OVER = (
    "The 15 minutes in which a switch can be undone are over. Switch the page back to Dynamic rules instead:"
    " its unspent links then work again all the same."
)


@dataclass(frozen=True)
class AffectedLink:
    """An unspent link that stops working or works again, and where it is talked about.

    ``thread_ts``: the thread that hears of it, in ``channel_id``; both None for one not asked for in Slack.
    """

    id: UUID
    made_by: str | None
    customer: Customer | None
    ticket: str
    channel_id: str | None
    thread_ts: str | None


@dataclass(frozen=True)
class Effects:
    """What switching a Master page to ``to`` does, as things stand.

    ``links``: the newest of the ``link_count`` unspent ones that stop working (to Static) or work again (to
    Dynamic). ``makers``: whose they all are (None: made from the shell), with how many, the most first.
    ``cancel_only``: coming bookings that can be cancelled but not moved then. ``awaiting``: who was asked
    to pick another time and cannot then. ``nothing_offered``: why the page would offer nothing at
    all, and the way out. ``asleep``: unspent links that do not work now, and will not then.
    """

    page_id: UUID
    label: str
    to: RuleType
    link_count: int
    links: tuple[AffectedLink, ...]
    makers: tuple[tuple[str | None, int], ...]
    cancel_only: int
    awaiting: int
    nothing_offered: str | None
    asleep: int = 0


class Switching:
    """For Administrators. Everything raises ``NotAllowed`` for others (domain.md: Dynamic and Static)."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def effects(
        self, by: Person, page_id: UUID, to: RuleType, now: datetime, most: int = MOST_LINKS
    ) -> Effects:
        """What to tell an Administrator before the switch, with ``most`` of the links. Raises ``NotFound``.

        Raises ``AlreadySwitched`` where the page has these rules already.
        """
        async with self.database.reading() as session:
            page = await _page(session, by, page_id)
            if page.rule_type is to:
                raise await _switched_already(session, page)
            now_so = State.of(page)
            return await _effects(session, page, now_so, now_so.with_rules(to), now, most)

    async def switch(self, by: Person, page_id: UUID, to: RuleType, why: str, now: datetime) -> Effects:
        """Switch, keep the rules dormant, edit the cards and tell the threads. Returns what it did.

        Of two who switch at once one does, and the other gets ``AlreadySwitched``. Raises ``NotFound``, and
        ``Invalid`` for a ``why`` that cannot be kept. It may be empty.
        """
        why = _checked(why)
        async with self.database.writing() as session:
            await check_administrator(session, by)
            if not await switching.switch_rule_type(session, by.workspace_id, page_id, to, by.user_id, now):
                raise await _switched_already(session, await _page(session, by, page_id))
            page = await _page(session, by, page_id)
            before = State.of(page).with_rules(_other(to))
            return await _done(session, by, page, before, f"switched to {to.capitalize()} rules", why, now)

    async def undo(self, by: Person, page_id: UUID, now: datetime) -> Effects:
        """Switch back what was switched to Static in the last 15 minutes. Anybody's links work again.

        Raises ``NotFound``; ``NotAllowed`` where the time is over; ``AlreadySwitched`` where it was undone.
        """
        async with self.database.writing() as session:
            await check_administrator(session, by)
            if not await switching.undo_switch_to_static(
                session, by.workspace_id, page_id, now - UNDO, by.user_id, now
            ):
                raise await _not_undone(session, await _page(session, by, page_id))
            page = await _page(session, by, page_id)
            before = State.of(page).with_rules(RuleType.STATIC)
            return await _done(session, by, page, before, "undid the switch to Static rules", "", now)

    async def closing(self, by: Person, page_id: UUID, now: datetime, most: int = MOST_LINKS) -> Effects:
        """What switching "Accept bookings" off, or retiring the page, would do to its links.

        Raises ``NotFound``.
        """
        async with self.database.reading() as session:
            page = await _page(session, by, page_id)
            now_so = State.of(page)
            return await _effects(session, page, now_so, now_so.accepting(on=False), now, most)

    async def accept_bookings(
        self, by: Person, page_id: UUID, why: str, now: datetime, *, on: bool
    ) -> Effects:
        """Raises ``NotFound``, ``Invalid``, and ``AlreadySwitched`` where it is so already."""
        why = _checked(why)
        async with self.database.writing() as session:
            await check_administrator(session, by)
            switched = await switching.accept_bookings(session, by.workspace_id, page_id, on=on)
            page = await _page(session, by, page_id)
            if not switched:
                raise AlreadySwitched(f"“Accept bookings” is {_on_or_off(on)} already.", None, None)
            before = State.of(page).accepting(on=not on)
            deed = f"switched Accept bookings {_on_or_off(on)}"
            return await _done(session, by, page, before, deed, why, now)


@dataclass(frozen=True)
class State:
    """What decides whether the links of a Master page in use work (domain.md: One-time links, 6)."""

    rule_type: RuleType
    accepts_bookings: bool

    @classmethod
    def of(cls, page: MasterPage) -> Self:
        return cls(page.rule_type, page.accepts_bookings)

    def with_rules(self, rule_type: RuleType) -> Self:
        return replace(self, rule_type=rule_type)

    def accepting(self, *, on: bool) -> Self:
        return replace(self, accepts_bookings=on)

    @property
    def suspended_because(self) -> str | None:
        """None: the links work."""
        is_dynamic = self.rule_type is RuleType.DYNAMIC
        return why_suspended(dynamic=is_dynamic, accepts_bookings=self.accepts_bookings, retired=False)

    @property
    def links_work(self) -> bool:
        return self.suspended_because is None


async def _page(session: AsyncSession, by: Person, page_id: UUID) -> MasterPage:
    """The Master page, for an Administrator."""
    await check_administrator(session, by)
    page = await offers.master_page(session, by.workspace_id, page_id)
    if page is None or page.retired_at is not None:
        raise NotFound
    return page


async def _done(
    session: AsyncSession, by: Person, page: MasterPage, before: State, deed: str, why: str, now: datetime
) -> Effects:
    """Tell what was switched. Returns what it did."""
    effects = await _effects(session, page, before, State.of(page), now)
    working = State.of(page).links_work
    told = suspensions.in_short(effects.link_count, effects.cancel_only, working=working)
    done = Deed(deed, "master page", page.id, page.label, told)
    activity.record(session, page.workspace_id, activity.name_of(by), done, now, why)
    suspensions.tell(session, page, before.suspended_because, by, why, now)
    return effects


async def _effects(
    session: AsyncSession,
    page: MasterPage,
    before: State,
    after: State,
    now: datetime,
    most: int = MOST_LINKS,
) -> Effects:
    """What lies between the two states."""
    asked = session, page.workspace_id, page.id, now
    affected = before.links_work != after.links_work
    makers = await links.makers_of_open(*asked) if affected else ()
    newest = await links.newest_open(*asked, most) if affected else ()
    stored = await catalog.read(session, page.workspace_id, OFFERED_FROM)
    return Effects(
        page_id=page.id,
        label=page.label,
        to=after.rule_type,
        link_count=sum(count for _, count in makers),
        links=tuple(map(_affected, newest)),
        makers=tuple(makers),
        cancel_only=await _cancel_only(session, page, before, after, now),
        awaiting=await _awaiting(session, page, before, after),
        nothing_offered=nothing_offered(
            stored, page, after.rule_type, accepts_bookings=after.accepts_bookings
        ),
        asleep=await _asleep(session, page, before, after, now),
    )


async def _asleep(session: AsyncSession, page: MasterPage, before: State, after: State, now: datetime) -> int:
    if before.links_work or after.links_work:
        return 0
    return (await links.count_open(session, page.workspace_id, [page.id], now)).get(page.id, 0)


async def _cancel_only(
    session: AsyncSession, page: MasterPage, before: State, after: State, now: datetime
) -> int:
    """Source: article, "that booking can be cancelled but not rescheduled"."""
    if (before.rule_type, after.rule_type) != (RuleType.DYNAMIC, RuleType.STATIC):
        return 0
    counts = await bookings.count_coming(session, page.workspace_id, [page.id], now, through_links=True)
    return counts.get(page.id, 0)


async def _awaiting(session: AsyncSession, page: MasterPage, before: State, after: State) -> int:
    """Who came by the general link can pick a time on a Static page too."""
    if after.links_work or not before.links_work:
        return 0
    through_links = after.accepts_bookings
    return await bookings.count_awaiting(session, page.workspace_id, page.id, through_links=through_links)


def _affected(link: OneTimeLink) -> AffectedLink:
    thread_ts = link.thread_ts or link.card_ts
    channel_id = link.channel_id if thread_ts else None
    return AffectedLink(link.id, link.created_by, customer_of(link), link.ticket, channel_id, thread_ts)


async def _switched_already(session: AsyncSession, page: MasterPage) -> AlreadySwitched:
    """Who was first, and when."""
    rules = f"{page.rule_type.capitalize()} rules"
    if page.switched_at is None:
        return AlreadySwitched(f"This Master page has {rules} already.", None, None)
    who = await _name(session, page.workspace_id, page.switched_by)
    when = f"{page.switched_at:%H:%M} UTC on {day_in_words(page.switched_at.date())}"
    told = f"{who} switched this Master page to {rules} already, at {when}."
    return AlreadySwitched(told, page.switched_by, page.switched_at)


async def _not_undone(session: AsyncSession, page: MasterPage) -> NotAllowed:
    if page.rule_type is RuleType.DYNAMIC:
        return await _switched_already(session, page)
    return NotAllowed(UNDO_IS_OVER)


async def _name(session: AsyncSession, workspace_id: UUID, user_id: str | None) -> str:
    if user_id is None:
        return "The operator"
    return await people.name(session, workspace_id, user_id) or user_id


def _checked(why: str) -> str:
    why = why.strip()
    if len(why) > LONGEST_WHY:
        raise Invalid({"why": f"Please keep the reason under {LONGEST_WHY} characters."})
    if unprintable(why):
        raise Invalid({"why": "Please leave out control characters."})
    return why


def _other(rule_type: RuleType) -> RuleType:
    return RuleType.STATIC if rule_type is RuleType.DYNAMIC else RuleType.DYNAMIC


def _on_or_off(on: bool) -> str:
    return "on" if on else "off"
