"""The example company, whenever somebody opens it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.example_company import BEN, MEETINGS, set_up_anew
from bot.scheduling import notices
from bot.scheduling.people import Person
from bot.scheduling.policy import LinkState
from bot.scheduling.services import Services
from bot.scheduling.tokens import Tokens
from storage import health
from storage.database import Database
from storage.models import Booking
from tests.databases import on_sqlite

BEFORE_HOLIDAYS = datetime(2026, 12, 23, 23, 30, tzinfo=UTC)
BEFORE_CLOCKS_CHANGE = datetime(2027, 3, 26, 12, 0, tzinfo=UTC)


@on_sqlite
async def test_company_looks_lived_in_whenever_it_is_set_up_anew(database: Database) -> None:
    company = Services.on(database, Tokens((b"a key for tests",)), "https://book.example")
    for now in (BEFORE_HOLIDAYS, BEFORE_CLOCKS_CHANGE):
        await set_up_anew(company, now)

        async with database.reading() as session:
            booked = (await session.scalars(select(Booking).order_by(Booking.created_at))).all()
            waiting = await health.waiting_notices(session, now, notices.TIMED)
        assert [booking.customer_name for booking in booked] == [meeting.name for meeting in MEETINGS]
        assert all(now < booking.starts < now + timedelta(days=20) for booking in booked)
        assert waiting == (0, None)

        ben = Person(await company.people.only_workspace(now), BEN)
        states = [link.state for link in await company.links.list(ben, now)]
        assert states == [LinkState.ACTIVE, *[LinkState.SPENT] * 9]
