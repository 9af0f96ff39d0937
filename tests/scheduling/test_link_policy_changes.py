"""The policy for links, changed by Administrators."""

import asyncio

import pytest

from bot.scheduling.errors import ChangedMeanwhile, Invalid, NotAllowed
from bot.scheduling.link_policy import LinkPolicies
from tests.databases import on_both, on_sqlite
from tests.scheduling.desk import Desk

pytestmark = on_sqlite


@pytest.fixture
def policies(desk: Desk) -> LinkPolicies:
    return LinkPolicies(desk.database)


async def test_policy_is_changed_key_by_key(desk: Desk, policies: LinkPolicies) -> None:
    read = await policies.read(desk.ada)
    await policies.change(desk.ada, {"expire": "5 business days", "most_open": "2"}, read.version, desk.now)

    after = await policies.read(desk.ada)
    assert after.typed == {
        "expire": "5 business days",
        "most_open": "2",
        "ticket": "optional",
        "only_administrators": "false",
    }
    assert (after.lifetime, after.most_open) == ("5 business days", 2)
    await policies.change(desk.ada, {"most_open": "", "only_administrators": "true"}, after.version, desk.now)
    last = await policies.read(desk.ada)
    assert (last.most_open, last.only_administrators, last.lifetime) == (None, True, "5 business days")


async def test_what_cannot_be_is_told_at_its_key(desk: Desk, policies: LinkPolicies) -> None:
    before = await desk.everything()
    read = await policies.read(desk.ada)
    typed = {"expire": "91d", "most_open": "many", "ticket": "maybe"}

    with pytest.raises(Invalid) as refusal:
        await policies.change(desk.ada, typed, read.version, desk.now)

    assert refusal.value.fields == {
        "expire": "'91d' should be at most 90d, or 60 business days.",
        "most_open": "'many' should be a whole number from 1 to 1000.",
        "ticket": "Should be 'optional' or 'required'.",
    }
    assert await desk.everything() == before


@on_both
async def test_of_two_who_change_it_at_once_one_does(desk: Desk, policies: LinkPolicies) -> None:
    read = await policies.read(desk.ada)

    async with desk.beside() as other:
        outcomes = await asyncio.gather(
            policies.change(desk.ada, {"expire": "7d"}, read.version, desk.now),
            LinkPolicies(other.database).change(desk.ada, {"ticket": "required"}, read.version, desk.now),
            return_exceptions=True,
        )

    assert sorted(type(each).__name__ for each in outcomes) == ["ChangedMeanwhile", "NoneType"]
    after = await policies.read(desk.ada)
    assert (after.lifetime == "7 days") != after.ticket_required


async def test_who_saves_an_old_one_hears_so(desk: Desk, policies: LinkPolicies) -> None:
    with pytest.raises(ChangedMeanwhile):
        await policies.change(desk.ada, {"expire": "7d"}, "old", desk.now)


async def test_nobody_but_administrators_changes_it(desk: Desk, policies: LinkPolicies) -> None:
    max_, read = await desk.member("U0MAX"), await policies.read(desk.ada)

    with pytest.raises(NotAllowed):
        await policies.change(max_, {"expire": "7d"}, read.version, desk.now)
