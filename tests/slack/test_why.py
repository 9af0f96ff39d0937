"""Who would get a time, asked in Slack."""

from datetime import UTC, datetime

from sqlalchemy import select

from bot.slack.blocks import actions
from bot.slack.page_buttons import WHO, who_button
from storage.models import MasterPage
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


async def test_answer_names_the_verdict_and_each_reason(office: Office) -> None:
    view = await asks(office)
    view.picks_moment("Start", A_SUNDAY)

    await office.agent().submits(view)

    asked, verdict, _, *pages = office.slack.view.texts
    assert asked.startswith("Support EMEA, Support call, 2026-12-06 10:00 UTC")
    assert verdict.startswith("Not offered:")
    assert [page.partition(" (")[0] for page in pages] == ["✗ Ana Prieto", "✗ Ben Okafor"]
