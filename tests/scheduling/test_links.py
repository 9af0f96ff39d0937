"""One-time links, from issuing to expiring."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from bot.scheduling import policy
from bot.scheduling.errors import (
    Invalid,
    LinkExpired,
    LinkNotOpen,
    LinkRevoked,
    LinkSpent,
    LinkSuspended,
    NotAllowed,
    NotEligible,
    NotFound,
    UrlLost,
)
from bot.scheduling.link_views import link_of
from bot.scheduling.links import LIFETIME, LinkRequest, Links
from bot.scheduling.people import Person
from bot.scheduling.policy import LinkState
from bot.scheduling.tokens import Tokens
from storage import links
from storage.models import OneTimeLink, RuleType, Workspace
from tests.databases import on_both, on_sqlite
from tests.scheduling.desk import DANA, THREAD, TUESDAY, Desk, refuses, token_of

pytestmark = on_sqlite


async def test_member_issues_a_link_whose_url_they_and_administrators_see_again(desk: Desk) -> None:
    max_ = await desk.member("U0MAX")

    issued = await desk.issue(max_)

    link = await desk.link(issued.id)
    assert issued.url == f"https://book.example/o/{token_of(issued.url)}"
    assert (link.created_by, link.expires_at - link.created_at) == ("U0MAX", LIFETIME)
    assert await desk.deeds() == [("U0MAX", "issued", "link")]
    assert [await desk.links.url(by, issued.id, desk.now) for by in (max_, desk.ada)] == [issued.url] * 2


async def test_personalized_link_skips_the_form_and_carries_no_personal_data(desk: Desk) -> None:
    issued = await desk.issue(customer=DANA)

    assert issued.url == f"https://book.example/o/{token_of(issued.url)}?skip=1"
    assert await desk.links.url(desk.ada, issued.id, desk.now) == issued.url
    assert (await desk.offers.of_link(token_of(issued.url), desk.now)).customer == DANA


async def test_link_made_from_the_shell_tells_nobody(desk: Desk) -> None:
    await desk.issue(Person(desk.workspace_id, None), origin=None)

    assert await desk.notices() == []
    assert await desk.deeds() == [("shell", "issued", "link")]


async def test_links_exist_only_for_dynamic_pages(desk: Desk) -> None:
    """Article: "only available for Master pages using Rule-based assignment with Dynamic rules"."""
    await desk.make_static()

    with pytest.raises(NotEligible) as refused:
        await desk.issue()

    assert refused.value.reason == policy.STATIC


async def test_page_without_rules_is_not_eligible(desk: Desk) -> None:
    async with desk.database.writing() as session:
        await session.execute(text("DELETE FROM team_members"))
        await session.execute(text("DELETE FROM rules"))

    with pytest.raises(NotEligible) as refused:
        await desk.issue()

    assert refused.value.reason == policy.NO_RULES


async def test_choices_say_why_a_page_cannot_be_picked(desk: Desk) -> None:
    choices = await desk.links.choices(desk.ada)

    assert [(choice.label, choice.why_not) for choice in choices] == [
        ("Support EMEA", None),
        ("Sales", policy.STATIC),
    ]


async def test_who_has_no_role_gets_no_link(desk: Desk) -> None:
    """Neither guests nor strangers."""
    for person in (await desk.member("U0GUEST", role=None), Person(desk.workspace_id, "U0STRANGER")):
        with pytest.raises(NotAllowed):
            await desk.issue(person)


async def test_workspace_can_leave_issuing_to_administrators(desk: Desk) -> None:
    max_ = await desk.member("U0MAX")
    await desk.change(Workspace, only_administrators_issue=True)

    await desk.issue(desk.ada)
    with pytest.raises(NotAllowed):
        await desk.issue(max_)


async def test_page_of_another_workspace_is_not_there(desk: Desk) -> None:
    async with desk.database.writing() as session:
        other = Workspace(slack_team_id="T0OTHER", created_at=desk.now)
        session.add(other)
        await session.flush()

    with pytest.raises(NotFound):
        await desk.links.issue(Person(other.id, None), LinkRequest(await desk.page_id()), desk.now)


async def test_lifetime_is_at_most_90_days(desk: Desk) -> None:
    for days in (0, -1, 91):
        with pytest.raises(Invalid) as refused:
            await desk.issue(lifetime=timedelta(days=days))
        assert refused.value.fields == {"expires": "A link lasts at least a minute, and at most 90 days."}


async def test_link_asked_for_in_slack_gets_its_card_and_then_its_url_and_is_one(desk: Desk) -> None:
    """However often the same request comes."""
    first = await desk.issue(request_key="V1")
    again = await desk.issue(request_key="V1")

    assert again == first
    assert await desk.notices() == [("card", None), ("url", None)]


@on_both
async def test_same_request_sent_many_times_at_once_gives_one_link(desk: Desk) -> None:
    request = LinkRequest(await desk.page_id(), request_key="V1")
    issued = await asyncio.gather(*(desk.links.issue(desk.ada, request, desk.now) for _ in range(4)))

    async with desk.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(OneTimeLink)) == 1
    assert len(set(issued)) == 1


async def test_other_members_links_are_unknown_and_not_theirs_to_revoke(desk: Desk) -> None:
    """Who may revoke one is told."""
    max_, mia = await desk.member("U0MAX"), await desk.member("U0MIA")
    issued = await desk.issue(max_)

    with pytest.raises(NotFound):
        await desk.links.url(mia, issued.id, desk.now)
    assert await desk.links.list(mia, desk.now) == []
    revoking = desk.links.revoke(mia, issued.id, desk.now)
    assert str(await refuses(desk, revoking, NotAllowed)) == (
        "Only U0MAX, who made this link, and Administrators can revoke it."
    )


async def test_url_is_lost_with_its_key_but_still_works(desk: Desk) -> None:
    issued = await desk.issue()
    rotated = Links(desk.database, Tokens((b"another key",)), "https://book.example")

    with pytest.raises(UrlLost):
        await rotated.url(desk.ada, issued.id, desk.now)
    assert (await desk.offers.of_link(token_of(issued.url), desk.now)).page_name == "Acme Support"


async def test_copy_of_the_database_holds_no_token(desk: Desk) -> None:
    token = token_of((await desk.issue()).url)

    async with desk.database.reading() as session:
        rows = (await session.execute(select(OneTimeLink.__table__))).all()
        waiting = (await session.execute(text("SELECT * FROM outbox"))).all()

    assert token not in f"{rows}{waiting}"


async def test_list_is_newest_first_and_ones_own_or_the_shells_of_all(desk: Desk) -> None:
    of_ada, max_ = await desk.issue(desk.ada), await desk.member("U0MAX")
    first, second = await desk.issue(max_), await desk.issue(max_, customer=DANA)

    listed = await desk.links.list(max_, desk.now)
    every = await desk.links.list(Person(desk.workspace_id, None), desk.now)

    assert [(view.id, view.customer, view.state) for view in listed] == [
        (second.id, DANA, LinkState.ACTIVE),
        (first.id, None, LinkState.ACTIVE),
    ]
    assert [view.id for view in every] == [second.id, first.id, of_ada.id]


async def test_revoked_link_offers_nothing_and_is_not_revoked_again(desk: Desk) -> None:
    issued = await desk.issue()

    await desk.links.revoke(desk.ada, issued.id, desk.now)

    view = await desk.links.view(desk.workspace_id, issued.id, desk.now)
    assert (view.state, view.revoked_by) == (LinkState.REVOKED, "U0ADMIN")
    assert await desk.notices() == [("card", None), ("url", None), ("card", None)]
    with pytest.raises(LinkRevoked):
        await desk.times(token_of(issued.url), TUESDAY)
    with pytest.raises(LinkNotOpen) as refused:
        await desk.links.revoke(desk.ada, issued.id, desk.now)
    assert refused.value.state == LinkState.REVOKED


@on_both
async def test_link_is_known_as_its_change_has_left_it(desk: Desk) -> None:
    """With what was changed of it before, in the same transaction."""
    issued = await desk.issue()

    async with desk.database.writing() as session:
        link, _ = await link_of(session, token_of(issued.url))
        link.ticket = "T-1"
        changed = [await links.revoke(session, link, by, desk.now) for by in ("U0ADMIN", "U0MAX")]
        known = (link.ticket, link.revoked_by, link.revoked_at)

    kept = await desk.link(issued.id)
    assert changed == [True, False]
    assert known == (kept.ticket, kept.revoked_by, kept.revoked_at) == ("T-1", "U0ADMIN", desk.now)


async def test_spent_link_offers_no_times_and_cannot_be_revoked(desk: Desk) -> None:
    issued = await desk.issue()
    await desk.booked_by(issued.url)

    with pytest.raises(LinkSpent):
        await desk.times(token_of(issued.url), TUESDAY)
    with pytest.raises(LinkSpent):
        await desk.links.url(desk.ada, issued.id, desk.now)
    with pytest.raises(LinkNotOpen) as refused:
        await desk.links.revoke(desk.ada, issued.id, desk.now)
    assert refused.value.state == LinkState.SPENT


async def test_link_expires_at_its_time(desk: Desk) -> None:
    issued = await desk.issue(lifetime=timedelta(hours=1))
    token = token_of(issued.url)

    await desk.offers.of_link(token, desk.now + timedelta(hours=1) - timedelta(microseconds=1))
    with pytest.raises(LinkExpired):
        await desk.offers.of_link(token, desk.now + timedelta(hours=1))


@on_both
async def test_expiry_is_told_once(desk: Desk) -> None:
    await desk.issue(lifetime=timedelta(hours=1))
    await desk.issue(lifetime=timedelta(hours=2))
    later = desk.now + timedelta(hours=1)

    assert await desk.links.expire_due(later) == 1
    assert await desk.links.expire_due(later) == 0
    assert (await desk.notices())[4:] == [("card", None)]


async def test_long_expired_link_is_deleted(desk: Desk) -> None:
    issued = await desk.issue(customer=DANA, lifetime=timedelta(hours=1))
    expiry = desk.now + timedelta(hours=1)
    await desk.links.expire_due(expiry)

    await desk.links.expire_due(expiry + timedelta(days=90))
    with pytest.raises(LinkExpired):
        await desk.offers.of_link(token_of(issued.url), expiry)
    await desk.links.expire_due(expiry + timedelta(days=90, microseconds=1))

    with pytest.raises(NotFound):
        await desk.offers.of_link(token_of(issued.url), expiry)


async def test_spent_link_never_expires(desk: Desk) -> None:
    issued = await desk.issue(lifetime=timedelta(hours=1))
    await desk.booked_by(issued.url)

    assert await desk.links.expire_due(desk.now + timedelta(days=365)) == 0
    view = await desk.links.view(desk.workspace_id, issued.id, desk.now + timedelta(days=365))
    assert view.state == LinkState.SPENT


async def test_first_opening_counts(desk: Desk) -> None:
    issued = await desk.issue()
    token = token_of(issued.url)

    await desk.links.opened(token, desk.now)
    await desk.links.opened(token, desk.now + timedelta(minutes=5))

    assert (await desk.link(issued.id)).opened_at == desk.now
    assert await desk.deeds() == [("U0ADMIN", "issued", "link"), ("customer", "opened", "link")]


async def test_opening_does_not_count_once_the_link_has_ended(desk: Desk) -> None:
    issued = await desk.issue()
    await desk.revoked(issued)
    before = await desk.everything()

    await desk.links.opened(token_of(issued.url), desk.now)

    assert await desk.everything() == before


async def test_opening_an_unknown_link_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFound):
        await desk.links.opened("unknown", desk.now)


async def test_suspended_link_works_again_when_its_page_does(desk: Desk) -> None:
    token = token_of((await desk.issue()).url)

    for off in ({"accepts_bookings": False}, {"rule_type": RuleType.STATIC}):
        await desk.change_page(**off)
        with pytest.raises(LinkSuspended):
            await desk.offers.of_link(token, desk.now)
        await desk.change_page(rule_type=RuleType.DYNAMIC, accepts_bookings=True)
        assert (await desk.offers.of_link(token, desk.now)).page_name == "Acme Support"


async def test_card_is_remembered_where_it_was_posted(desk: Desk) -> None:
    """Elsewhere than where the link was asked for, the thread that it was asked for in is none."""
    issued = await desk.issue(origin=THREAD)

    stood = []
    for channel_id in ("C0SUPPORT", "D0ADA"):
        await desk.links.card_posted(desk.workspace_id, issued.id, channel_id, "1764579601.000200")
        link = await desk.link(issued.id)
        stood.append((link.channel_id, link.thread_ts, link.card_ts))

    assert stood == [
        ("C0SUPPORT", THREAD.thread_ts, "1764579601.000200"),
        ("D0ADA", None, "1764579601.000200"),
    ]
