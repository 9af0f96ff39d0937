"""Links for an individual Booking page: the article's workaround, made once and reused."""

import asyncio
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from bot.scheduling.dedicated import NO_EVENT_TYPES, BookingPageChoice, DedicatedPages
from bot.scheduling.errors import NotAllowed, NotEligible, NotFound
from bot.scheduling.links import LinkRequest
from bot.scheduling.people import Person
from storage.database import Database
from storage.models import BookingMode, BookingPage, EventType, MasterPage, RuleType, Workspace
from tests.company import SMALL_COMPANY
from tests.databases import on_both, on_sqlite
from tests.scheduling.desk import THREAD, Desk, token_of
from tests.stories import done

pytestmark = on_sqlite


async def booking_page(desk: Desk, link: str) -> UUID:
    return await desk.id_of(BookingPage, link)


async def made_for(desk: Desk, page_id: UUID) -> UUID:
    """By Ada, as what a test begins with."""
    pages, now = DedicatedPages(desk.database), desk.now
    return await done(
        desk.database, ("dedicated", page_id, now), lambda: pages.for_page(desk.ada, page_id, now)
    )


async def dedicated_page(desk: Desk) -> MasterPage:
    async with desk.database.reading() as session:
        found = await session.scalars(select(MasterPage).where(MasterPage.dedicated_to.is_not(None)))
        return found.one()


async def test_link_for_one_booking_page_offers_its_event_types_in_their_order_and_nobody_else(
    database: Database, now: datetime
) -> None:
    desk = await Desk.opened(
        database, now, SMALL_COMPANY.replace("[Support call]", "[Onboarding, Support call]")
    )
    max_ = await desk.member("U0MAX")
    ana = await booking_page(desk, "ana")

    page_id = await DedicatedPages(desk.database).for_page(max_, ana, desk.now)
    issued = await desk.links.issue(max_, LinkRequest(page_id), desk.now)

    offer = await desk.offers.of_link(token_of(issued.url), desk.now)
    assert [each.name for each in offer.event_types] == ["Onboarding", "Support call"]
    assert (offer.page_name, offer.time_zone) == ("Ana Prieto", "Europe/Madrid")


@on_both
async def test_it_is_made_once_and_reused_as_it_is_by_then(desk: Desk) -> None:
    """It is rule-based and Dynamic, and shown as what it is. What an Administrator changed of it stays. One
    that was retired is taken up again.
    """
    pages, ana = DedicatedPages(desk.database), await booking_page(desk, "ana")

    page_id = await pages.for_page(desk.ada, ana, desk.now)

    page = await dedicated_page(desk)
    assert (page.id, page.rule_type, page.dedicated_to) == (page_id, RuleType.DYNAMIC, ana)
    assert page.label == "Only Ana Prieto"
    assert await desk.deeds() == [("U0ADMIN", "made", "master page")]
    it = MasterPage.id == page_id
    await desk.change(MasterPage, it, name="Ana alone", accepts_bookings=False)
    before = await desk.everything()

    assert await pages.for_page(desk.ada, ana, desk.now) == page_id
    assert await desk.everything() == before
    await desk.change(MasterPage, it, retired_at=desk.now)

    assert await pages.for_page(await desk.member("U0MAX"), ana, desk.now) == page_id

    page = await dedicated_page(desk)
    assert (page.id, page.name, page.retired_at) == (page_id, "Ana alone", None)


@on_both
async def test_two_who_ask_at_once_get_the_same(desk: Desk) -> None:
    ana = await booking_page(desk, "ana")

    async with desk.beside() as other:
        both = await asyncio.gather(
            DedicatedPages(desk.database).for_page(desk.ada, ana, desk.now),
            DedicatedPages(other.database).for_page(desk.ada, ana, desk.now),
        )

    assert set(both) == {(await dedicated_page(desk)).id}


async def test_one_that_was_retired_while_static_is_dynamic_again_and_its_links_hear_so(desk: Desk) -> None:
    ana = await booking_page(desk, "ana")
    page_id = await made_for(desk, ana)
    request = LinkRequest(page_id, origin=THREAD)
    await desk.links.issue(desk.ada, request, desk.now)
    closed = {"rule_type": RuleType.STATIC, "accepts_bookings": False, "retired_at": desk.now}
    await desk.change(MasterPage, MasterPage.id == page_id, **closed)

    await DedicatedPages(desk.database).for_page(desk.ada, ana, desk.now)

    assert (await desk.notices())[-2:] == [("card", None), ("told", "works again")]
    assert (await desk.links.issue(desk.ada, request, desk.now)).url


async def test_booking_page_without_eligible_event_types_is_refused_with_the_way_out(desk: Desk) -> None:
    pages, carla = DedicatedPages(desk.database), await booking_page(desk, "carla")

    with pytest.raises(NotEligible, match="Associate one with this Booking page"):
        await pages.for_page(desk.ada, carla, desk.now)


async def test_event_types_that_no_rule_can_have_do_not_count(desk: Desk) -> None:
    ana = await booking_page(desk, "ana")
    await desk.change(EventType, booking_mode=BookingMode.APPROVAL)

    with pytest.raises(NotEligible):
        await DedicatedPages(desk.database).for_page(desk.ada, ana, desk.now)


async def test_choices_say_who_can_be_picked_and_why_not(desk: Desk) -> None:
    pages = DedicatedPages(desk.database)
    ids = {link: await booking_page(desk, link) for link in ("ana", "ben", "carla")}
    made = await made_for(desk, ids["ana"])

    assert await pages.choices(await desk.member("U0MAX")) == [
        BookingPageChoice(ids["ana"], "Ana Prieto", "U0ANA", made, None),
        BookingPageChoice(ids["ben"], "Ben Okafor", "U0BEN", None, None),
        BookingPageChoice(ids["carla"], "Carla Ruiz", "U0CARLA", None, NO_EVENT_TYPES),
    ]


async def test_unknown_booking_page_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        await DedicatedPages(desk.database).for_page(desk.ada, uuid4(), desk.now)


async def test_guest_makes_none(desk: Desk) -> None:
    ana = await booking_page(desk, "ana")

    with pytest.raises(NotAllowed):
        await DedicatedPages(desk.database).for_page(Person(desk.workspace_id, "U0GUEST"), ana, desk.now)


async def test_member_makes_none_where_links_are_left_to_administrators(desk: Desk) -> None:
    ana = await booking_page(desk, "ana")
    await desk.change(Workspace, only_administrators_issue=True)

    with pytest.raises(NotAllowed):
        await DedicatedPages(desk.database).for_page(await desk.member("U0MAX"), ana, desk.now)
