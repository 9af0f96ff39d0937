"""A company of the size of the example, set up by nothing but what Slack sends."""

from dataclasses import replace
from typing import Any

import pytest

from bot import shipped
from bot.sandbox.values import Json
from bot.scheduling.catalog import Typed, forms
from bot.scheduling.catalog.inputs import Directory
from bot.scheduling.setup_file import SetUp, document_in
from bot.scheduling.setup_file.document import Document, MasterPageEntry
from storage import catalog
from tests.databases import on_sqlite
from tests.slack.agent import Agent
from tests.slack.office import Office
from tests.slack.open_view import OpenView

pytestmark = on_sqlite  # what differs between databases lies below this door

FROM_THE_START = "U0ANA"
"""An Administrator as soon as she is met, as the office's settings say."""
WANTED = shipped.read(shipped.EXAMPLE_COMPANY)


@pytest.fixture
def company() -> str:
    return "administrators: [U0ADMIN]\n"


async def test_it_is_the_same_as_the_company_file(office: Office) -> None:
    office.slack.person("U0GRACE", real_name="Grace Miller")
    wanted = document_in(WANTED)
    for page in wanted.booking_pages:
        office.slack.person(page.owner, real_name=page.name)

    await set_up(office, office.agent("U0ADMIN"), wanted)

    made = document_in(await SetUp(office.database).dump(office.workspace_id))
    assert made == replace(wanted, administrators=("U0ADMIN", FROM_THE_START, "U0GRACE"))


async def test_empty_workspace_says_what_to_do_first(office: Office) -> None:
    ada = office.agent("U0ADMIN")
    home = await ada.opens_home()
    steps = [home.texts[-2]]
    await ada.presses_in(home, "Go to Event types")
    await ada.presses_in(ada.home, "New Event type")
    office.slack.view.types("Name", "Support call")
    await ada.submits(office.slack.view)
    await ada.presses_in(ada.home, "Master pages")
    steps.append(ada.home.texts[-2])
    await ada.presses_in(ada.home, "Go to Booking pages")
    await ada.presses_in(ada.home, "New Booking page")
    page = office.slack.view
    page.types("Name", "Ada")
    page.picks_person("Whose it is", "U0ADMIN")
    page.picks_value("Time zone", "Europe/Madrid")
    await ada.submits(page)
    await ada.presses_in(ada.home, "Master pages")
    steps.append(ada.home.texts[-2])

    assert [step.partition(":")[0] for step in steps] == [
        "Begin with an Event type",
        "Next, make a Booking page for each person who can be booked.",
        "Now make a Master page",
    ]
    assert ada.home.buttons[-1] == "New Master page"


async def set_up(office: Office, ada: Agent, wanted: Document) -> None:
    """As somebody would who has the company file before them and types it in."""
    await ada.opens_home()
    await fill(ada, "Look of pages", "Change the look", forms.COMPANY.write(wanted.company, NOTHING))
    await fill(ada, "Policy for links", "Change the policy", forms.LINKS.write(wanted.links, NOTHING))
    for administrator in (wanted.administrators or ())[1:]:
        await fill(ada, "People and roles", "Name an Administrator", {"user": administrator})
    for event_type in wanted.event_types:
        await fill(ada, "Event types", "New Event type", forms.EVENT_TYPE.write(event_type, NOTHING))
    known = await directory(office)
    for page in wanted.booking_pages:
        await fill(ada, "Booking pages", "New Booking page", forms.BOOKING_PAGE.write(page, known))
    known = await directory(office)
    for pool in wanted.pools:
        await fill(ada, "Resource pools", "New Resource pool", forms.POOL.write(pool, known))
    known = await directory(office)
    for master_page in wanted.master_pages:
        await add_master_page(ada, master_page, known)


async def add_master_page(ada: Agent, wanted: MasterPageEntry, known: Directory) -> None:
    typed = forms.MASTER_PAGE.write(wanted, known)
    view = await fill(ada, "Master pages", "New Master page", typed)
    for rule in wanted.rules:
        await ada.presses_in(view, "Add a rule")
        await submit(ada, ada.slack.view, forms.RULE.write(rule, known))


async def fill(ada: Agent, section: str, button: str, typed: Typed) -> OpenView:
    if button not in ada.home.buttons:
        await ada.presses_in(ada.home, section)
    await ada.presses_in(ada.home, button)
    return await submit(ada, ada.slack.view, typed)


async def submit(ada: Agent, view: OpenView, typed: Typed) -> OpenView:
    for block in view.inputs:
        place = block["block_id"], block["element"]["action_id"]
        view.on_screen.enter(*place, entered(block["element"], typed[place[1]]))
    await ada.submits(view)
    assert view.on_screen.errors == {}
    return view


def entered(element: Json, value: Any) -> Any:
    """What a person would do in an input, so that this stands in it."""
    match element["type"]:
        case "static_select":
            return next(option for option in element["options"] if option["value"] == value)
        case "multi_static_select":
            return [next(each for each in element["options"] if each["value"] == one) for one in value]
        case "external_select":
            return {"text": {"type": "plain_text", "text": value}, "value": value}
        case "checkboxes":
            return element["options"] if value == "true" else []
        case _:
            return value


NOTHING = Directory({}, {}, {})


async def directory(office: Office) -> Directory:
    """What there is to pick by now."""
    async with office.database.reading() as session:
        return Directory.of(await catalog.whole(session, office.workspace_id))
