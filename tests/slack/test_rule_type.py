"""Switching the rule type in Slack: asked, told what it does, confirmed, undone."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from bot.scheduling import policy
from bot.scheduling.overviews import NO_BOOKING_PAGES
from bot.scheduling.people import Person
from storage.models import MasterPage, Role, RuleType, new_id
from tests.databases import on_sqlite
from tests.slack.office import DANA, Office
from tests.slack.open_view import OpenView

pytestmark = on_sqlite  # what differs between databases lies below this door

ADMINISTRATORS = "Only Administrators can do that. Please ask Ada Lima."


async def rule_type(office: Office, link: str = "support") -> RuleType:
    async with office.database.reading() as session:
        return (await session.scalars(select(MasterPage.rule_type).where(MasterPage.link == link))).one()


async def asks(office: Office, to: str = "Static rules", page: str = "Support EMEA") -> OpenView:
    """The shortcut, up to what the switch would do."""
    await office.done(("asks", to, page), lambda: _asks(office, to, page))
    return office.slack.view


async def _asks(office: Office, to: str, page: str) -> None:
    agent = office.agent("U0ADMIN")
    await agent.uses_global_shortcut("rule_type_switch")
    view = office.slack.view
    view.picks("Master page", page)
    view.picks("Rule type", to)
    await agent.submits(view)


def master_page(office: Office, number: int) -> MasterPage:
    return MasterPage(
        workspace_id=office.workspace_id,
        id=new_id(),
        name="Page",
        label=f"Page {number}",
        link=f"page-{number}",
        position=10 + number,
        rule_type=RuleType.DYNAMIC,
        accepts_bookings=True,
    )


def web_links(view: OpenView) -> list[str]:
    return [
        part["url"]
        for block in view.on_screen.blocks
        if block["type"] == "rich_text"
        for part in block["elements"][0]["elements"]
        if part["type"] == "link"
    ]


async def test_shortcut_asks_for_the_page_and_the_rule_type(office: Office) -> None:
    await office.agent("U0ADMIN").uses_global_shortcut("rule_type_switch")

    view = office.slack.view
    assert view.labels == ["Master page", "Rule type"]
    assert view.options("Master page") == ["Support EMEA", "Sales"]
    assert view.options("Rule type") == ["Dynamic rules", "Static rules"]


async def test_page_is_searched_where_there_are_more_than_slack_shows(office: Office) -> None:
    async with office.database.writing() as session:
        session.add_all(master_page(office, number) for number in range(100))
    ada = office.agent("U0ADMIN")
    await ada.uses_global_shortcut("rule_type_switch")
    view = office.slack.view

    (found,) = await ada.searches(view, "Master page", "page 99")
    view.picks_value("Master page", found["value"])
    view.picks("Rule type", "Static rules")
    await ada.submits(view)

    assert office.slack.view.texts[0] == "Page 99: switch to Static rules"


async def test_before_the_switch_stands_whose_links_stop_and_where_they_are_talked_about(
    office: Office,
) -> None:
    await office.makes_link("U0BEN", customer=DANA)
    await office.makes_link("U0ANA")

    view = await asks(office)

    of_ana, of_ben = office.slack.posts()[2], office.slack.posts()[0]
    assert view.texts[:4] == [
        "Support EMEA: switch to Static rules",
        "2 unspent links stop working. Made by @U0ANA (1), @U0BEN (1).",
        "• For whoever gets it, made by @U0ANA: thread\n• For Dana Smith, made by @U0BEN: thread",
        "No coming booking is affected.",
    ]
    assert web_links(view) == [
        f"https://acme.slack.com/archives/C0SUPPORT/p{card.ts.replace('.', '')}" for card in (of_ana, of_ben)
    ]
    assert await rule_type(office) == RuleType.DYNAMIC


async def test_what_a_page_that_lists_nobody_means_for_its_general_link_is_told(office: Office) -> None:
    before = (await asks(office)).texts
    await office.agent("U0ADMIN").submits(office.slack.view)
    after = office.slack.view.texts

    assert [text for text in (*before, *after) if "general link" in text] == [
        f"Its general link would then offer nothing to book. {NO_BOOKING_PAGES}",
        f"Its general link offers nothing to book now. {NO_BOOKING_PAGES}",
    ]


async def test_meetings_that_cannot_be_moved_or_picked_again_are_counted(office: Office) -> None:
    await office.customer_books(await office.makes_link())
    asked = await office.customer_books(await office.makes_link())
    by, now = Person(office.workspace_id, "U0ADMIN"), datetime.now(UTC)
    await office.services.changes.request_reschedule(by, asked.id, "", now)

    view = await asks(office)

    counted = [text for text in view.texts if text.startswith(("1 C", "1 c"))]
    assert counted == [
        "1 coming booking can then be cancelled, but not moved to another time.",
        "1 Customer who was asked to pick another time cannot pick one while the page is Static.",
    ]


async def test_links_that_are_suspended_already_are_counted_too(office: Office) -> None:
    await office.makes_link()
    await office.change_pages(accepts_bookings=False)

    view = await asks(office)

    assert view.texts[1] == (
        "No unspent link stops working. 1 is suspended already, and will be after the switch."
    )


async def test_confirmed_switch_suspends_links_and_offers_the_way_back(office: Office) -> None:
    await office.makes_link()
    view = await asks(office)
    view.types("Reason", "Summer break")

    await office.agent("U0ADMIN").submits(view)
    await office.delivers()

    assert office.slack.view.texts[:2] == [
        "“Support EMEA” has Static rules now.",
        "Suspended: 1 unspent link. Cards and threads in Slack say so. Nothing is lost.",
    ]
    assert policy.STATIC in office.slack.posts()[0].shown
    assert "Reason: Summer break" in office.slack.posts()[-1].shown
    assert await rule_type(office) == RuleType.STATIC


async def test_undo_makes_links_work_again(office: Office) -> None:
    url = await office.makes_link()
    await office.agent("U0ADMIN").submits(await asks(office))

    await office.agent("U0ADMIN").presses_in(office.slack.view, "Undo")
    await office.delivers()

    assert office.slack.view.texts[0] == "“Support EMEA” has Dynamic rules now."
    assert (await office.customer_books(url)).page_name == "Acme Support"


async def test_undo_ends_after_a_quarter_of_an_hour(office: Office) -> None:
    await office.agent("U0ADMIN").submits(await asks(office))
    async with office.database.writing() as session:
        long_ago = datetime.now(UTC) - timedelta(minutes=16)
        await session.execute(update(MasterPage).values(switched_at=long_ago))

    await office.agent("U0ADMIN").presses_in(office.slack.view, "Undo")

    assert await rule_type(office) == RuleType.STATIC


async def test_of_two_administrators_the_second_hears_who_was_first(office: Office) -> None:
    await office.agent("U0ANA").types("help")
    ada_s = await asks(office)
    await office.agent("U0ANA").uses_global_shortcut("rule_type_switch")
    ana_s = office.slack.view
    ana_s.picks("Master page", "Support EMEA")
    ana_s.picks("Rule type", "Static rules")
    await office.agent("U0ADMIN").submits(ada_s)

    answer = await office.agent("U0ANA").submits(ana_s)

    assert answer["errors"]["rule_type"].startswith(
        "Ada Lima switched this Master page to Static rules already, at "
    )


async def test_page_that_has_those_rules_already_is_told_at_the_field(office: Office) -> None:
    agent = office.agent("U0ADMIN")
    await agent.uses_global_shortcut("rule_type_switch")
    view = office.slack.view
    view.picks("Master page", "Sales")
    view.picks("Rule type", "Static rules")

    answer = await agent.submits(view)

    assert list(answer["errors"]) == ["rule_type"]


async def test_switching_back_to_dynamic_says_how_many_links_work_again(office: Office) -> None:
    await office.makes_link()
    await office.agent("U0ADMIN").submits(await asks(office))

    view = await asks(office, "Dynamic rules")

    assert view.texts[1] == "1 unspent link works again."


async def test_shortcut_is_for_administrators(office: Office) -> None:
    await office.agent("U0BEN").uses_global_shortcut("rule_type_switch")

    assert office.slack.view.texts == [ADMINISTRATORS]


async def test_administrator_who_was_dismissed_meanwhile_switches_nothing(office: Office) -> None:
    view = await asks(office)
    await office.change_role("U0ADMIN", Role.MEMBER)

    await office.agent("U0ADMIN").submits(view)

    assert office.slack.view.texts == ["Only Administrators can do that. Please ask one of them."]
    assert await rule_type(office) == RuleType.DYNAMIC


async def test_rules_command_lists_pages_and_leads_to_the_switch(office: Office) -> None:
    answer = await office.agent("U0ADMIN").types("rules")

    assert answer is not None
    assert answer.shown.splitlines() == [
        "Rule types",
        "Support EMEA",
        "Dynamic rules",
        "[Switch to Static]",
        "---",
        "Sales",
        "Static rules",
        "[Switch to Dynamic]",
        "---",
    ]

    await office.agent("U0ADMIN").presses(answer, "rule_type_ask")

    assert office.slack.view.texts[0] == "Support EMEA: switch to Static rules"


async def test_who_is_no_administrator_hears_whom_to_ask(office: Office) -> None:
    await office.agent("U0ADMIN").types("list")

    answer = await office.agent("U0BEN").types("rules")

    assert answer is not None
    assert answer.text == "Only Administrators can do that. Please ask Ada Lima."


async def test_rules_command_is_for_administrators(office: Office) -> None:
    answer = await office.agent("U0BEN").types("rules")

    assert answer is not None
    assert answer.text == ADMINISTRATORS
