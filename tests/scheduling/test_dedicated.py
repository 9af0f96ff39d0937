"""Links for an individual Booking page: the article's workaround, made once and reused."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from bot.scheduling.dedicated import NO_EVENT_TYPES, BookingPageChoice, DedicatedPages
from bot.scheduling.errors import NotAllowed, NotEligible, NotFound
from bot.scheduling.links import LinkRequest
from bot.scheduling.people import Person
from storage.models import BookingMode, BookingPage, EventType, MasterPage, RuleType, Workspace
from tests.databases import on_both, on_sqlite
from tests.scheduling.desk import THREAD, Desk, token_of

pytestmark = on_sqlite


async def booking_page(desk: Desk, link: str) -> UUID:
    async with desk.database.reading() as session:
        return (await session.scalars(select(BookingPage.id).where(BookingPage.link == link))).one()


async def dedicated_page(desk: Desk) -> MasterPage:
    async with desk.database.reading() as session:
        found = await session.scalars(select(MasterPage).where(MasterPage.dedicated_to.is_not(None)))
        return found.one()


async def test_link_for_one_booking_page_offers_its_event_types_and_nobody_else(desk: Desk) -> None:
    max_ = await desk.member("U0MAX")
    ana = await booking_page(desk, "ana")

    page_id = await DedicatedPages(desk.database).for_page(max_, ana, desk.now)
    issued = await desk.links.issue(max_, LinkRequest(page_id), desk.now)

    offer = await desk.offers.of_link(token_of(issued.url), desk.now)
    assert [each.name for each in offer.event_types] == ["Support call"]
    assert (offer.page_name, offer.time_zone) == ("Ana Prieto", "Europe/Madrid")


async def test_its_master_page_is_rule_based_and_dynamic_and_shown_as_what_it_is(desk: Desk) -> None:
    ana = await booking_page(desk, "ana")

    page_id = await DedicatedPages(desk.database).for_page(desk.ada, ana, desk.now)

    page = await dedicated_page(desk)
    assert (page.id, page.rule_type, page.dedicated_to) == (page_id, RuleType.DYNAMIC, ana)
    assert page.label == "Only Ana Prieto"
    assert await desk.deeds() == [("U0ADMIN", "made", "master page")]


@on_both
async def test_it_is_made_once_and_reused(desk: Desk) -> None:
    pages, ana = DedicatedPages(desk.database), await booking_page(desk, "ana")

    first = await pages.for_page(desk.ada, ana, desk.now)

    assert await pages.for_page(await desk.member("U0MAX"), ana, desk.now) == first
    assert (await dedicated_page(desk)).id == first


@on_both
async def test_two_who_ask_at_once_get_the_same(desk: Desk) -> None:
    ana = await booking_page(desk, "ana")

    async with desk.beside() as other:
        both = await asyncio.gather(
            DedicatedPages(desk.database).for_page(desk.ada, ana, desk.now),
            DedicatedPages(other.database).for_page(desk.ada, ana, desk.now),
        )

    assert set(both) == {(await dedicated_page(desk)).id}


@on_both
async def test_what_an_administrator_changed_of_it_stays(desk: Desk) -> None:
    pages, ana = DedicatedPages(desk.database), await booking_page(desk, "ana")
    page_id = await pages.for_page(desk.ada, ana, desk.now)
    async with desk.database.writing() as session:
        await session.execute(update(MasterPage).where(MasterPage.id == page_id).values(name="Ana alone"))

    await pages.for_page(desk.ada, ana, desk.now)

    assert (await dedicated_page(desk)).name == "Ana alone"


@on_both
async def test_retired_one_is_taken_up_again(desk: Desk) -> None:
    pages, ana = DedicatedPages(desk.database), await booking_page(desk, "ana")
    page_id = await pages.for_page(desk.ada, ana, desk.now)
    async with desk.database.writing() as session:
        await session.execute(update(MasterPage).where(MasterPage.id == page_id).values(retired_at=desk.now))

    assert await pages.for_page(desk.ada, ana, desk.now) == page_id
    assert (await dedicated_page(desk)).retired_at is None


@on_both
async def test_one_that_was_retired_while_static_is_dynamic_again_and_its_links_hear_so(desk: Desk) -> None:
    pages, ana = DedicatedPages(desk.database), await booking_page(desk, "ana")
    page_id = await pages.for_page(desk.ada, ana, desk.now)
    request = LinkRequest(page_id, origin=THREAD)
    await desk.links.issue(desk.ada, request, desk.now)
    closed = {"rule_type": RuleType.STATIC, "accepts_bookings": False, "retired_at": desk.now}
    async with desk.database.writing() as session:
        await session.execute(update(MasterPage).where(MasterPage.id == page_id).values(**closed))

    await pages.for_page(desk.ada, ana, desk.now)

    assert (await desk.notices())[-2:] == [("card", None), ("told", "works again")]
    assert (await desk.links.issue(desk.ada, request, desk.now)).url


async def test_booking_page_without_eligible_event_types_is_refused_with_the_way_out(desk: Desk) -> None:
    pages, carla = DedicatedPages(desk.database), await booking_page(desk, "carla")

    with pytest.raises(NotEligible, match="Associate one with this Booking page"):
        await pages.for_page(desk.ada, carla, desk.now)


@on_both
async def test_event_types_that_no_rule_can_have_do_not_count(desk: Desk) -> None:
    ana = await booking_page(desk, "ana")
    async with desk.database.writing() as session:
        await session.execute(update(EventType).values(booking_mode=BookingMode.APPROVAL))

    with pytest.raises(NotEligible):
        await DedicatedPages(desk.database).for_page(desk.ada, ana, desk.now)


async def test_choices_say_who_can_be_picked_and_why_not(desk: Desk) -> None:
    pages = DedicatedPages(desk.database)
    ids = {link: await booking_page(desk, link) for link in ("ana", "ben", "carla")}
    made = await pages.for_page(desk.ada, ids["ana"], desk.now)

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


@on_both
async def test_member_makes_none_where_links_are_left_to_administrators(desk: Desk) -> None:
    ana = await booking_page(desk, "ana")
    async with desk.database.writing() as session:
        await session.execute(update(Workspace).values(only_administrators_issue=True))

    with pytest.raises(NotAllowed):
        await DedicatedPages(desk.database).for_page(await desk.member("U0MAX"), ana, desk.now)
