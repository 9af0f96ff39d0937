"""Switching the rule type and "Accept bookings": what it does, who may, and who was first."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.scheduling import policy
from bot.scheduling.bookings import Booked
from bot.scheduling.errors import AlreadySwitched, Invalid, LinkSuspended, NotAllowed, NotFound
from bot.scheduling.link_views import LinkView
from bot.scheduling.links import Origin
from bot.scheduling.overviews import NO_BOOKING_PAGES
from bot.scheduling.permissions import UserChange
from bot.scheduling.policy import LinkState
from bot.scheduling.setup_file import SetUp
from bot.scheduling.setup_file.changes import LinksTurned
from bot.scheduling.suspensions import Suspensions
from bot.scheduling.switching import LONGEST_WHY, UNDO_IS_OVER, AffectedLink, Effects
from storage.models import MasterPage, Notice, Role, RuleType
from tests.databases import on_both, on_sqlite
from tests.scheduling.desk import DANA, token_of
from tests.scheduling.manager import Manager
from tests.scheduling.visitor import Visitor

pytestmark = on_sqlite

DYNAMIC, STATIC = RuleType.DYNAMIC, RuleType.STATIC


async def test_effects_name_the_links_their_makers_and_their_threads(manager: Manager) -> None:
    """domain.md, Dynamic and Static: before it happens the Administrator sees how many, whose, for whom."""
    desk, page_id = manager.desk, await manager.page_id()
    max_ = await desk.member("U0MAX")
    await desk.booked(by=max_)
    asked = await desk.booked(by=max_)
    await desk.asked_for_another_time(asked)
    await desk.asked_for_another_time(await Visitor(desk).booked(None, "2026-12-02T12:00", "support"))
    await desk.revoked(await desk.issue())
    first = await desk.issue(max_, DANA)
    second = await desk.issue(max_)
    cardless = await desk.issue(desk.ada, origin=Origin("C0SUPPORT", None))

    effects = await manager.switching.effects(manager.by, page_id, STATIC, desk.now)

    assert effects == Effects(
        page_id=page_id,
        label="Support EMEA",
        to=STATIC,
        link_count=3,
        links=(
            AffectedLink(cardless.id, "U0ADMIN", None, "", None, None),
            AffectedLink(second.id, "U0MAX", None, "", "C0SUPPORT", "1764579600.000100"),
            AffectedLink(first.id, "U0MAX", DANA, "", "C0SUPPORT", "1764579600.000100"),
        ),
        makers=(("U0MAX", 2), ("U0ADMIN", 1)),
        cancel_only=1,
        awaiting=1,  # who came by the general link can pick on a Static page too
        nothing_offered=NO_BOOKING_PAGES,
    )
    closing = await manager.switching.closing(manager.by, page_id, desk.now)
    assert (closing.cancel_only, closing.awaiting) == (0, 2)


async def test_effects_show_the_newest_links_and_count_all(manager: Manager) -> None:
    issued = [(await manager.desk.issue()).id for _ in range(3)]
    page_id = await manager.page_id()

    effects = await manager.switching.effects(manager.by, page_id, STATIC, manager.desk.now, most=2)

    assert ([each.id for each in effects.links], effects.link_count) == (issued[:0:-1], 3)


async def test_page_that_lists_booking_pages_offers_them_once_it_is_static(manager: Manager) -> None:
    desk, sales = manager.desk, await manager.page_id("sales")
    await desk.change(MasterPage, MasterPage.link == "sales", rule_type=DYNAMIC)

    effects = await manager.switching.effects(manager.by, sales, STATIC, desk.now)

    assert (effects.to, effects.nothing_offered) == (STATIC, None)


async def test_looking_at_the_effects_changes_nothing(manager: Manager) -> None:
    await manager.desk.issue()
    page_id = await manager.page_id()
    before = await manager.desk.everything()

    await manager.switching.effects(manager.by, page_id, STATIC, manager.desk.now)
    await manager.switching.closing(manager.by, page_id, manager.desk.now)

    assert await manager.desk.everything() == before


@on_both
async def test_links_that_are_suspended_already_do_not_stop_once_more(manager: Manager) -> None:
    """Nor do Customers who were asked for another time."""
    await manager.desk.issue()
    await manager.desk.asked_for_another_time(await manager.desk.booked())
    page_id = await manager.page_id()
    await manager.switching.accept_bookings(manager.by, page_id, "", manager.desk.now, on=False)

    effects = await manager.switching.effects(manager.by, page_id, STATIC, manager.desk.now)

    assert (effects.link_count, effects.links, effects.nothing_offered) == (0, (), policy.NOT_ACCEPTING)
    assert (effects.asleep, effects.awaiting) == (1, 0)


async def test_switch_stops_links_keeps_rules_and_tells_cards_threads_and_the_trail(
    manager: Manager,
) -> None:
    desk = manager.desk
    link = await desk.issue()
    told = len(await desk.notices())

    effects = await manager.switch(STATIC, "  Summer break ")

    seen = await manager.overview()
    assert (effects.link_count, effects.to) == (1, STATIC)
    assert (seen.rule_type, len(seen.rules), seen.switched_by, seen.switched_at) == (
        STATIC,
        2,
        "U0ADMIN",
        desk.now,
    )
    assert seen.undo_until == desk.now + timedelta(minutes=15)
    assert (await state(manager, link.id)).state is LinkState.SUSPENDED
    assert (await desk.notices())[told:] == [("card", None), ("told", "suspended")]
    assert await last_facts(manager) == {
        "link_id": str(link.id),
        "event": "suspended",
        "before": None,
        "because": policy.STATIC,
        "accepts": True,
        "by": "U0ADMIN",
        "why": "Summer break",
        "is_booked": False,
    }
    assert (await manager.trail())[-1] == (
        "U0ADMIN",
        "switched to Static rules",
        "master page",
        "Support EMEA: 1 open link stops working",
        "Summer break",
    )


async def test_open_links_and_meetings_ahead_are_told_where_they_have_a_place_in_slack(
    manager: Manager,
) -> None:
    desk = manager.desk
    booked, cancelled, asked = [await desk.issue() for _ in range(3)]
    await desk.booked_by(booked.url, "2026-12-02T12:00")
    begun = await desk.booked()
    cancelling = await desk.booked_by(cancelled.url)
    await desk.cancelled(cancelling)
    asking = await desk.booked_by(asked.url, "2026-12-02T12:00")
    await desk.asked_for_another_time(asking)
    await desk.revoked(await desk.issue())
    await desk.issue(origin=None)
    await desk.issue(lifetime=timedelta(seconds=1))
    open_ones = [await desk.issue(), await desk.issue()]
    told, desk.now = len(await desk.notices()), begun.booking.starts

    await manager.switch(STATIC)

    heard = [("card", None)] * 4 + [("told", "suspended")] * 4
    assert (await desk.notices())[told:] == heard
    assert [(facts["link_id"], facts["is_booked"]) for facts in (await payloads(manager))[-4:]] == [
        *((str(link.id), False) for link in open_ones),
        *((str(link.id), True) for link in (booked, asked)),
    ]


async def test_links_and_meetings_that_come_after_a_switch_hear_nothing_of_it(manager: Manager) -> None:
    """Even if they come before its notice is delivered."""
    desk = manager.desk
    link = await desk.issue()
    await manager.switched(STATIC)
    await manager.switched(DYNAMIC)
    desk.now += timedelta(minutes=1)

    await desk.issue()
    await desk.booked_by(link.url)
    await desk.notices()

    heard = [facts["event"] for facts in await payloads(manager) if "event" in facts and "link_id" in facts]
    assert heard == ["booked"]


async def test_links_are_told_some_at_a_time_and_none_twice(manager: Manager) -> None:
    desk = manager.desk
    issued = [str((await desk.issue()).id) for _ in range(5)]
    told = len(await desk.outbox())
    await manager.switch(STATIC)
    assert len(await desk.outbox()) == told + 1  # whoever switches does not wait for all to be written

    for _ in range(2):  # as if the process had died before it could settle the notice
        notice = (await desk.outbox())[told]
        await Suspensions(desk.database, at_once=2).deliver(notice, desk.now)

    heard = [facts for facts in await payloads(manager) if facts.get("event") == "suspended"]
    assert [facts["link_id"] for facts in heard] == issued


async def test_other_news_does_not_wait_behind_many_links(manager: Manager) -> None:
    desk = manager.desk
    for _ in range(5):
        await desk.issue()
    told = len(await desk.outbox())
    await manager.switch(STATIC)

    notice = (await desk.outbox())[told]
    await Suspensions(desk.database, at_once=2, told_at_once=3).deliver(notice, desk.now)

    cards = [each.due_at - desk.now for each in (await desk.outbox())[told:] if each.kind == "card"]
    assert cards == [timedelta(seconds=seconds) for seconds in (0, 0, 0, 1, 2)]


async def test_switching_back_wakes_the_links(manager: Manager) -> None:
    desk = manager.desk
    link = await desk.issue()
    await manager.switched(STATIC)
    desk.now += timedelta(days=10)

    effects = await manager.switch(DYNAMIC, "We are back")

    assert (effects.link_count, effects.cancel_only, effects.nothing_offered) == (1, 0, None)
    assert effects.asleep == 0
    assert (await state(manager, link.id)).state is LinkState.ACTIVE
    assert (await desk.notices())[-1] == ("told", "works again")
    assert (await last_facts(manager))["because"] is None
    assert (await manager.trail())[-1][1:] == (
        "switched to Dynamic rules",
        "master page",
        "Support EMEA: 1 open link works again",
        "We are back",
    )


async def test_undo_wakes_the_links_within_fifteen_minutes(manager: Manager) -> None:
    desk = manager.desk
    link, page_id = await desk.issue(), await manager.page_id()
    await manager.switched(STATIC)
    desk.now += timedelta(minutes=15)

    effects = await manager.switching.undo(manager.by, page_id, desk.now)

    seen = await manager.overview()
    assert (effects.link_count, effects.to) == (1, DYNAMIC)
    assert (seen.rule_type, seen.undo_until) == (DYNAMIC, None)
    assert (await state(manager, link.id)).state is LinkState.ACTIVE
    assert (await manager.trail())[-1][1:] == (
        "undid the switch to Static rules",
        "master page",
        "Support EMEA: 1 open link works again",
        "",
    )
    with pytest.raises(AlreadySwitched):
        await manager.switching.undo(manager.by, page_id, desk.now)


async def test_undo_is_over_after_that_and_switching_back_is_not(manager: Manager) -> None:
    page_id = await manager.page_id()
    await manager.switched(STATIC)
    manager.desk.now += timedelta(minutes=15, seconds=1)

    with pytest.raises(NotAllowed) as refusal:
        await manager.switching.undo(manager.by, page_id, manager.desk.now)

    assert str(refusal.value) == UNDO_IS_OVER
    assert (await manager.overview()).undo_until is None
    assert (await manager.switch(DYNAMIC)).to is DYNAMIC


@on_both
async def test_page_that_was_never_switched_has_nothing_to_undo(manager: Manager) -> None:
    sales = await manager.page_id("sales")

    with pytest.raises(NotAllowed):
        await manager.switching.undo(manager.by, sales, manager.desk.now)


async def test_who_is_second_hears_who_was_first_and_when(manager: Manager) -> None:
    page_id = await manager.page_id()
    await manager.switched(STATIC)
    grace = await manager.desk.member("U0GRACE", Role.ADMINISTRATOR)

    for attempt in (
        manager.switching.switch(grace, page_id, STATIC, "", manager.desk.now),
        manager.switching.effects(grace, page_id, STATIC, manager.desk.now),
    ):
        with pytest.raises(AlreadySwitched) as refusal:
            await attempt
        assert (refusal.value.by, refusal.value.at) == ("U0ADMIN", manager.desk.now)
        assert str(refusal.value) == (
            "U0ADMIN switched this Master page to Static rules already, at 09:00 UTC on Tuesday 1 December."
        )


async def test_page_that_was_made_so_says_that_it_is_so(manager: Manager) -> None:
    with pytest.raises(AlreadySwitched) as refusal:
        await manager.switch(STATIC, link="sales")

    assert str(refusal.value) == "This Master page has Static rules already."


@on_both
async def test_of_two_administrators_who_switch_at_once_one_does(manager: Manager) -> None:
    desk, page_id = manager.desk, await manager.page_id()
    grace = await desk.member("U0GRACE", Role.ADMINISTRATOR)
    await desk.issue()
    told = len(await desk.notices())

    async with desk.beside() as other:
        outcomes = await asyncio.gather(
            manager.switching.switch(desk.ada, page_id, STATIC, "", desk.now),
            Manager(other).switching.switch(grace, page_id, STATIC, "", desk.now),
            return_exceptions=True,
        )

    first = (await manager.overview()).switched_by
    [refusal] = [outcome for outcome in outcomes if isinstance(outcome, AlreadySwitched)]
    assert refusal.by == first == ("U0ADMIN" if isinstance(outcomes[0], Effects) else "U0GRACE")
    assert (await desk.notices())[told:] == [("card", None), ("told", "suspended")]
    assert [line[0] for line in await manager.trail() if line[1].startswith("switched")] == [first]


@on_both
async def test_of_undo_and_switch_back_at_once_one_does(manager: Manager) -> None:
    desk, page_id = manager.desk, await manager.page_id()
    await manager.switched(STATIC)

    async with desk.beside() as other:
        outcomes = await asyncio.gather(
            manager.switching.undo(desk.ada, page_id, desk.now),
            Manager(other).switching.switch(desk.ada, page_id, DYNAMIC, "", desk.now),
            return_exceptions=True,
        )

    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadySwitched", "Effects"]
    assert (await manager.overview()).rule_type is DYNAMIC


@on_both
async def test_booking_and_switch_at_once_come_one_after_the_other(manager: Manager) -> None:
    desk, page_id = manager.desk, await manager.page_id()
    url = (await desk.issue()).url
    request = await desk.request()

    async with desk.beside() as other:
        booked, switched = await asyncio.gather(
            other.bookings.book(token_of(url), request, desk.now),
            manager.switching.switch(desk.ada, page_id, STATIC, "", desk.now),
            return_exceptions=True,
        )

    # Where the booking had claimed the link already, the switch may have seen it as unspent still.
    assert isinstance(switched, Effects)
    assert isinstance(booked, Booked | LinkSuspended)
    assert len(await desk.all_bookings()) == isinstance(booked, Booked)
    [link] = await desk.links.list(desk.ada, desk.now)
    assert link.state is (LinkState.SPENT if isinstance(booked, Booked) else LinkState.SUSPENDED)


async def test_accept_bookings_off_stops_links_and_on_wakes_them(manager: Manager) -> None:
    desk = manager.desk
    link, page_id = await desk.issue(), await manager.page_id()
    told = len(await desk.notices())

    closing = await manager.switching.closing(manager.by, page_id, desk.now)
    off = await manager.switching.accept_bookings(manager.by, page_id, "Stocktaking", desk.now, on=False)

    assert closing == off
    assert (off.link_count, off.cancel_only, off.nothing_offered) == (1, 0, policy.NOT_ACCEPTING)
    assert (await state(manager, link.id)).suspended_because == policy.NOT_ACCEPTING
    on = await manager.switching.accept_bookings(manager.by, page_id, "", desk.now, on=True)
    assert (on.link_count, on.nothing_offered) == (1, None)
    assert (await state(manager, link.id)).state is LinkState.ACTIVE
    assert [event for _, event in (await desk.notices())[told:]] == [None, "suspended", None, "works again"]
    assert [line[1:] for line in (await manager.trail())[-2:]] == [
        (
            "switched Accept bookings off",
            "master page",
            "Support EMEA: 1 open link stops working",
            "Stocktaking",
        ),
        ("switched Accept bookings on", "master page", "Support EMEA: 1 open link works again", ""),
    ]


@on_both
async def test_accept_bookings_switched_to_what_it_is_says_so(manager: Manager) -> None:
    page_id = await manager.page_id()

    with pytest.raises(AlreadySwitched) as refusal:
        await manager.switching.accept_bookings(manager.by, page_id, "", manager.desk.now, on=True)

    assert str(refusal.value) == "“Accept bookings” is on already."


async def test_links_sleep_until_both_switches_are_as_they_must_be(manager: Manager) -> None:
    desk = manager.desk
    link, page_id = await desk.issue(), await manager.page_id()
    await manager.switching.accept_bookings(manager.by, page_id, "", desk.now, on=False)
    told = await desk.notices()

    await manager.switch(STATIC)
    assert await desk.notices() == [*told, ("card", None)]
    await manager.switching.accept_bookings(manager.by, page_id, "", desk.now, on=True)
    assert await desk.notices() == [*told, ("card", None)]
    assert (await state(manager, link.id)).state is LinkState.SUSPENDED

    await manager.switch(DYNAMIC)
    assert (await state(manager, link.id)).state is LinkState.ACTIVE
    assert (await desk.notices())[-1] == ("told", "works again")


async def test_cards_say_what_keeps_links_asleep_once_one_of_two_reasons_is_mended(manager: Manager) -> None:
    desk = manager.desk
    link, page_id = await desk.issue(), await manager.page_id()
    await manager.switched(STATIC)
    await manager.switching.accept_bookings(manager.by, page_id, "", desk.now, on=False)
    told = await desk.notices()

    await manager.switch(DYNAMIC)

    assert await desk.notices() == [*told, ("card", None)]
    assert (await state(manager, link.id)).suspended_because == policy.NOT_ACCEPTING


async def test_import_that_switches_a_page_stops_its_links_and_wakes_them(manager: Manager) -> None:
    desk, set_up = manager.desk, SetUp(manager.desk.database)
    link = await desk.issue()
    await desk.issue(origin=None)
    await desk.booked()
    document = await manager.document()
    static = document.replace("    rules:\n", "    rule_type: static\n    rules:\n", 1)

    stopped = await set_up.load(desk.workspace_id, static, desk.now)

    assert stopped.turned == (LinksTurned("Support EMEA", 2, 1, policy.STATIC),)
    assert (await state(manager, link.id)).state is LinkState.SUSPENDED
    assert (await desk.notices())[-2:] == [("told", "suspended"), ("told", "suspended")]
    done = (
        "Changed 1 Master page.\nSupport EMEA: 2 open links stop working, 1 coming booking can only be"
        f" cancelled. {policy.STATIC}"
    )
    trail = await manager.trail()
    assert trail[-2:] == [
        ("shell", "changed", "master page", "Support EMEA: Rule type: dynamic → static", ""),
        ("shell", "imported", "set-up", done, ""),
    ]
    seen = await manager.overview()
    assert (seen.switched_by, seen.switched_at) == (None, desk.now)
    with pytest.raises(AlreadySwitched) as refusal:
        await manager.switch(STATIC)
    assert str(refusal.value).startswith("The operator switched this Master page to Static rules already")

    again = await set_up.load(desk.workspace_id, static, desk.now)
    assert (again.turned, await manager.trail()) == ((), trail)
    woken = await set_up.load(desk.workspace_id, document, desk.now)
    assert woken.turned == (LinksTurned("Support EMEA", 2, 0, None),)


RULES = """\
    rules:
      - {event_type: Support call, primary: {pool: Tier 2}}
      - {event_type: Onboarding, primary: {page: ana}, additional: [{page: carla}]}
"""


async def test_import_says_which_open_links_it_stops_and_wakes_for_whatever_reason(manager: Manager) -> None:
    desk, set_up = manager.desk, SetUp(manager.desk.database)
    await desk.revoked(await desk.issue())
    await desk.issue()
    document = await manager.document()

    for old, new, because in (
        (RULES, f"    accept_bookings: false\n{RULES}", policy.NOT_ACCEPTING),
        (RULES, "", policy.NO_RULES),
        ("link: support\n", "link: help\n", policy.RETIRED),
    ):
        stopped = await set_up.load(desk.workspace_id, document.replace(old, new, 1), desk.now)
        woken = await set_up.load(desk.workspace_id, document, desk.now)
        assert (stopped.turned, woken.turned) == (
            (LinksTurned("Support EMEA", 1, 0, because),),
            (LinksTurned("Support EMEA", 1, 0, None),),
        )


async def test_import_leaves_a_line_for_each_thing_that_it_changes(manager: Manager) -> None:
    desk = manager.desk
    before, document = len(await manager.trail()), await manager.document()
    document = document.replace("minutes: 60", "minutes: 45").replace("      - {page: ben}\n", "")
    document = document.replace("name: Carla Ruiz\n", "name: Carla Ruiz\n    dates: {2026-12-24: []}\n")
    document = document.replace("primary: {page: ana}, additional", "primary: {page: ben}, additional")
    document = document.replace("link: sales\n", "link: selling\n")
    added = "administrators: [U0ADMIN, U0MAX]\nlinks: {most_open: 1}\ncompany: {name: Acme}\n"
    document = document.replace("administrators: [U0ADMIN]\n", added)

    await SetUp(desk.database).load(desk.workspace_id, document, desk.now)

    assert [line[1:4] for line in (await manager.trail())[before:-1]] == [
        ("appointed", "user", "U0MAX"),
        ("changed", "look of pages", "Name: none → Acme"),
        ("changed", "policy for links", "Open links of one Customer: none → 1"),
        ("changed", "event type", "Onboarding: Minutes: 60 → 45"),
        ("changed", "booking page", "Carla Ruiz: Special hours on 2026-12-24: none → closed"),
        ("changed", "pool", "Tier 2: Members: ana, ben → ana"),
        (
            "changed",
            "master page",
            "Support EMEA: Rule for Onboarding: ana, with carla → ben, with carla",
        ),
        ("made", "master page", "Sales"),
        ("retired", "master page", "Sales"),
    ]


async def test_reason_that_cannot_be_kept_switches_nothing(manager: Manager) -> None:
    page_id, now = await manager.page_id(), manager.desk.now
    before = await manager.desk.everything()

    for why, told in (
        ("x" * (LONGEST_WHY + 1), "Please keep the reason under 500 characters."),
        ("\x00", "Please leave out control characters."),
    ):
        for attempt in (
            manager.switching.switch(manager.by, page_id, STATIC, why, now),
            manager.switching.accept_bookings(manager.by, page_id, why, now, on=False),
        ):
            with pytest.raises(Invalid) as refusal:
                await attempt
            assert refusal.value.fields == {"why": told}
    assert await manager.desk.everything() == before


async def test_nobody_but_administrators_switches(manager: Manager) -> None:
    page_id, max_, now = await manager.page_id(), await manager.desk.member("U0MAX"), manager.desk.now
    before = await manager.desk.everything()

    for attempt in (
        manager.switching.effects(max_, page_id, STATIC, now),
        manager.switching.switch(max_, page_id, STATIC, "", now),
        manager.switching.undo(max_, page_id, now),
        manager.switching.closing(max_, page_id, now),
        manager.switching.accept_bookings(max_, page_id, "", now, on=False),
    ):
        with pytest.raises(NotAllowed):
            await attempt
    assert await manager.desk.everything() == before


async def test_page_that_is_unknown_or_retired_is_not_found(manager: Manager) -> None:
    retired, now = await manager.page_id(), manager.desk.now
    await manager.master_pages.retire(manager.by, retired, now)

    for page_id in (retired, uuid4()):
        for attempt in (
            manager.switching.effects(manager.by, page_id, STATIC, now),
            manager.switching.switch(manager.by, page_id, STATIC, "", now),
            manager.switching.undo(manager.by, page_id, now),
            manager.switching.closing(manager.by, page_id, now),
            manager.switching.accept_bookings(manager.by, page_id, "", now, on=False),
        ):
            with pytest.raises(NotFound):
                await attempt


async def state(manager: Manager, link_id: object) -> LinkView:
    desk = manager.desk
    found = await desk.links.list(desk.ada, desk.now)
    return next(each for each in found if each.id == link_id)


async def last_facts(manager: Manager) -> dict[str, object]:
    return (await payloads(manager))[-1]


async def payloads(manager: Manager) -> list[dict[str, object]]:
    async with manager.desk.database.reading() as session:
        found = await session.scalars(select(Notice).order_by(Notice.id))
        return [notice.payload for notice in found]


async def test_cards_of_coming_meetings_show_what_can_still_be_done(manager: Manager) -> None:
    """The meeting of a page that is Static now can be cancelled, but not be picked anew."""
    desk, page_id = manager.desk, await manager.page_id()
    issued = await desk.issue()
    await desk.booked_by(issued.url)
    cancelled = await desk.booked("2026-12-02T12:00")
    await desk.cancelled(cancelled)
    told = len(await desk.notices())

    await manager.switching.switch(manager.by, page_id, STATIC, "", desk.now)

    assert (await desk.notices())[told:] == [("card", None), ("told", "suspended")]
    view = await desk.links.view(desk.workspace_id, issued.id, desk.now)
    assert view.changes == (UserChange.CANCEL,)
