"""What Slack shows of a workspace that has 10,000 links, 500 Booking pages and 200 Master pages."""

from collections.abc import Awaitable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, insert, literal, null, select, true

from storage.models import Base, BookingPage, MasterPage, OneTimeLink, Rule, TeamMember, new_id
from tests.databases import on_sqlite
from tests.slack.agent import Agent
from tests.slack.office import Office

pytestmark = on_sqlite  # what differs between databases lies below this door

ON_THE_HOME_TAB = {
    "Event types": ("New Event type", "Edit"),
    "Booking pages": ("New Booking page", "Edit"),
    "Resource pools": ("New Resource pool", "Edit"),
    "Master pages": ("New Master page", "Edit", "Share & Publish", "Switch to Static", "Who would get…?"),
    "People and roles": ("Name an Administrator",),
    "Policy for links": ("Change the policy",),
    "Look of pages": ("Change the look",),
}
ON_TOP = {"Share & Publish": "Generate a one-time link", "Master page": "Add a rule"}
"""What opens on top of some of them, by their titles."""


async def test_every_modal_opens_in_one_call_before_slack_stops_waiting(office: Office) -> None:
    await office.makes_link()
    await grow(office)
    ada = office.agent("U0ADMIN")
    await ada.opens_home()

    await opens(office, ada.types())
    await opens(office, ada.types("for <@U0ANA>"))
    await opens(office, ada.uses_global_shortcut())
    await opens(office, ada.uses_message_shortcut())
    await opens(office, ada.uses_global_shortcut("rule_type_switch"))
    for section, buttons in ON_THE_HOME_TAB.items():
        await ada.presses_in(ada.home, section)
        for button in buttons:
            await opens(office, ada.presses_in(ada.home, button, section))
            await opens_on_top(office, ada)


async def opens(office: Office, deed: Awaitable[object]) -> None:
    """Slack takes no call that comes too late."""
    calls = len(office.slack.all_calls)
    await deed
    (call,) = office.slack.all_calls[calls:]
    assert (call.method, call.accepted) in (("views.open", True), ("views.push", True))


async def opens_on_top(office: Office, ada: Agent) -> None:
    view = office.slack.view
    if (button := ON_TOP.get(view.view["title"]["text"])) in view.buttons:
        await opens(office, ada.presses_in(view, button or ""))


async def grow(office: Office) -> None:
    """By copies of what there is, under the longest names there are."""
    long = "\N{CJK UNIFIED IDEOGRAPH-55B6}" * 196
    await copies(
        office, BookingPage, [{"link": f"page-{n}", "name": f"{long}{n}", "position": n} for n in range(500)]
    )
    master_pages = [{"link": f"master-{n}", "label": f"{long}{n}", "position": n} for n in range(200)]
    rules = [{"master_page_id": page_id} for page_id in await copies(office, MasterPage, master_pages)]
    await copies(office, TeamMember, [{"rule_id": rule_id} for rule_id in await copies(office, Rule, rules)])
    await more_links(office, 10_000)


async def copies(office: Office, table: type[Base], differing: Sequence[dict[str, Any]]) -> list[UUID]:
    """Of the first row of a table, in use from now on. Returns their ids."""
    columns = Base.metadata.tables[table.__tablename__]
    async with office.database.writing() as session:
        row = (await session.execute(select(columns).limit(1))).mappings().one()
        new = [{**row, **({"id": new_id()} if "id" in row else {}), **each} for each in differing]
        await session.execute(insert(columns), new)
    return [each["id"] for each in new if "id" in each]


async def more_links(office: Office, count: int) -> None:
    """Copies of the one there is, made in the database itself: so many take long to send."""
    links = Base.metadata.tables[OneTimeLink.__tablename__]
    first = 100_000_000  # all have as many digits
    numbers = select(literal(first).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < first + count - 1))
    digits = literal("0" * 23) + cast(numbers.c.n, Text)
    own = {
        "id": cast(digits, links.c.id.type),
        "digest": cast(digits, links.c.digest.type),
        "request_key": null(),
    }
    copied = select(*(own.get(column.name, column) for column in links.columns))
    copies = copied.select_from(links.join(numbers, true()))
    async with office.database.writing() as session:
        await session.execute(insert(links).from_select(links.columns.keys(), copies))
