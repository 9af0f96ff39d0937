"""Resource pools, made, changed and retired one at a time."""

import pytest

from bot.scheduling.catalog.kept import Typed
from bot.scheduling.errors import InUse, Invalid, NotAllowed
from bot.scheduling.setup_file.document import PoolEntry
from storage.models import Distribution
from tests.databases import on_sqlite
from tests.scheduling.manager import Manager

pytestmark = on_sqlite


async def ids_of(manager: Manager, *links: str) -> tuple[str, ...]:
    return tuple([str((await manager.booking_page(link)).id) for link in links])


async def test_pool_is_made_with_its_members_and_their_priorities(manager: Manager) -> None:
    typed: Typed = {
        "name": "Nights",
        "distribution": "priority",
        "members": await ids_of(manager, "ben", "carla"),
        "priorities": "Carla: 2",
    }

    made = await manager.pools.make(manager.by, typed, manager.desk.now)

    kept = await manager.pools.read(manager.by, made)
    assert kept.entry == PoolEntry.model_validate(
        {
            "name": "Nights",
            "distribution": "priority",
            "members": [{"page": "ben"}, {"page": "carla", "priority": "2"}],
        }
    )
    assert kept.typed["priorities"] == "Carla Ruiz: 2"
    assert (await manager.trail())[-1] == ("U0ADMIN", "made", "pool", "Nights", "")


async def test_members_change(manager: Manager) -> None:
    await manager.change_pool("Tier 2", {"members": await ids_of(manager, "carla", "ana"), "name": "Tier 1"})

    entry = (await manager.pool("Tier 1")).entry
    assert [member.page for member in entry.members] == ["carla", "ana"]
    assert "primary: {pool: Tier 1}" in await manager.document()


async def test_distribution_never_changes(manager: Manager) -> None:
    """domain.md, Words: a Resource pool's distribution method is fixed at creation."""
    with pytest.raises(Invalid) as refusal:
        await manager.change_pool("Tier 2", {"distribution": "round robin"})

    assert refusal.value.fields == {
        "distribution": (
            "'Tier 2' was made with 'pooled', and that is fixed when a pool is made: make a new pool under"
            " another name."
        )
    }
    assert (await manager.pool()).entry.distribution is Distribution.POOLED


async def test_pool_that_comes_back_keeps_its_distribution(manager: Manager) -> None:
    members, now = await ids_of(manager, "ben"), manager.desk.now
    typed: Typed = {"name": "Nights", "distribution": "priority", "members": members}
    nights = await manager.pools.make(manager.by, typed, now)
    await manager.pools.retire(manager.by, nights, now)

    with pytest.raises(Invalid) as refusal:
        await manager.pools.make(manager.by, {**typed, "distribution": "pooled"}, now)

    assert list(refusal.value.fields) == ["distribution"]
    assert await manager.pools.make(manager.by, typed, now) == nights


@pytest.mark.parametrize("by_owner", [False, True], ids=["the page itself", "another page of its owner"])
async def test_nobody_comes_to_fill_two_seats_through_a_pool(manager: Manager, by_owner: bool) -> None:
    """domain.md, Dynamic and Static: directly or through pools that overlap; also when a pool is edited."""
    now = manager.desk.now
    await manager.add_rule_with_pool_and_page("Nights", first="ben", fixed="carla")
    if by_owner:
        await manager.desk.member("U0CARLA")
        again = {"name": "Carla again", "owner": "U0CARLA", "time_zone": "America/New_York"}
        await manager.booking_pages.make(manager.by, again, now)
    newcomer = "carla-again" if by_owner else "carla"

    with pytest.raises(Invalid) as refusal:
        await manager.change_pool("Nights", {"members": await ids_of(manager, "ben", newcomer)})

    shared, kind = ("U0CARLA", "owner") if by_owner else ("Carla Ruiz", "Booking page")
    assert refusal.value.fields == {
        "members": (
            f"In the rule for 'Panel' on 'Sales', '{shared}' would have to be there twice,"
            f" for 'Carla Ruiz' and for the pool 'Nights': name team members that have no {kind} in common."
        )
    }
    assert [member.page for member in (await manager.pool("Nights")).entry.members] == ["ben"]


async def test_pool_in_a_rule_is_not_retired(manager: Manager) -> None:
    kept = await manager.pool()

    with pytest.raises(InUse) as refusal:
        await manager.pools.retire(manager.by, kept.id, manager.desk.now)

    assert str(refusal.value) == "'Tier 2' stands in a rule of Support EMEA. Take it out there first."


async def test_member_may_do_nothing_with_pools(manager: Manager) -> None:
    max_, kept, now = await manager.desk.member("U0MAX"), await manager.pool(), manager.desk.now
    before = await manager.desk.everything()

    for attempt in (
        manager.pools.list(max_),
        manager.pools.choices(max_),
        manager.pools.read(max_, kept.id),
        manager.pools.make(max_, kept.typed, now),
        manager.pools.change(max_, kept.id, {"name": "Mine"}, kept.version, now),
        manager.pools.retire(max_, kept.id, now),
    ):
        with pytest.raises(NotAllowed):
            await attempt
    assert await manager.desk.everything() == before
