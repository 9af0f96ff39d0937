"""What a workspace sets for all one-time links."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.scheduling.customers import Customer
from bot.scheduling.errors import Invalid, NotAllowed
from bot.scheduling.link_policy import LinkPolicies, OpenLinks
from bot.scheduling.links import TICKET_LENGTH, TICKET_NEEDED, LinkRequest
from bot.scheduling.people import Person
from storage.models import Workspace
from tests.databases import on_both, on_sqlite
from tests.scheduling.desk import DANA, Desk

pytestmark = on_sqlite

FRIDAY = datetime(2026, 12, 4, 15, tzinfo=UTC)


async def set_policy(desk: Desk, **values: object) -> None:
    await desk.change(Workspace, **values)


async def request(desk: Desk, **parts: object) -> LinkRequest:
    return LinkRequest(master_page_id=await desk.page_id(), **parts)  # type: ignore[arg-type]  # a test's shorthand


async def test_nothing_is_restricted_unless_it_is_set(desk: Desk) -> None:
    policy = await LinkPolicies(desk.database).read(await desk.member("U0MAX"))

    assert (policy.lifetime, policy.most_open, policy.ticket_required) == ("90 days", None, False)
    assert policy.typed == {
        "expire": "90d",
        "most_open": "",
        "ticket": "optional",
        "only_administrators": "false",
    }


async def test_member_is_offered_no_page_where_links_are_left_to_administrators(desk: Desk) -> None:
    max_ = await desk.member("U0MAX")
    offered = await desk.links.choices(max_)
    await set_policy(desk, only_administrators_issue=True)

    with pytest.raises(NotAllowed):
        await desk.links.choices(max_)
    assert await desk.links.choices(desk.ada) == offered


async def test_guest_reads_nothing(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        await LinkPolicies(desk.database).read(Person(desk.workspace_id, "U0GUEST"))


async def test_link_lasts_as_the_workspace_has_set_or_its_maker_has_chosen(desk: Desk) -> None:
    await set_policy(desk, link_days=14)

    issued, chosen = [
        await desk.links.issue(desk.ada, await request(desk, **lifetime), desk.now)
        for lifetime in ({}, {"lifetime": timedelta(days=1)})
    ]

    assert (await desk.link(issued.id)).expires_at == desk.now + timedelta(days=14)
    assert (await desk.link(chosen.id)).expires_at == desk.now + timedelta(days=1)


async def test_business_days_leave_out_the_weekend(desk: Desk) -> None:
    await set_policy(desk, link_business_days=2)

    issued = await desk.links.issue(desk.ada, await request(desk), FRIDAY)

    assert (await desk.link(issued.id)).expires_at == datetime(2026, 12, 8, 15, tzinfo=UTC)


async def test_required_ticket_is_asked_for(desk: Desk) -> None:
    await set_policy(desk, ticket_required=True)

    with pytest.raises(Invalid) as refused:
        await desk.links.issue(desk.ada, await request(desk, ticket="  "), desk.now)

    assert refused.value.fields == {"ticket": TICKET_NEEDED}


async def test_ticket_is_kept_with_the_link(desk: Desk) -> None:
    issued = await desk.links.issue(desk.ada, await request(desk, ticket=" ZD-4711 "), desk.now)

    assert (await desk.links.view(desk.workspace_id, issued.id, desk.now)).ticket == "ZD-4711"


async def test_ticket_that_cannot_be_kept_is_refused(desk: Desk) -> None:
    for ticket in ("x" * (TICKET_LENGTH + 1), "two\nlines", "nul\0"):
        with pytest.raises(Invalid) as refused:
            await desk.links.issue(desk.ada, await request(desk, ticket=ticket), desk.now)
        assert list(refused.value.fields) == ["ticket"]


@on_both
async def test_customer_with_as_many_open_links_as_wanted_gives_a_warning(desk: Desk) -> None:
    await set_policy(desk, most_open_links=1)
    policies, priya = LinkPolicies(desk.database), await desk.member("U0PRIYA")
    assert await policies.warning(desk.ada, DANA, desk.now) is None
    await desk.issue(priya, DANA)

    found = await policies.warning(desk.ada, Customer("Dana", DANA.email.upper()), desk.now)

    assert found == OpenLinks("Dana", 1, "U0PRIYA", "U0PRIYA")
    assert str(found) == "Dana already has an open link from U0PRIYA."


async def test_spent_revoked_and_expired_links_do_not_count(desk: Desk) -> None:
    await set_policy(desk, most_open_links=1)
    revoked = await desk.issue(desk.ada, DANA)
    await desk.revoked(revoked)
    await desk.issue(desk.ada, DANA, lifetime=timedelta(hours=1))

    later = desk.now + timedelta(hours=1)

    assert await LinkPolicies(desk.database).warning(desk.ada, DANA, later) is None


async def test_several_open_links_are_counted_and_the_newest_named(desk: Desk) -> None:
    await set_policy(desk, most_open_links=2)
    for by in (desk.ada, await desk.member("U0MAX")):
        await desk.issue(by, DANA)

    found = await LinkPolicies(desk.database).warning(desk.ada, DANA, desk.now)

    assert str(found) == "Dana Smith already has 2 open links, the newest from U0MAX."
