"""Who would get a time, asked in Slack."""

from datetime import UTC, datetime

from sqlalchemy import delete, select

from bot.scheduling import policy
from bot.slack.blocks import actions
from bot.slack.page_buttons import WHO, who_button
from storage.models import MasterPage, Rule, TeamMember
from tests.databases import on_sqlite
from tests.slack.fake_slack import CHANNEL
from tests.slack.office import Office
from tests.slack.open_view import OpenView

pytestmark = on_sqlite  # what differs between databases lies below this door

A_SUNDAY = int(datetime(2026, 12, 6, 10, tzinfo=UTC).timestamp())


async def asks(office: Office, user_id: str = "U0BEN") -> OpenView:
    """The button beside a Master page, up to the question."""
    async with office.database.reading() as session:
        page = (await session.scalars(select(MasterPage).where(MasterPage.link == "support"))).one()
    message = {"text": page.label, "blocks": [actions("page", who_button(page.id))]}
    await office.agent(user_id).presses(office.slack.whispered(message, user_id, CHANNEL), WHO)
    return office.slack.view


async def test_question_is_for_an_event_type_and_a_start(office: Office) -> None:
    view = await asks(office)

    assert view.labels == ["Event type", "Start"]
    assert view.options("Event type") == ["Support call", "Onboarding"]
    assert view.texts[0] == "Master page: Support EMEA"


async def test_page_that_has_no_rules_says_so_instead_of_asking(office: Office) -> None:
    async with office.database.writing() as session:
        await session.execute(delete(TeamMember))
        await session.execute(delete(Rule))

    view = await asks(office)

    assert (view.labels, view.texts) == ([], ["Master page: Support EMEA", policy.NO_RULES])


async def test_answer_names_the_verdict_and_each_reason(office: Office) -> None:
    view = await asks(office)
    view.picks_moment("Start", A_SUNDAY)

    await office.agent().submits(view)

    asked, verdict, _, *pages = office.slack.view.texts
    assert asked.splitlines() == [
        "Master page: Support EMEA",
        "Support call, 2026-12-06 10:00 UTC by your own clock, which is 10:00 UTC",
    ]
    assert verdict.startswith("Not offered:")
    assert [page.partition(" (")[0] for page in pages] == ["✗ Ana Prieto", "✗ Ben Okafor"]
