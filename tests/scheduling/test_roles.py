"""Administrators: appointed, dismissed, never the last one; and people who leave."""

import asyncio
from datetime import datetime

import pytest

from bot.scheduling.errors import NotAllowed
from bot.scheduling.people import People
from bot.scheduling.roles import LAST_ONE, NO_ROLE, Colleague, Roles
from storage import catalog, people
from storage.models import Role
from tests.databases import PostgresqlDatabases, on_both, on_sqlite, until_ended_or_waiting
from tests.scheduling.desk import Desk

pytestmark = on_sqlite


async def roles_of(desk: Desk) -> dict[str, Role | None]:
    return {each.user_id: each.role for each in await Roles(desk.database).list(desk.ada)}


async def test_colleagues_are_listed_administrators_first_then_by_name(desk: Desk) -> None:
    """Guests are none."""
    for user_id in ("U0MIA", "U0MAX"):
        await desk.member(user_id)
    await desk.member("U0GUS", None)

    assert await Roles(desk.database).list(await desk.member("U0MAX")) == [
        Colleague("U0ADMIN", "", Role.ADMINISTRATOR),
        Colleague("U0MAX", "U0MAX", Role.MEMBER),
        Colleague("U0MIA", "U0MIA", Role.MEMBER),
    ]


@on_both
async def test_administrator_appoints_another(desk: Desk) -> None:
    await desk.member("U0MAX")

    await Roles(desk.database).appoint(desk.ada, "U0MAX", desk.now)

    assert await roles_of(desk) == {"U0ADMIN": Role.ADMINISTRATOR, "U0MAX": Role.ADMINISTRATOR}
    assert await desk.deeds() == [("U0ADMIN", "appointed", "user")]


async def test_appointing_an_administrator_changes_nothing(desk: Desk) -> None:
    await Roles(desk.database).appoint(desk.ada, "U0ADMIN", desk.now)

    assert await desk.deeds() == []


async def test_nobody_without_a_role_is_appointed(desk: Desk) -> None:
    await desk.member("U0GUEST", None)

    for user_id in ("U0GUEST", "U0NOBODY"):
        with pytest.raises(NotAllowed, match=NO_ROLE[:40]):
            await Roles(desk.database).appoint(desk.ada, user_id, desk.now)


@pytest.mark.parametrize("role", [Role.MEMBER, None])
async def test_only_administrators_appoint_and_dismiss(desk: Desk, role: Role | None) -> None:
    max_, roles = await desk.member("U0MAX", role), Roles(desk.database)

    with pytest.raises(NotAllowed):
        await roles.appoint(max_, "U0MAX", desk.now)
    with pytest.raises(NotAllowed):
        await roles.dismiss(max_, "U0ADMIN", desk.now)
    assert (await roles_of(desk))["U0ADMIN"] == Role.ADMINISTRATOR


async def test_dismissed_administrator_is_a_member(desk: Desk) -> None:
    roles = Roles(desk.database)
    await desk.member("U0MAX", Role.ADMINISTRATOR)

    await roles.dismiss(desk.ada, "U0MAX", desk.now)

    assert (await roles_of(desk))["U0MAX"] == Role.MEMBER
    assert await desk.deeds() == [("U0ADMIN", "dismissed", "user")]


async def test_last_administrator_stays(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match=LAST_ONE[:20]):
        await Roles(desk.database).dismiss(desk.ada, "U0ADMIN", desk.now)


async def test_of_the_last_two_who_remove_each_other_one_stays(desk: Desk) -> None:
    max_ = await desk.member("U0MAX", Role.ADMINISTRATOR)

    async with desk.beside() as other:
        done = await asyncio.gather(
            Roles(desk.database).dismiss(desk.ada, "U0MAX", desk.now),
            Roles(other.database).dismiss(max_, "U0ADMIN", desk.now),
            return_exceptions=True,
        )

    assert [type(each) for each in done if each is not None] == [NotAllowed]
    async with desk.database.reading() as session:
        assert len(await catalog.administrators(session, desk.workspace_id)) == 1


async def test_who_removes_the_last_but_one_waits_for_whoever_removes_them(
    postgresql_databases: PostgresqlDatabases, now: datetime
) -> None:
    """On SQLite there is one writer at a time anyway."""
    async with postgresql_databases.emptied() as database:
        desk = await Desk.opened(database, now)
        max_ = await desk.member("U0MAX", Role.ADMINISTRATOR)
        async with database.writing() as session:
            await catalog.hold(session, desk.workspace_id)
            await people.change_role(session, desk.workspace_id, "U0MAX", Role.ADMINISTRATOR, Role.MEMBER)
            removing = asyncio.create_task(Roles(database).dismiss(max_, "U0ADMIN", now))
            await until_ended_or_waiting(removing, session)

        with pytest.raises(NotAllowed):
            await removing
        assert (await roles_of(desk))["U0ADMIN"] == Role.ADMINISTRATOR


async def test_who_left_may_do_nothing_any_more(desk: Desk) -> None:
    """Slack may say so more than once. Nobody else has to be met anew while there is an Administrator."""
    max_, mia = await desk.member("U0MAX"), await desk.member("U0MIA")

    for _ in range(2):
        await Roles(desk.database).left(desk.workspace_id, "U0MAX", desk.now)

    with pytest.raises(NotAllowed):
        await desk.issue(max_)
    assert await desk.deeds() == [("onetime", "left", "user")]
    known = await People(desk.database).find(mia)
    assert known is not None
    assert known.seen_at == desk.now


async def test_who_comes_back_begins_as_a_member(desk: Desk) -> None:
    await desk.member("U0MAX", Role.ADMINISTRATOR)
    await Roles(desk.database).left(desk.workspace_id, "U0MAX", desk.now)

    await desk.member("U0MAX")

    assert (await roles_of(desk))["U0MAX"] == Role.MEMBER


@on_both
async def test_somebody_unknown_leaves_no_trace(desk: Desk) -> None:
    await Roles(desk.database).left(desk.workspace_id, "U0NOBODY", desk.now)

    assert await desk.deeds() == []
