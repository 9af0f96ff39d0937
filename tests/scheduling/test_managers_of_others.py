"""An Administrator of another workspace, by the same Slack user id, reaches nothing of this set-up."""

import pytest

from bot.scheduling.errors import NotFound
from bot.scheduling.people import Person
from bot.scheduling.trail import Trail
from storage.models import Role, RuleType, User, Workspace
from tests.databases import on_sqlite
from tests.scheduling.manager import Manager

pytestmark = on_sqlite


@pytest.fixture
async def peak(manager: Manager) -> Person:
    async with manager.desk.database.writing() as session:
        workspace = Workspace(name="Peak", created_at=manager.desk.now)
        session.add(workspace)
        await session.flush()
        session.add(User(workspace_id=workspace.id, id=manager.by.user_id or "", role=Role.ADMINISTRATOR))
    return Person(workspace.id, manager.by.user_id)


async def test_lists_hold_nothing_of_another_workspace(manager: Manager, peak: Person) -> None:
    await manager.desk.issue()

    assert list(await manager.event_types.list(peak)) == []
    assert list(await manager.booking_pages.list(peak)) == []
    assert list(await manager.booking_pages.choices(peak)) == []
    assert list(await manager.pools.list(peak)) == []
    assert list(await manager.master_pages.team_choices(peak)) == []
    assert (await manager.master_pages.overviews(peak, manager.desk.now)).total == 0
    assert (await Trail(manager.desk.database).list(peak)).lines == ()


async def test_nothing_of_another_workspace_is_read_changed_or_switched(
    manager: Manager, peak: Person
) -> None:
    now, switching, master_pages = manager.desk.now, manager.switching, manager.master_pages
    event_type, booking_page = await manager.event_type(), await manager.booking_page()
    pool, page = await manager.pool(), await manager.master_page()
    rule = await manager.rule_for("Onboarding")
    before = await manager.desk.everything()

    for attempt in (
        manager.event_types.read(peak, event_type.id),
        manager.event_types.change(peak, event_type.id, {"minutes": "45"}, event_type.version, now),
        manager.event_types.retire(peak, event_type.id, now),
        manager.booking_pages.read(peak, booking_page.id),
        manager.booking_pages.change(peak, booking_page.id, {"location": "x"}, booking_page.version, now),
        manager.booking_pages.retire(peak, booking_page.id, now),
        manager.pools.change(peak, pool.id, {"name": "x"}, pool.version, now),
        manager.pools.retire(peak, pool.id, now),
        master_pages.overview(peak, page.id, now),
        master_pages.change(peak, page.id, {"name": "x"}, page.version, now),
        master_pages.retire(peak, page.id, now),
        master_pages.add_rule(peak, page.id, rule.typed, now),
        master_pages.change_rule(peak, rule.id, rule.typed, rule.version, now),
        master_pages.remove_rule(peak, rule.id, now),
        switching.effects(peak, page.id, RuleType.STATIC, now),
        switching.switch(peak, page.id, RuleType.STATIC, "", now),
        switching.undo(peak, page.id, now),
        switching.closing(peak, page.id, now),
        switching.accept_bookings(peak, page.id, "", now, on=False),
    ):
        with pytest.raises(NotFound):
            await attempt

    assert await manager.desk.everything() == before
