"""A link that cannot be used is no dead end: its Customer asks, and a User sends a fresh one."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.scheduling.customers import Customer
from bot.scheduling.errors import (
    LinkExpired,
    LinkRevoked,
    LinkSpent,
    LinkSuspended,
    LinkUnusable,
    NotAllowed,
    NotEligible,
    NotFound,
)
from bot.scheduling.fresh_links import STILL_WORKS
from bot.scheduling.links import NO_TICKET, IssuedLink, Origin
from bot.scheduling.people import Person
from bot.scheduling.permissions import CANCELLED_ALREADY
from bot.scheduling.policy import RETIRED, STATIC, Asking, LinkState
from storage.models import BookingStatus, EventType, Notice, OneTimeLink, Workspace
from tests.databases import on_both, on_sqlite
from tests.scheduling.desk import DANA, THREAD, Desk, refuses, token_of
from tests.stories import done

pytestmark = on_sqlite


async def refusal_of(desk: Desk, url: str) -> LinkUnusable:
    """What whoever opens the link is told."""
    with pytest.raises(LinkUnusable) as refused:
        await desk.offers.of_link(token_of(url), desk.now)
    return refused.value


async def told(desk: Desk) -> list[tuple[str, object]]:
    async with desk.database.reading() as session:
        found = await session.scalars(select(Notice).where(Notice.kind == "told").order_by(Notice.id))
        return [(notice.payload["event"], notice.payload.get("state")) for notice in found.all()]


async def link_count(desk: Desk) -> int:
    async with desk.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(OneTimeLink)) or 0


async def ended(desk: Desk, how: LinkState, **issued: object) -> IssuedLink:
    """A link that is in that state now."""
    link = await desk.issue(**issued)  # type: ignore[arg-type]  # they are that function's own
    match how:
        case LinkState.SPENT:
            await desk.booked_by(link.url)
        case LinkState.EXPIRED:
            desk.now += timedelta(days=91)
        case LinkState.REVOKED:
            await desk.revoked(link)
        case LinkState.SUSPENDED:
            await desk.make_static()
    return link


async def fresh_one(desk: Desk, old: IssuedLink) -> IssuedLink:
    """What Ada sends in its place."""
    now = desk.now
    return await done(desk.database, ("fresh", old, now), lambda: desk.links.fresh(desk.ada, old.id, now))


@on_both
async def test_customer_asks_once_a_day_for_a_new_time(desk: Desk) -> None:
    url = (await ended(desk, LinkState.REVOKED)).url
    before = await refusal_of(desk, url)

    await desk.new_times.by_link(token_of(url), desk.now)
    once = await told(desk)
    desk.now += timedelta(hours=23)
    await desk.new_times.by_link(token_of(url), desk.now)
    twice, after = await told(desk), await refusal_of(desk, url)
    desk.now += timedelta(hours=1)
    next_day = await refusal_of(desk, url)
    await desk.new_times.by_link(token_of(url), desk.now)

    asked = ("fresh link asked", "revoked")
    assert (once[-1], twice, await told(desk)) == (asked, once, [*once, asked])
    assert [before, after, next_day] == [
        LinkRevoked(Asking.POSSIBLE),
        LinkRevoked(Asking.DONE),
        LinkRevoked(Asking.POSSIBLE),
    ]
    assert ("customer", "asked for a new time", "link") in await desk.deeds()


@pytest.mark.parametrize(
    ("how", "refusal"),
    [
        (LinkState.SPENT, LinkSpent),
        (LinkState.EXPIRED, LinkExpired),
        (LinkState.SUSPENDED, LinkSuspended),
    ],
)
async def test_customer_asks_for_a_new_time_however_the_link_ended(
    desk: Desk, how: LinkState, refusal: type[LinkUnusable]
) -> None:
    url = (await ended(desk, how)).url
    before = await refusal_of(desk, url)

    await desk.new_times.by_link(token_of(url), desk.now)

    assert (await told(desk))[-1] == ("fresh link asked", how.value)
    assert [before, await refusal_of(desk, url)] == [refusal(Asking.POSSIBLE), refusal(Asking.DONE)]


@on_both
async def test_of_many_who_ask_at_once_one_is_heard(desk: Desk) -> None:
    token = token_of((await ended(desk, LinkState.REVOKED)).url)

    async with desk.beside() as beside:
        await asyncio.gather(
            *(each.new_times.by_link(token, desk.now) for each in (desk, beside) for _ in range(2))
        )

    assert await told(desk) == [("fresh link asked", "revoked")]


async def test_nobody_asks_for_a_time_while_times_are_offered(desk: Desk) -> None:
    url = (await desk.issue()).url
    before = await desk.everything()

    await desk.new_times.by_link(token_of(url), desk.now)

    assert await desk.everything() == before


async def test_customer_asks_for_a_time_where_an_event_type_has_none(desk: Desk) -> None:
    token = token_of((await desk.issue()).url)
    await desk.change_event_type("Onboarding", notice_minutes=365 * 24 * 60)

    await desk.new_times.by_link(token, desk.now)
    await desk.new_times.by_link(token, desk.now)

    facts = [each.payload for each in await desk.outbox() if each.kind == "told"]
    assert [(each["state"], each["lacking"]) for each in facts] == [("active", ["Onboarding"])]
    assert (await desk.offers.of_link(token, desk.now)).asking == Asking.DONE


async def test_customer_asks_for_a_time_where_nothing_is_offered_any_more(desk: Desk) -> None:
    token = token_of((await desk.issue()).url)
    await desk.change(EventType, retired_at=desk.now)

    await desk.new_times.by_link(token, desk.now)

    assert await told(desk) == [("fresh link asked", "suspended")]


async def test_link_that_no_thread_knows_offers_no_asking(desk: Desk) -> None:
    url = (await ended(desk, LinkState.REVOKED, origin=None)).url

    await desk.new_times.by_link(token_of(url), desk.now)

    assert await refusal_of(desk, url) == LinkRevoked(Asking.UNHEARD)
    assert await told(desk) == []


async def test_unknown_link_is_not_asked_for(desk: Desk) -> None:
    await refuses(desk, desk.new_times.by_link("unknown", desk.now), NotFound)


async def test_member_sends_a_fresh_link_for_the_same_page_and_person(desk: Desk) -> None:
    """domain.md: "a User can issue a fresh one, with the same personal details, in one click"."""
    old = await ended(desk, LinkState.REVOKED, customer=DANA)
    max_ = await desk.member("U0MAX")
    written = len(await desk.notices())

    fresh = await desk.links.fresh(max_, old.id, desk.now)

    link, before = await desk.link(fresh.id), await desk.link(old.id)
    assert (link.master_page_id, link.customer_name, link.customer_email) == (
        before.master_page_id,
        DANA.name,
        DANA.email,
    )
    assert (link.created_by, link.channel_id, link.thread_ts) == (
        "U0MAX",
        THREAD.channel_id,
        THREAD.thread_ts,
    )
    assert (await desk.offers.of_link(token_of(fresh.url), desk.now)).customer == DANA
    assert before.replaced_by == fresh.id
    assert (await desk.links.view(desk.workspace_id, old.id, desk.now)).is_replaced
    assert (await desk.notices())[written:] == [("card", None), ("url", None), ("card", None)]
    assert (await desk.deeds())[-1] == ("U0MAX", "issued", "link")


async def test_fresh_link_stands_in_the_thread_of_the_old_card(desk: Desk) -> None:
    """Where the old one was asked for in a channel, its card began a thread."""
    old = await ended(desk, LinkState.REVOKED, origin=Origin("C0SUPPORT", None))
    await desk.links.card_posted(desk.workspace_id, old.id, "C0SUPPORT", "1764579601.000200")

    fresh = await desk.link((await desk.links.fresh(desk.ada, old.id, desk.now)).id)

    assert (fresh.channel_id, fresh.thread_ts, fresh.card_ts) == ("C0SUPPORT", "1764579601.000200", None)


@pytest.mark.parametrize(
    ("named", "known"),
    [(Customer("Dan", "dan@customer.example"), DANA), (None, None)],
    ids=["personalized", "not personalized"],
)
async def test_fresh_link_is_for_the_customer_as_they_corrected_themselves(
    desk: Desk, named: Customer | None, known: Customer | None
) -> None:
    """Where the spent one was for somebody: whoever asks for another need not be whoever booked."""
    old = await ended(desk, LinkState.SPENT, customer=named)

    fresh = await desk.links.fresh(desk.ada, old.id, desk.now)

    assert (await desk.offers.of_link(token_of(fresh.url), desk.now)).customer == known


async def test_fresh_link_keeps_the_ticket_and_does_not_go_round_one_that_is_asked_for(desk: Desk) -> None:
    old = await ended(desk, LinkState.REVOKED)
    await desk.change(Workspace, ticket_required=True)

    asked = desk.links.fresh(desk.ada, old.id, desk.now)
    assert str(await refuses(desk, asked, NotAllowed)) == NO_TICKET

    await desk.change(OneTimeLink, ticket="HELP-7")
    fresh = await desk.links.fresh(desk.ada, old.id, desk.now)
    assert (await desk.link(fresh.id)).ticket == "HELP-7"


@on_both
async def test_two_clicks_at_once_send_one_fresh_link(desk: Desk) -> None:
    old = await ended(desk, LinkState.EXPIRED)
    max_ = await desk.member("U0MAX")

    async with desk.beside() as beside:
        found = await asyncio.gather(
            *(each.links.fresh(who, old.id, desk.now) for each in (desk, beside) for who in (desk.ada, max_))
        )

    assert len(set(found)) == 1
    assert await link_count(desk) == 2


async def test_old_button_replaces_the_newest_link_once_that_has_ended(desk: Desk) -> None:
    old = await ended(desk, LinkState.SPENT)
    second = await fresh_one(desk, old)
    await desk.revoked(second)

    third = await desk.links.fresh(desk.ada, old.id, desk.now)

    assert (await desk.link(second.id)).replaced_by == third.id
    assert await desk.links.fresh(desk.ada, old.id, desk.now) == third
    assert await link_count(desk) == 3


async def test_fresh_link_that_was_purged_is_made_anew(desk: Desk) -> None:
    old = await ended(desk, LinkState.SPENT)
    await desk.revoked(await fresh_one(desk, old))
    desk.now += timedelta(days=91)
    await desk.links.expire_due(desk.now)

    third = await desk.links.fresh(desk.ada, old.id, desk.now)

    assert (await desk.link(old.id)).replaced_by == third.id


async def test_link_that_still_works_is_taken_back_for_a_fresh_one(desk: Desk) -> None:
    """One issue, one booking: never two links for it that work. Its maker does so, or an Administrator."""
    max_, mia = await desk.member("U0MAX"), await desk.member("U0MIA")
    old = await desk.issue(max_)
    assert str(await refuses(desk, desk.links.fresh(mia, old.id, desk.now), NotAllowed)) == STILL_WORKS

    second = await desk.links.fresh(max_, old.id, desk.now)
    third = await desk.links.fresh(desk.ada, second.id, desk.now)

    for replaced in (old, second):
        assert await refusal_of(desk, replaced.url) == LinkRevoked(Asking.POSSIBLE)
    assert (await desk.offers.of_link(token_of(third.url), desk.now)).page_name == "Acme Support"
    assert (await desk.deeds())[1:] == [
        (by, deed, "link") for by in ("U0MAX", "U0ADMIN") for deed in ("issued", "revoked")
    ]


async def test_fresh_link_is_the_only_way_to_another_time(desk: Desk) -> None:
    """Its Customer was asked to pick again before, on the booking's own page."""
    old = await desk.issue()
    booked = await desk.booked_by(old.url)
    await desk.asked_for_another_time(booked)

    fresh = await desk.links.fresh(desk.ada, old.id, desk.now)

    moving = desk.move(booked.manage_token, "2026-12-09T12:00")
    assert str(await refuses(desk, moving, NotAllowed)) == CANCELLED_ALREADY
    own = await desk.own_bookings.find(booked.manage_token, desk.now)
    assert (own.booking.awaits_new_time, own.has_fresh_link) == (False, True)
    assert (await desk.booked_by(fresh.url)).booking.status == BookingStatus.SCHEDULED


@pytest.mark.parametrize(("days", "ended"), [(0, LinkRevoked), (91, LinkExpired)], ids=["revoked", "expired"])
async def test_fresh_link_gives_way_where_another_time_is_asked_for_after_it_and_another_takes_its_place(
    desk: Desk, days: int, ended: type[LinkUnusable]
) -> None:
    """Whichever of the two links before it is asked to be replaced."""
    old = await desk.issue()
    booked = await desk.booked_by(old.url)
    fresh = await fresh_one(desk, old)
    desk.now += timedelta(days=days)

    heard = len(await desk.outbox())

    await desk.changes.request_reschedule(desk.ada, booked.booking.id, "", desk.now)
    renewed = [each.payload["link_id"] for each in (await desk.outbox())[heard:] if each.kind == "card"]
    assert renewed == [str(fresh.id), str(old.id)]
    asked = await desk.own_bookings.find(booked.manage_token, desk.now)
    assert (asked.booking.awaits_new_time, asked.has_fresh_link) == (True, False)
    assert await refusal_of(desk, fresh.url) == ended(Asking.POSSIBLE)
    assert (("U0ADMIN", "revoked", "link") in await desk.deeds()) == (ended is LinkRevoked)

    another = await desk.links.fresh(desk.ada, fresh.id, desk.now)
    own = await desk.own_bookings.find(booked.manage_token, desk.now)
    assert (own.booking.awaits_new_time, own.has_fresh_link) == (False, True)
    assert await desk.links.fresh(desk.ada, old.id, desk.now) == another


async def test_fresh_link_that_was_used_is_left_alone_where_another_time_is_asked_for(desk: Desk) -> None:
    old = await desk.issue()
    booked = await desk.booked_by(old.url)
    fresh = await fresh_one(desk, old)
    await desk.booked_by(fresh.url, "2026-12-02T12:00")
    before = await desk.link(fresh.id)

    await desk.asked_for_another_time(booked)

    after = await desk.link(fresh.id)
    assert (after.replaced_by, after.revoked_at) == (before.replaced_by, before.revoked_at) == (None, None)


@on_both
async def test_of_a_fresh_link_and_another_time_asked_for_at_once_one_way_is_left(desk: Desk) -> None:
    old = await desk.issue()
    booked = await desk.booked_by(old.url)

    async with desk.beside() as beside:
        fresh, _ = await asyncio.gather(
            desk.links.fresh(desk.ada, old.id, desk.now),
            beside.changes.request_reschedule(desk.ada, booked.booking.id, "", desk.now),
        )

    own = await desk.own_bookings.find(booked.manage_token, desk.now)
    link = await desk.links.view(desk.workspace_id, fresh.id, desk.now)
    assert own.booking.awaits_new_time == (link.state == LinkState.REVOKED)


async def test_no_fresh_link_for_a_page_that_is_static_by_now_or_retired(desk: Desk) -> None:
    """Nobody can mend the latter, so no Member is sent to ask for it."""
    max_ = await desk.member("U0MAX")
    old = await ended(desk, LinkState.SUSPENDED, by=max_)

    asked = desk.links.fresh(desk.ada, old.id, desk.now)

    assert str(await refuses(desk, asked, NotEligible)) == f"“Support EMEA”: {STATIC}"
    await desk.change_page(retired_at=desk.now)
    asked = desk.links.fresh(max_, old.id, desk.now)
    assert str(await refuses(desk, asked, NotEligible)) == f"“Support EMEA”: {RETIRED}"


async def test_no_fresh_link_by_whoever_may_make_none(desk: Desk) -> None:
    old = await ended(desk, LinkState.REVOKED)
    guest, max_ = await desk.member("U0GUEST", None), await desk.member("U0MAX")
    stranger = Person(old.id, None)

    await refuses(desk, desk.links.fresh(guest, old.id, desk.now), NotAllowed)
    await refuses(desk, desk.links.fresh(stranger, old.id, desk.now), NotFound)
    await refuses(desk, desk.links.fresh(desk.ada, desk.workspace_id, desk.now), NotFound)
    await desk.change(Workspace, only_administrators_issue=True)
    await refuses(desk, desk.links.fresh(max_, old.id, desk.now), NotAllowed)


@on_both
async def test_of_a_booking_and_a_fresh_link_at_once_one_link_is_left(desk: Desk) -> None:
    old = await desk.issue()

    async with desk.beside() as beside:
        booked, fresh = await asyncio.gather(
            desk.book(old.url), beside.links.fresh(desk.ada, old.id, desk.now), return_exceptions=True
        )

    assert isinstance(fresh, IssuedLink)
    assert isinstance(booked, LinkRevoked) or not isinstance(booked, BaseException)
    assert await refusal_of(desk, old.url) == (
        LinkRevoked(Asking.POSSIBLE) if isinstance(booked, LinkRevoked) else LinkSpent(Asking.POSSIBLE)
    )
