"""The article's sentences, one by one, as the rules keep them below both doors."""

from uuid import UUID

import pytest

from bot.scheduling import policy
from bot.scheduling.booking_details import BookingRequest
from bot.scheduling.dedicated import DedicatedPages
from bot.scheduling.errors import Invalid, LinkSpent, LinkSuspended, NotAllowed, NotEligible
from bot.scheduling.links import LinkRequest
from bot.scheduling.permissions import CANCEL_ONLY
from bot.scheduling.switching import Switching
from storage.models import BookingStatus, RuleType
from tests.databases import on_sqlite
from tests.scheduling.desk import DANA, Desk, token_of
from tests.scheduling.manager import Manager

pytestmark = on_sqlite


async def test_one_time_links_are_only_available_for_rule_based_pages_with_dynamic_rules(
    manager: Manager,
) -> None:
    sales = await manager.page_id("sales")

    with pytest.raises(NotEligible) as refusal:
        await manager.desk.links.issue(manager.by, LinkRequest(sales), manager.desk.now)

    assert str(refusal.value) == policy.STATIC


async def test_one_time_links_are_good_for_one_booking_only(desk: Desk) -> None:
    url = (await desk.issue()).url
    await desk.booked_by(url, "2026-12-02T10:00")

    with pytest.raises(LinkSpent):
        await desk.book(url, "2026-12-02T15:00")

    assert len(await desk.all_bookings()) == 1


async def test_personalized_customer_picks_a_time_and_schedules_without_the_booking_form(desk: Desk) -> None:
    url = (await desk.issue(customer=DANA)).url
    assert url.endswith("?skip=1")

    booked = await desk.bookings.book(token_of(url), await desk.request(customer=None), desk.now)

    assert booked.booking.customer == DANA


async def test_changing_the_rule_type_to_static_stops_links_that_were_generated_before(
    manager: Manager,
) -> None:
    desk = manager.desk
    url = (await desk.issue()).url

    await manager.switch(RuleType.STATIC)

    with pytest.raises(LinkSuspended):
        await desk.book(url)
    assert await desk.all_bookings() == []


async def test_booking_made_before_the_change_can_be_cancelled_but_not_rescheduled(manager: Manager) -> None:
    desk = manager.desk
    booked = await desk.booked()
    await manager.switched(RuleType.STATIC)

    with pytest.raises(NotAllowed) as refusal:
        await desk.move(booked.manage_token, "2026-12-02T15:00")
    assert str(refusal.value) == CANCEL_ONLY

    cancelled = await desk.changes.cancel(booked.manage_token, "", desk.now)
    assert cancelled.status is BookingStatus.CANCELLED


async def test_user_s_request_to_reschedule_it_is_refused_too(manager: Manager) -> None:
    """domain.md, Cancel and reschedule policy: while the Master page is Static; cancel stays possible."""
    desk = manager.desk
    booked = await desk.booked()
    await manager.switched(RuleType.STATIC)

    with pytest.raises(NotAllowed):
        await desk.changes.request_reschedule(desk.ada, booked.booking.id, "", desk.now)

    cancelled = await desk.changes.cancel_as(desk.ada, booked.booking.id, "", desk.now)
    assert cancelled.status is BookingStatus.CANCELLED


async def test_only_an_administrator_creates_a_master_page_and_switches_its_rules(manager: Manager) -> None:
    max_, now = await manager.desk.member("U0MAX"), manager.desk.now
    page_id = await manager.page_id()
    before = await manager.desk.everything()

    for attempt in (
        manager.master_pages.make(max_, {"name": "Mine", "rule_type": "dynamic"}, now),
        manager.master_pages.add_rule(max_, page_id, {}, now),
        Switching(manager.desk.database).switch(max_, page_id, RuleType.STATIC, "", now),
    ):
        with pytest.raises(NotAllowed):
            await attempt
    assert await manager.desk.everything() == before

    made = await manager.master_pages.make(manager.by, {"name": "Ours", "rule_type": "dynamic"}, now)
    assert (await manager.master_pages.read(manager.by, made)).entry.rule_type is RuleType.DYNAMIC


async def test_dynamic_rules_include_only_automatic_booking_and_single_sessions(manager: Manager) -> None:
    await manager.event_types.make(manager.by, {"name": "Interview", "booking": "approval"}, manager.desk.now)
    typed = {
        "event_type": await manager.event_type_id("Interview"),
        "primary": await manager.page_member("ana"),
    }

    with pytest.raises(Invalid) as refusal:
        await manager.master_pages.add_rule(manager.by, await manager.page_id(), typed, manager.desk.now)

    assert list(refusal.value.fields) == ["event_type"]


async def test_link_for_an_individual_booking_page_is_made_as_the_workaround_says(manager: Manager) -> None:
    """A new Rule-based Master page, Dynamic, a rule for each of its Event types, it as Primary of each."""
    desk = manager.desk
    event_types = [await manager.event_type_id(name) for name in ("Support call", "Onboarding")]
    await manager.change_booking_page("ana", {"event_types": tuple(event_types)})
    ana = (await manager.booking_page("ana")).id

    page_id = await DedicatedPages(desk.database).for_page(await desk.member("U0MAX"), ana, desk.now)

    seen = await manager.master_pages.overview(manager.by, page_id, desk.now)
    assert (seen.rule_type, seen.dedicated_to) == (RuleType.DYNAMIC, "Ana Prieto")
    assert [(rule.event_type, rule.team) for rule in seen.rules] == [
        ("Support call", "Ana Prieto"),
        ("Onboarding", "Ana Prieto"),
    ]
    issued = await desk.links.issue(desk.ada, LinkRequest(page_id), desk.now)
    assert await providers(desk, issued.url) == ["Ana Prieto"]


async def test_that_page_is_edited_as_any_other(manager: Manager) -> None:
    """Issue: it is shown as what it is, and can be edited."""
    desk = manager.desk
    pages, ana = DedicatedPages(desk.database), (await manager.booking_page("ana")).id
    page_id = await pages.for_page(desk.ada, ana, desk.now)
    kept = await manager.master_pages.read(manager.by, page_id)

    await manager.master_pages.change(
        manager.by, page_id, {"name": "Meet Ana", "label": "Ana alone"}, kept.version, desk.now
    )

    assert await pages.for_page(desk.ada, ana, desk.now) == page_id
    seen = await manager.master_pages.overview(manager.by, page_id, desk.now)
    assert (seen.name, seen.label, seen.dedicated_to) == ("Meet Ana", "Ana alone", "Ana Prieto")
    assert "dedicated_to: ana" in await manager.document()


async def providers(desk: Desk, url: str) -> list[str]:
    """Who meets the Customer that books with this link."""
    start = (await desk.request("2026-12-02T10:00")).start
    event_type: UUID = await desk.event_type()
    request = BookingRequest(event_type, start, "Europe/Madrid", DANA.name, DANA.email)
    booked = await desk.bookings.book(token_of(url), request, desk.now)
    return [provider.name for provider in booked.booking.providers]
