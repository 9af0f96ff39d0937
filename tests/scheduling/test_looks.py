"""How a company shows itself: set by Administrators, one at a time, and never a colour that is none."""

import pytest

from bot.scheduling.errors import ChangedMeanwhile, Invalid, NotAllowed
from bot.scheduling.looks import Looks
from bot.scheduling.setup_file import SetUp
from storage.models import Role
from tests.databases import on_sqlite
from tests.scheduling.desk import Desk, refuses

pytestmark = on_sqlite


async def test_name_and_colour_are_changed_and_told_in_the_activity(desk: Desk) -> None:
    looks = Looks(desk.database)
    kept = await looks.read(desk.ada)

    await looks.change(desk.ada, {"name": "Acme", "colour": "1F3A5F"}, kept.version, desk.now)

    entry = (await looks.read(desk.ada)).entry
    assert (entry.name, entry.colour, entry.logo) == ("Acme", "#1f3a5f", None)
    assert (await desk.deeds())[-1] == ("U0ADMIN", "changed", "look of pages")
    assert "company:\n  name: Acme" in await SetUp(desk.database).dump(desk.workspace_id)


async def test_saving_the_same_changes_nothing(desk: Desk) -> None:
    looks = Looks(desk.database)
    kept = await looks.read(desk.ada)
    before = await desk.everything()

    await looks.change(desk.ada, kept.typed, kept.version, desk.now)

    assert await desk.everything() == before


async def test_what_is_no_colour_is_told_at_its_key(desk: Desk) -> None:
    looks = Looks(desk.database)
    version = (await looks.read(desk.ada)).version

    refusal = await refuses(desk, looks.change(desk.ada, {"colour": "navy"}, version, desk.now), Invalid)

    assert isinstance(refusal, Invalid)
    assert set(refusal.fields) == {"colour"}


async def test_who_was_overtaken_is_told(desk: Desk) -> None:
    looks = Looks(desk.database)
    version = (await looks.read(desk.ada)).version
    await looks.change(desk.ada, {"name": "Acme"}, version, desk.now)

    await refuses(desk, looks.change(desk.ada, {"name": "Other"}, version, desk.now), ChangedMeanwhile)


@pytest.mark.parametrize("role", [Role.MEMBER, None])
async def test_others_than_administrators_do_nothing(desk: Desk, role: Role | None) -> None:
    looks, max_ = Looks(desk.database), await desk.member("U0MAX", role)
    version = (await looks.read(desk.ada)).version

    await refuses(desk, looks.read(max_), NotAllowed)
    await refuses(desk, looks.change(max_, {"name": "Max"}, version, desk.now), NotAllowed)
