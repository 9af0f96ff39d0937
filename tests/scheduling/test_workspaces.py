"""Workspaces know nothing of each other, even if people in them have the same Slack user ids."""

import pytest

from bot.scheduling.agendas import Agendas
from bot.scheduling.errors import NotAllowed
from bot.scheduling.link_policy import LinkPolicies
from bot.scheduling.links import LinkRequest
from bot.scheduling.people import People, Person
from bot.scheduling.roles import Colleague, Roles
from bot.scheduling.setup_file import SetUp
from storage.models import Role, Workspace
from tests.company import SMALL_COMPANY, new_workspace
from tests.databases import on_sqlite
from tests.scheduling.desk import DANA, Desk

pytestmark = on_sqlite

PEAK = SMALL_COMPANY.replace("link: support", "link: peak-support").replace("link: sales", "link: peak-sales")


@pytest.fixture
async def peak(desk: Desk) -> Person:
    """Their only Administrator, in the company of a Member."""
    workspace_id = await new_workspace(desk.database, desk.now)
    await SetUp(desk.database).load(workspace_id, PEAK, desk.now)
    max_ = Person(workspace_id, "U0MAX")
    await People(desk.database).remember(max_, "Max of Peak", Role.MEMBER, desk.now)
    return Person(workspace_id, "U0ADMIN")


async def test_links_and_people_of_others_are_not_seen(desk: Desk, peak: Person) -> None:
    page_id = (await desk.links.choices(peak))[0].id
    theirs = await desk.links.issue(peak, LinkRequest(page_id, DANA, request_key="the same"), desk.now)
    ours = await desk.issue(customer=DANA, request_key="the same")
    await desk.change(Workspace, most_open_links=2)

    agenda = await Agendas(desk.database).of(desk.ada, 0, 0, desk.now)
    listed = await desk.links.list(desk.ada, desk.now)
    of_all = await desk.links.list(Person(desk.workspace_id, None), desk.now)

    assert ours != theirs
    assert [[each.id for each in found] for found in (agenda.links.items, listed, of_all)] == [[ours.id]] * 3
    assert await LinkPolicies(desk.database).warning(desk.ada, DANA, desk.now) is None
    assert await Roles(desk.database).list(desk.ada) == [Colleague("U0ADMIN", "", Role.ADMINISTRATOR)]


async def test_people_of_others_keep_their_roles(desk: Desk, peak: Person) -> None:
    max_, roles = await desk.member("U0MAX", Role.ADMINISTRATOR), Roles(desk.database)

    with pytest.raises(NotAllowed):
        await roles.dismiss(peak, "U0ADMIN", desk.now)
    await roles.appoint(peak, "U0MAX", desk.now)
    await roles.dismiss(peak, "U0MAX", desk.now)
    await roles.left(peak.workspace_id, "U0ADMIN", desk.now)

    known = await People(desk.database).find(max_)
    assert known is not None
    assert (known.role, known.seen_at) == (Role.ADMINISTRATOR, desk.now)
