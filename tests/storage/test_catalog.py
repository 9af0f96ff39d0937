"""What a workspace has set up, read and replaced."""

from datetime import datetime
from uuid import UUID

import pytest

from bot.scheduling.setup_file import SetUp
from storage import catalog
from storage.catalog import EVERYTHING, Catalog, NewRule
from storage.database import Database
from storage.models import Pool, Role, User, Workspace
from tests.company import SMALL_COMPANY, new_workspace, settle
from tests.databases import on_both, on_sqlite

pytestmark = on_sqlite


@pytest.fixture
async def acme(database: Database, now: datetime) -> UUID:
    """A workspace with the small company of the tests in it."""
    return await settle(database, now)


@pytest.fixture
async def peak(database: Database, now: datetime) -> UUID:
    return await new_workspace(database, now)


async def catalog_of(database: Database, workspace_id: UUID) -> Catalog:
    async with database.reading() as session:
        return await catalog.whole(session, workspace_id)


async def team_names(database: Database, workspace_id: UUID) -> dict[str, list[str]]:
    """For each Event type that has a rule, the names of the rule's team members."""
    stored = await catalog_of(database, workspace_id)
    names: dict[UUID | None, str] = {row.id: row.name for row in stored.event_types}
    names |= {row.id: row.name for row in stored.booking_pages}
    names |= {row.id: row.name for row in stored.pools}
    teams: dict[str, list[str]] = {names[rule.event_type_id]: [] for rule in stored.rules}
    event_types = {rule.id: names[rule.event_type_id] for rule in stored.rules}
    for member in stored.team_members:
        teams[event_types[member.rule_id]].append(names[member.page_id or member.pool_id])
    return teams


async def test_catalog_holds_the_whole_set_up_in_its_order(database: Database, acme: UUID) -> None:
    stored = await catalog_of(database, acme)

    assert [row.name for row in stored.event_types] == ["Support call", "Onboarding"]
    assert [row.link for row in stored.booking_pages] == ["ana", "ben", "carla"]
    assert [row.name for row in stored.pools] == ["Tier 2"]
    assert [row.link for row in stored.master_pages] == ["support", "sales"]
    assert [len(rows) for rows in (stored.associations, stored.pool_members, stored.static_members)] == [
        2,
        2,
        2,
    ]
    assert await team_names(database, acme) == {
        "Support call": ["Tier 2"],
        "Onboarding": ["Ana Prieto", "Carla Ruiz"],
    }


async def test_catalog_holds_nothing_of_another_workspace(database: Database, acme: UUID, peak: UUID) -> None:
    assert (await catalog_of(database, acme)).event_types
    stored = await catalog_of(database, peak)

    assert {table: list(rows) for table, rows in stored.rows.items() if rows} == {
        Workspace: [stored.workspace]
    }
    assert (tuple(stored.rows), stored.workspace.id, stored.owner_names) == (EVERYTHING, peak, {})


async def test_nothing_can_be_asked_of_a_table_that_was_not_read(database: Database, acme: UUID) -> None:
    async with database.reading() as session:
        stored = await catalog.read(session, acme, (Pool,))

    assert [pool.name for pool in stored.pools] == ["Tier 2"]
    with pytest.raises(KeyError):
        _ = stored.booking_pages


@on_both
async def test_public_links_are_taken_in_every_case_by_others_only(
    database: Database, acme: UUID, peak: UUID
) -> None:
    async with database.writing() as session:
        master_page = (await catalog.whole(session, acme)).master_pages[0]
        master_page.link = "SupPort"

    async with database.reading() as session:
        assert await catalog.public_links_elsewhere(session, peak, ["support", "academy"]) == {"support"}
        assert await catalog.public_links_elsewhere(session, acme, ["support", "academy"]) == set()


async def test_rules_replace_those_of_their_master_page_alone(
    database: Database, acme: UUID, peak: UUID, now: datetime
) -> None:
    await SetUp(database).load(peak, SMALL_COMPANY.replace("link: s", "link: peak-s"), now)
    async with database.writing() as session:
        stored = await catalog.whole(session, acme)
        support, onboarding = stored.event_types
        ana, ben, _ = stored.booking_pages
        rules = [NewRule(onboarding, [ben]), NewRule(support, [ana, stored.pools[0]])]
        await catalog.lay_down_rules(session, acme, {stored.master_pages[0]: rules})

    assert await team_names(database, acme) == {
        "Onboarding": ["Ben Okafor"],
        "Support call": ["Ana Prieto", "Tier 2"],
    }
    assert await team_names(database, peak) == {
        "Support call": ["Tier 2"],
        "Onboarding": ["Ana Prieto", "Carla Ruiz"],
    }


@on_both
async def test_appointing_dismisses_whoever_was_administrator_here(
    database: Database, acme: UUID, peak: UUID
) -> None:
    async with database.writing() as session:
        session.add(User(workspace_id=peak, id="U0ADMIN", role=Role.ADMINISTRATOR))
        await catalog.appoint_administrators(session, acme, ["U0ZOE", "U0ANA"])

    async with database.reading() as session:
        assert await catalog.administrators(session, acme) == ["U0ANA", "U0ZOE"]
        assert await catalog.administrators(session, peak) == ["U0ADMIN"]
