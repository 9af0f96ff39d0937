"""The example company, whenever somebody opens it."""

from datetime import UTC, datetime, timedelta

from pydantic import SecretStr
from sqlalchemy import select

from bot.demo import OwnSettings
from bot.example_company import BEN, MEETINGS, set_up_anew
from bot.opening import opened
from bot.scheduling import notices
from bot.scheduling.people import Person
from bot.scheduling.policy import LinkState
from storage import health
from storage.models import Booking

BEFORE_HOLIDAYS = datetime(2026, 12, 23, 23, 30, tzinfo=UTC)
BEFORE_CLOCKS_CHANGE = datetime(2027, 3, 26, 12, 0, tzinfo=UTC)


async def test_company_looks_lived_in_whenever_it_is_set_up_anew(sqlite_url: str) -> None:
    keys = (SecretStr("a secret key for tests"),)
    async with opened(OwnSettings(database_url=SecretStr(sqlite_url), secret_keys=keys)) as company:
        for now in (BEFORE_HOLIDAYS, BEFORE_CLOCKS_CHANGE):
            await set_up_anew(company, now)

            async with company.database.reading() as session:
                booked = (await session.scalars(select(Booking).order_by(Booking.created_at))).all()
            assert [booking.customer_name for booking in booked] == [meeting.name for meeting in MEETINGS]
            assert all(now < booking.starts < now + timedelta(days=20) for booking in booked)

            ben = Person(await company.people.only_workspace(now), BEN)
            states = [link.state for link in await company.links.list(ben, now)]
            assert states == [LinkState.ACTIVE, *[LinkState.SPENT] * 9]

            async with company.database.reading() as session:
                assert await health.waiting_notices(session, now, notices.TIMED) == (0, None)
