"""What a workspace has set up: Event types, Booking pages, Resource pools, Master pages and their rules.

Retired rows are kept, because bookings and links refer to them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.models import (
    Association,
    Base,
    BookingPage,
    EventType,
    MasterPage,
    Pool,
    PoolMember,
    Role,
    Rule,
    StaticMember,
    TeamMember,
    User,
    Workspace,
    new_id,
)
from storage.statements import WORKSPACE_ID

Row = TypeVar(
    "Row",
    EventType,
    BookingPage,
    Pool,
    MasterPage,
    Association,
    PoolMember,
    StaticMember,
    Rule,
    TeamMember,
    Workspace,
)
Tables = tuple[type[Base], ...]

# Asked for nearly every screen: to write a statement anew takes as long as to run it.
_STATEMENTS: Mapping[type[Base], Select[Any]] = {
    Workspace: select(Workspace).where(Workspace.id == WORKSPACE_ID),
    **{
        table: select(table).where(table.workspace_id == WORKSPACE_ID).order_by(table.position)
        for table in (
            EventType,
            BookingPage,
            Pool,
            MasterPage,
            Association,
            PoolMember,
            StaticMember,
            Rule,
            TeamMember,
        )
    },
}
_OWNER_NAMES = select(User.id, User.name).where(
    User.workspace_id == WORKSPACE_ID,
    User.id.in_(select(BookingPage.owner_id).where(BookingPage.workspace_id == WORKSPACE_ID)),
)
_ADMINISTRATORS = select(User.id).where(User.workspace_id == WORKSPACE_ID, User.role == Role.ADMINISTRATOR)
EVERYTHING: Tables = tuple(_STATEMENTS)


@dataclass(frozen=True)
class Catalog:
    """What a workspace has set up, retired things included. Each list is in the order of its positions.

    Of a table that was not read nothing can be asked. ``owner_names``: what the owners of Booking pages are
    called, of those who were met, by their Slack user ids.
    """

    rows: Mapping[type[Base], Sequence[Base]]
    owner_names: Mapping[str, str]

    @property
    def event_types(self) -> Sequence[EventType]:
        return self._of(EventType)

    @property
    def booking_pages(self) -> Sequence[BookingPage]:
        return self._of(BookingPage)

    @property
    def pools(self) -> Sequence[Pool]:
        return self._of(Pool)

    @property
    def master_pages(self) -> Sequence[MasterPage]:
        return self._of(MasterPage)

    @property
    def associations(self) -> Sequence[Association]:
        return self._of(Association)

    @property
    def pool_members(self) -> Sequence[PoolMember]:
        return self._of(PoolMember)

    @property
    def static_members(self) -> Sequence[StaticMember]:
        return self._of(StaticMember)

    @property
    def rules(self) -> Sequence[Rule]:
        return self._of(Rule)

    @property
    def team_members(self) -> Sequence[TeamMember]:
        return self._of(TeamMember)

    @property
    def workspace(self) -> Workspace:
        return self._of(Workspace)[0]

    def _of(self, table: type[Row]) -> Sequence[Row]:
        return cast("Sequence[Row]", self.rows[table])


@dataclass(frozen=True)
class NewRule:
    """An Event-based rule to lay down, the Primary team member first."""

    event_type: EventType
    team: Sequence[BookingPage | Pool]


async def hold(session: AsyncSession, workspace_id: UUID) -> None:
    """Let nobody else set this workspace up until the end of the transaction."""
    await session.execute(
        update(Workspace).where(Workspace.id == workspace_id).values(name=Workspace.name),
        execution_options={"synchronize_session": False},
    )


async def whole(session: AsyncSession, workspace_id: UUID) -> Catalog:
    return await read(session, workspace_id, EVERYTHING)


async def read(session: AsyncSession, workspace_id: UUID, tables: Tables) -> Catalog:
    """What stands in these tables. Whose the Booking pages are is told with them."""
    of = {"workspace_id": workspace_id}
    rows = {table: (await session.scalars(_STATEMENTS[table], of)).all() for table in tables}
    return Catalog(rows, await owner_names(session, workspace_id) if BookingPage in tables else {})


async def owner_names(session: AsyncSession, workspace_id: UUID) -> Mapping[str, str]:
    """What the owners of Booking pages are called, of those who were met, by their Slack user ids."""
    return dict(iter(await session.execute(_OWNER_NAMES, {"workspace_id": workspace_id})))


async def public_links_elsewhere(
    session: AsyncSession, workspace_id: UUID, links: Collection[str]
) -> set[str]:
    """Which of these Public links, in lower case, belong to another workspace."""
    link = func.lower(MasterPage.link)
    statement = select(link).where(MasterPage.workspace_id != workspace_id, link.in_(links))
    return set((await session.scalars(statement)).all())


async def administrators(session: AsyncSession, workspace_id: UUID) -> Sequence[str]:
    """The Slack user ids of the workspace's Administrators, in their alphabetical order."""
    return sorted((await session.scalars(_ADMINISTRATORS, {"workspace_id": workspace_id})).all())


async def appoint_administrators(
    session: AsyncSession, workspace_id: UUID, user_ids: Collection[str]
) -> None:
    """Make these people Administrators, and Members of whoever else was one."""
    await session.execute(
        update(User)
        .where(User.workspace_id == workspace_id, User.role == Role.ADMINISTRATOR, User.id.not_in(user_ids))
        .values(role=Role.MEMBER)
    )
    for user_id in user_ids:
        await session.merge(User(workspace_id=workspace_id, id=user_id, role=Role.ADMINISTRATOR))
    await session.flush()


async def associate(
    session: AsyncSession, workspace_id: UUID, due: Mapping[BookingPage, Iterable[EventType]]
) -> None:
    """Associate each of these Booking pages with these Event types and no others."""
    await _clear(session, workspace_id, Association.page_id, due)
    session.add_all(
        Association(
            workspace_id=workspace_id, page_id=page.id, event_type_id=event_type.id, position=position
        )
        for page, event_types in due.items()
        for position, event_type in enumerate(event_types)
    )
    await session.flush()


async def dissociate(session: AsyncSession, event_type: EventType) -> None:
    """Associate no Booking page with this Event type any more."""
    await session.execute(
        delete(Association).where(
            Association.workspace_id == event_type.workspace_id,
            Association.event_type_id == event_type.id,
        )
    )


async def fill_pools(
    session: AsyncSession, workspace_id: UUID, due: Mapping[Pool, Iterable[tuple[BookingPage, int]]]
) -> None:
    """Let these Booking pages, each with its priority, be the only members of each of these pools."""
    await _clear(session, workspace_id, PoolMember.pool_id, due)
    session.add_all(
        PoolMember(
            workspace_id=workspace_id,
            pool_id=pool.id,
            page_id=page.id,
            position=position,
            priority=priority,
        )
        for pool, members in due.items()
        for position, (page, priority) in enumerate(members)
    )
    await session.flush()


async def list_pages(
    session: AsyncSession, workspace_id: UUID, due: Mapping[MasterPage, Iterable[BookingPage]]
) -> None:
    """Let each of these Master pages list these Booking pages and no others, for while it is Static."""
    await _clear(session, workspace_id, StaticMember.master_page_id, due)
    session.add_all(
        StaticMember(
            workspace_id=workspace_id,
            master_page_id=master_page.id,
            page_id=page.id,
            position=position,
        )
        for master_page, pages in due.items()
        for position, page in enumerate(pages)
    )
    await session.flush()


async def dedicate(session: AsyncSession, due: Mapping[MasterPage, BookingPage | None]) -> None:
    """Let each of these Master pages be dedicated to this Booking page, or to none."""
    wanted = {page: to.id if to else None for page, to in due.items()}
    changed = [page for page in due if page.dedicated_to != wanted[page]]
    for page in changed:
        page.dedicated_to = None
    # In two steps, because two of them may change places.
    await session.flush()
    for page in changed:
        page.dedicated_to = wanted[page]
    await session.flush()


async def lay_down_rules(
    session: AsyncSession, workspace_id: UUID, due: Mapping[MasterPage, Iterable[NewRule]]
) -> None:
    """Let these Event-based rules be the only ones of each of these Master pages."""
    await session.execute(
        delete(TeamMember).where(
            TeamMember.workspace_id == workspace_id, TeamMember.rule_id.in_(_rules_of(workspace_id, due))
        )
    )
    await _clear(session, workspace_id, Rule.master_page_id, due)
    added = [
        (_rule(page, new, position), new) for page, rules in due.items() for position, new in enumerate(rules)
    ]
    await _add_rules(session, added)


async def add_rule(session: AsyncSession, master_page: MasterPage, new: NewRule, position: int) -> Rule:
    rule = _rule(master_page, new, position)
    await _add_rules(session, [(rule, new)])
    return rule


async def change_rule(session: AsyncSession, rule: Rule, new: NewRule) -> None:
    """Let the rule be what ``new`` says, in its place."""
    await _drop_team(session, rule)
    rule.event_type_id = new.event_type.id
    session.add_all(_team(rule, new.team))
    await session.flush()


async def remove_rule(session: AsyncSession, rule: Rule) -> None:
    await _drop_team(session, rule)
    await session.delete(rule)
    await session.flush()


async def _drop_team(session: AsyncSession, rule: Rule) -> None:
    await session.execute(
        delete(TeamMember).where(TeamMember.workspace_id == rule.workspace_id, TeamMember.rule_id == rule.id)
    )


async def _add_rules(session: AsyncSession, added: Collection[tuple[Rule, NewRule]]) -> None:
    session.add_all(rule for rule, _ in added)
    # Without this the members could reach the database before the rules that they refer to.
    await session.flush()
    session.add_all(member for rule, new in added for member in _team(rule, new.team))
    await session.flush()


def _rules_of(workspace_id: UUID, pages: Collection[MasterPage]) -> Select[UUID]:
    return select(Rule.id).where(
        Rule.workspace_id == workspace_id, Rule.master_page_id.in_([page.id for page in pages])
    )


def _rule(master_page: MasterPage, new: NewRule, position: int) -> Rule:
    return Rule(
        workspace_id=master_page.workspace_id,
        id=new_id(),
        master_page_id=master_page.id,
        event_type_id=new.event_type.id,
        position=position,
    )


def _team(rule: Rule, team: Sequence[BookingPage | Pool]) -> list[TeamMember]:
    return [
        TeamMember(
            workspace_id=rule.workspace_id,
            rule_id=rule.id,
            position=position,
            page_id=member.id if isinstance(member, BookingPage) else None,
            pool_id=member.id if isinstance(member, Pool) else None,
        )
        for position, member in enumerate(team)
    ]


async def _clear(
    session: AsyncSession,
    workspace_id: UUID,
    whole: InstrumentedAttribute[UUID],
    due: Collection[BookingPage | Pool | MasterPage],
) -> None:
    """Leave these things without the parts that name them so."""
    if due:
        table = whole.class_
        theirs = table.workspace_id == workspace_id, whole.in_([each.id for each in due])
        await session.execute(delete(table).where(*theirs))
