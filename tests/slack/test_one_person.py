"""Links for one person's Booking page, by command and by choice; and the workspace's policy in the form."""

import pytest
from sqlalchemy import select, update

from bot.slack.opening import NEVER_ANY, NO_BOOKING_PAGE, YOURS_TO_MAKE
from storage.models import BookingPage, MasterPage, Workspace
from tests.databases import on_sqlite
from tests.slack.office import DANA, Office

pytestmark = on_sqlite  # what differs between databases lies below this door


async def set_policy(office: Office, **values: object) -> None:
    async with office.database.writing() as session:
        await session.execute(update(Workspace).values(**values))


async def dedicated_labels(office: Office) -> list[str]:
    async with office.database.reading() as session:
        found = await session.scalars(select(MasterPage.label).where(MasterPage.dedicated_to.is_not(None)))
        return list(found.all())


async def test_command_for_a_person_picks_their_booking_page(office: Office) -> None:
    await office.agent().types("for <@U0ANA|ana>")

    assert office.slack.view.value("Master page")["text"]["text"] == "Ana Prieto"
    assert await dedicated_labels(office) == []


async def test_link_for_a_person_makes_the_dedicated_master_page_once(office: Office) -> None:
    for _ in range(2):
        await office.agent().types("for <@U0ANA>")
        await office.agent().submits(office.slack.view)

    assert await dedicated_labels(office) == ["Only Ana Prieto"]
    assert {link.master_page_id for link in await office.all_links()} == {
        (await office.all_links())[0].master_page_id
    }


async def test_customer_of_such_a_link_books_that_person(office: Office) -> None:
    await office.agent().types("for <@U0ANA|ana>")
    await office.agent().submits(office.slack.view)

    booking = await office.customer_books(office.slack.view.texts[1])

    assert [provider.name for provider in booking.providers] == ["Ana Prieto"]


async def test_booking_page_can_be_picked_in_the_form(office: Office) -> None:
    view = await office.opens_form()
    view.picks("Master page", "Ben Okafor")

    await office.agent().submits(view)

    assert await dedicated_labels(office) == ["Only Ben Okafor"]


async def test_person_who_cannot_be_booked_is_told_of_in_words(office: Office) -> None:
    no_event_type = "This page has no Event type that a rule can have"
    no_page = "They have no Booking page yet."
    for_whom = "For whom? Type @ and pick one person"
    expected = {"<@U0CARLA>": no_event_type, "<@U0NOBODY>": no_page, "ana": for_whom, "": for_whom}

    told = {whom: await asked_for(office, "U0BEN", whom) for whom in expected}

    assert {whom: told[whom][: len(words)] for whom, words in expected.items()} == expected
    assert office.slack.views == []


async def test_who_makes_a_booking_page_for_somebody_is_told(office: Office) -> None:
    told = [
        await asked_for(office, by, whom)
        for by, whom in (("U0ADMIN", "<@U0OWNER>"), ("U0BEN", "<@U0OWNER>"), ("U0BEN", "<@U0GUEST>"))
    ]

    assert told == [YOURS_TO_MAKE, NO_BOOKING_PAGE, NEVER_ANY]


async def asked_for(office: Office, by: str, whom: str) -> str:
    """What somebody hears who types that they want a link for a person."""
    answer = await office.agent(by).types(f"for {whom}")
    assert answer is not None
    return answer.text


async def test_person_with_several_booking_pages_is_to_be_picked(office: Office) -> None:
    async with office.database.writing() as session:
        await session.execute(update(BookingPage).where(BookingPage.link == "ben").values(owner_id="U0ANA"))

    await office.agent().types("for <@U0ANA>")

    assert office.slack.view.texts[0] == (
        "They have several Booking pages; please pick one: Ana Prieto, Ben Okafor."
    )
    assert office.slack.view.value("Master page") is None


async def test_ticket_stands_on_the_card(office: Office) -> None:
    view = await office.opens_form()
    view.types("Ticket reference", "ZD-4711")

    await office.agent().submits(view)
    await office.delivers()

    assert "Ticket: ZD-4711" in office.slack.posts()[0].shown.splitlines()


async def test_required_ticket_is_asked_for_at_its_field(office: Office) -> None:
    view = await office.opens_form()
    await set_policy(office, ticket_required=True)

    answer = await office.agent().submits(view)

    assert list(answer["errors"]) == ["ticket"]


@pytest.mark.parametrize("typed", [DANA.email, f" {DANA.email} "], ids=["as_it_is", "with_blanks"])
async def test_customer_with_an_open_link_is_warned_of_once(office: Office, typed: str) -> None:
    await set_policy(office, most_open_links=1)
    await office.makes_link("U0ANA", customer=DANA)
    agent, view = office.agent(), await office.opens_form()
    await agent.toggles(view, "Personalize link", on=True)
    view.types("Customer name", DANA.name)
    view.types("Customer email", typed)

    await agent.submits(view)

    warned = office.slack.view
    assert warned.texts[0].startswith("Dana Smith already has an open link from Ana Prieto.")
    assert (warned.value("Customer name"), await office.link_count()) == (DANA.name, 1)

    await agent.submits(warned)

    assert await office.link_count() == 2
