"""What becomes so by itself, with time, is seen to while the app serves."""

from datetime import UTC, datetime, timedelta

from pydantic import SecretStr
from sqlalchemy import update

from bot.app import build
from bot.settings import Settings
from storage.models import OneTimeLink
from tests.databases import on_sqlite
from tests.shell import SECRET_KEY
from tests.slack.fake_slack import BOT_TOKEN, SIGNING_SECRET
from tests.slack.office import DANA, Office

pytestmark = on_sqlite  # what differs between databases lies below


def settings(office: Office) -> Settings:
    return Settings(
        database_url=SecretStr(office.database.url.render_as_string(hide_password=False)),
        secret_keys=(SecretStr(SECRET_KEY),),
        slack_signing_secret=SecretStr(SIGNING_SECRET),
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_api_url=office.slack.url,
    )


async def test_links_expire_and_meetings_are_completed_and_their_cards_say_so(office: Office) -> None:
    booking = await office.customer_books(await office.makes_link(customer=DANA))
    await office.meeting_began(booking, 60)
    await office.makes_link()
    async with office.database.writing() as session:
        unspent = update(OneTimeLink).where(OneTimeLink.spent_at.is_(None))
        await session.execute(unspent.values(expires_at=datetime.now(UTC) - timedelta(minutes=1)))
    edits, app = len(office.slack.accepted("chat.update")), build(settings(office))

    async with app.router.lifespan_context(app):
        await office.slack.wait_for("chat.update", edits + 2)

    booked, _, _, unused, _ = office.slack.posts()
    assert "State: Completed: Support call" in booked.shown
    assert "State: Expired " in unused.shown
