"""The audit trail: who did what, to what, when, why; newest first, in pages, and for Administrators alone."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

import bot.scheduling
from bot.scheduling import activity
from bot.scheduling.errors import NotAllowed, NotFound
from bot.scheduling.link_policy import LinkPolicies
from bot.scheduling.links import LinkRequest
from bot.scheduling.people import Person
from bot.scheduling.roles import Roles
from bot.scheduling.trail import Filter, Line, Trail
from storage.models import Role, RuleType
from tests.databases import on_both, on_sqlite
from tests.scheduling.desk import DANA
from tests.scheduling.manager import Manager

pytestmark = on_sqlite

KINDS = ("event type", "booking page", "pool", "master page")
"""Of the set-up: those that ``Shelf`` writes about."""


@pytest.fixture
def trail(manager: Manager) -> Trail:
    return Trail(manager.desk.database)


def told(lines: tuple[Line, ...]) -> list[tuple[str, str, str, str]]:
    return [(line.actor_name, line.deed, line.subject, line.about or line.details) for line in lines]


async def test_trail_is_newest_first_and_names_who_acted(manager: Manager, trail: Trail) -> None:
    desk = manager.desk
    url = (await desk.issue(customer=DANA)).url
    desk.now += timedelta(minutes=1)
    await desk.links.opened(url.rpartition("/")[2].partition("?")[0], desk.now)
    desk.now += timedelta(minutes=1)
    booked = await desk.booked_by(url)
    desk.now += timedelta(minutes=1)
    await desk.move(booked.manage_token, "2026-12-03T10:30")
    desk.now += timedelta(minutes=1)
    await desk.changes.cancel(booked.manage_token, "Ill", desk.now)
    desk.now += timedelta(minutes=1)
    await manager.switch(RuleType.STATIC, "Summer break")

    lines = (await trail.list(manager.by)).lines

    assert told(lines) == [
        ("U0ADMIN", "switched to Static rules", "master page", "Support EMEA"),
        ("a Customer", "cancelled", "booking", "Support call, Support EMEA"),
        ("a Customer", "moved", "booking", "Support call, Support EMEA"),
        ("a Customer", "booked", "booking", "Support call, Support EMEA"),
        ("a Customer", "opened", "link", "Support EMEA"),
        ("U0ADMIN", "issued", "link", "Support EMEA"),
    ]
    assert [line.why for line in lines] == ["Summer break", "Ill", "", "", "", ""]
    assert [line.details for line in lines] == [
        "",
        "2026-12-03 09:30 UTC, with Ben Okafor",
        "2026-12-02 09:00 UTC → 2026-12-03 09:30 UTC, with Ben Okafor",
        "2026-12-02 09:00 UTC, with Ben Okafor",
        "",
        "Personalized, good until 2027-03-01 09:00 UTC",
    ]
    assert lines[0].at == desk.now


async def test_trail_never_names_a_customer(manager: Manager, trail: Trail) -> None:
    desk = manager.desk
    booked = await desk.booked_by((await desk.issue(customer=DANA)).url)
    await desk.cancelled(booked)
    desk.now += timedelta(days=91)
    await desk.issue(customer=DANA)
    desk.now += timedelta(days=91)
    await desk.links.expire_due(desk.now)
    await desk.changes.complete_due(desk.now)

    lines = (await trail.list(manager.by)).lines

    assert len(lines) == 5
    assert [line for line in lines if "dana" in repr(line).lower()] == []


async def test_link_is_known_by_its_page_and_its_ticket(manager: Manager, trail: Trail) -> None:
    page_id = await manager.page_id()
    await manager.desk.links.issue(manager.by, LinkRequest(page_id, ticket="T-42"), manager.desk.now)

    [line] = (await trail.list(manager.by)).lines
    assert line.about == "Support EMEA, ticket T-42"


@on_both
async def test_trail_comes_in_pages_without_gaps_or_doubles(manager: Manager, trail: Trail) -> None:
    """Lines of one moment, too, are on one page each."""
    issued = [(await manager.desk.issue()).id for _ in range(3)]

    seen, before = [], None
    for _ in range(2):
        page = await trail.list(manager.by, before=before, most=2)
        seen += [line.subject_id for line in page.lines]
        before = page.lines[-1].id
        # Whoever acts meanwhile changes nothing of the pages behind.
        await manager.event_types.make(manager.by, {"name": f"Type {before}"}, manager.desk.now)

    assert seen == issued[::-1]
    assert not page.older
    assert (await trail.list(manager.by, most=2)).older
    assert [line.deed for line in await trail.whole(manager.by)] == ["made"] * 2 + ["issued"] * 3


@on_both
async def test_trail_is_filtered(manager: Manager, trail: Trail) -> None:
    max_ = await manager.desk.member("U0MAX")
    first, second = await manager.desk.issue(max_), await manager.desk.issue()
    await manager.desk.links.revoke(max_, first.id, manager.desk.now)
    await manager.event_types.make(manager.by, {"name": "Call"}, manager.desk.now)

    async def deeds(which: Filter) -> list[tuple[str, str]]:
        return [(line.actor, line.deed) for line in (await trail.list(manager.by, which)).lines]

    assert await deeds(Filter(subject="event type")) == [("U0ADMIN", "made")]
    assert await deeds(Filter(actor="U0MAX")) == [("U0MAX", "revoked"), ("U0MAX", "issued")]
    assert await deeds(Filter(subject_id=second.id)) == [("U0ADMIN", "issued")]
    assert await deeds(Filter("link", "U0MAX", first.id)) == [("U0MAX", "revoked"), ("U0MAX", "issued")]
    assert await deeds(Filter(subject="booking")) == []


async def test_roles_and_the_policy_for_links_leave_lines(manager: Manager, trail: Trail) -> None:
    roles, policies, now = (
        Roles(manager.desk.database),
        LinkPolicies(manager.desk.database),
        manager.desk.now,
    )
    await manager.desk.member("U0MAX")
    await roles.appoint(manager.by, "U0MAX", now)
    await roles.dismiss(manager.by, "U0MAX", now)
    await roles.left(manager.desk.workspace_id, "U0MAX", now)
    read = await policies.read(manager.by)
    await policies.change(manager.by, {"expire": "7d", "ticket": "required"}, read.version, now)

    assert told((await trail.list(manager.by)).lines) == [
        (
            "U0ADMIN",
            "changed",
            "policy for links",
            "Links last: 90d → 7d. Ticket reference: optional → required",
        ),
        ("onetime", "left", "user", "U0MAX"),
        ("U0ADMIN", "made a Member", "user", "U0MAX"),
        ("U0ADMIN", "named Administrator", "user", "U0MAX"),
    ]


@pytest.mark.parametrize("role", [Role.MEMBER, None], ids=["member", "guest"])
async def test_trail_is_for_administrators(manager: Manager, trail: Trail, role: Role | None) -> None:
    max_ = await manager.desk.member("U0MAX", role)

    for attempt in (trail.list(max_), trail.whole(max_), trail.list(Person(max_.workspace_id, "U0NOBODY"))):
        with pytest.raises(NotAllowed):
            await attempt


async def test_trail_before_a_line_that_is_not_there_is_not_found(manager: Manager, trail: Trail) -> None:
    with pytest.raises(NotFound):
        await trail.list(manager.by, before=uuid4())


def test_every_subject_can_be_filtered_by() -> None:
    assert {*deeds_in_the_source(), *KINDS} == {*activity.SUBJECTS}


def deeds_in_the_source() -> Iterator[str]:
    """The subject of each ``Deed`` that the rules write, where it is written out."""
    for file in Path(bot.scheduling.__path__[0]).rglob("*.py"):
        text = file.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "Deed(" in text else ():
            match node:
                case ast.Call(ast.Name("Deed"), [_, ast.Constant(str(subject)), *_]):
                    yield subject
