"""What both databases promise."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from traceback import format_exception
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from storage.bookings import lock_providers
from storage.catalog import fill_pools
from storage.database import Database, UnusableDatabaseError
from storage.models import Booking, BookingPage, Participant, Pool, Workspace, new_id
from tests.company import settle
from tests.databases import PostgresqlDatabases, on_sqlite
from tests.thoroughness import examples

PAIRS = examples(6, thorough=50)
"""Of transactions that lock the same in both orders."""

CLOSE_ALL_OTHERS = """\
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""


async def test_instant_comes_back_in_utc(database: Database, now: datetime) -> None:
    in_chatham = now.astimezone(timezone(timedelta(hours=13, minutes=45)))
    async with database.writing() as session:
        session.add(Workspace(created_at=in_chatham))

    async with database.reading() as session:
        found = (await session.scalars(select(Workspace.created_at))).one()

    assert (found, found.tzinfo) == (now, UTC)


@on_sqlite
async def test_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="needs a zone"):
        async with database.writing() as session:
            session.add(Workspace(created_at=datetime(2026, 12, 1)))  # noqa: DTZ001 that is the point


async def test_block_that_raises_gives_everything_back(database: Database, now: datetime) -> None:
    async def fail() -> None:
        async with database.writing() as session:
            session.add(Workspace(created_at=now))
            await session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        await fail()

    async with database.reading() as session:
        assert (await session.scalars(select(Workspace))).all() == []


async def test_nobody_writes_who_only_reads(database: Database, now: datetime) -> None:
    with pytest.raises(DBAPIError, match=r"read-only|readonly"):
        async with database.reading() as session:
            session.add(Workspace(created_at=now))


async def test_reader_sees_one_state_beside_a_writer(database: Database, now: datetime) -> None:
    async with database.writing() as session:
        session.add(Workspace(created_at=now))
        await session.flush()
        async with database.reading() as beside:
            seen = (await beside.scalars(select(Workspace))).all()

    assert seen == []


async def test_reader_keeps_seeing_the_state_that_it_began_with(database: Database, now: datetime) -> None:
    async with database.reading() as session:
        before = (await session.scalars(select(Workspace.id))).all()
        async with database.writing() as beside:
            beside.add(Workspace(created_at=now))
        after = (await session.scalars(select(Workspace.id))).all()

    assert before == after == []


async def test_locked_provider_waits_for_the_other_transaction(database: Database, now: datetime) -> None:
    workspace_id = await settle(database, now)
    async with database.reading() as session:
        pages = (await session.scalars(select(BookingPage.id))).all()
    order: list[str] = []

    async def second() -> None:
        async with database.writing() as session:
            await lock_providers(session, workspace_id, pages[:1])
            order.append("second")

    async with database.writing() as session:
        await lock_providers(session, workspace_id, pages)
        waiting = asyncio.create_task(second())
        await asyncio.wait([waiting], timeout=0.2)
        order.append("first")
    await waiting

    assert order == ["first", "second"]


async def test_with_one_booking_page_all_of_its_owner_are_locked(database: Database, now: datetime) -> None:
    workspace_id = await settle(database, now)
    async with database.writing() as session:
        await session.execute(update(BookingPage).where(BookingPage.link != "ben").values(owner_id="U0ANA"))
        ana = (await session.scalars(select(BookingPage.id).where(BookingPage.link == "ana"))).all()
        await lock_providers(session, workspace_id, ana)

    async with database.reading() as session:
        found = await session.scalars(select(BookingPage.link).where(BookingPage.locked == 1))
        assert sorted(found) == ["ana", "carla"]


async def test_locks_taken_in_any_order_never_deadlock(database: Database, now: datetime) -> None:
    workspace_id = await settle(database, now)
    async with database.reading() as session:
        pages = list((await session.scalars(select(BookingPage.id))).all())

    async def lock(order: list[UUID]) -> None:
        async with database.writing() as session:
            await lock_providers(session, workspace_id, order)

    await asyncio.gather(*(lock(pages[::step]) for step in (1, -1) * PAIRS))

    async with database.reading() as session:
        assert (await session.scalars(select(BookingPage.locked))).all() == [2 * PAIRS] * 3


async def test_set_up_that_names_a_provider_does_not_wait_for_a_booking(
    postgresql_databases: PostgresqlDatabases, now: datetime
) -> None:
    """If it did, each could come to wait for the other. On SQLite there is one writer at a time anyway."""
    async with postgresql_databases.emptied() as database:
        workspace_id = await settle(database, now)
        async with database.writing() as booking, database.writing() as set_up:
            pages = (await booking.scalars(select(BookingPage))).all()
            await lock_providers(booking, workspace_id, [page.id for page in pages])
            pool = (await set_up.scalars(select(Pool))).one()
            async with asyncio.timeout(10):
                await fill_pools(set_up, workspace_id, {pool: [(page, 1) for page in pages]})


async def test_postgresql_itself_refuses_to_double_book(
    postgresql_databases: PostgresqlDatabases, now: datetime
) -> None:
    """The backstop, should the lock ever be forgotten."""
    async with postgresql_databases.emptied() as database:
        workspace_id = await settle(database, now)
        await hold(database, workspace_id, now, minutes=30)
        await hold(database, workspace_id, now + timedelta(minutes=30), minutes=30)

        with pytest.raises(IntegrityError, match="ex_participants_page_time"):
            await hold(database, workspace_id, now + timedelta(minutes=10), minutes=5)


async def test_row_that_postgresql_refuses_is_not_told_to_the_log(
    postgresql_databases: PostgresqlDatabases, now: datetime
) -> None:
    async with postgresql_databases.emptied() as database:
        await hold(database, await settle(database, now), now, minutes=30)

        with pytest.raises(IntegrityError) as refused:
            async with database.writing() as session:
                await session.execute(update(Booking).values(ends=Booking.starts))

    told = "".join(format_exception(refused.value))
    assert ("starts_before_end" in told, "Dana" in told) == (True, False)


async def hold(database: Database, workspace_id: UUID, starts: datetime, minutes: int) -> None:
    async with database.writing() as session:
        page = (await session.scalars(select(BookingPage).order_by(BookingPage.position).limit(1))).one()
        ids = (await session.execute(text("SELECT event_type_id, master_page_id FROM rules LIMIT 1"))).one()
        booking = Booking(
            workspace_id=workspace_id,
            id=new_id(),
            event_type_id=ids[0],
            master_page_id=ids[1],
            seed=b"",
            digest=str(starts).encode(),
            status="scheduled",
            starts=starts,
            ends=starts + timedelta(minutes=minutes),
            customer_name="Dana",
            customer_email="dana@customer.example",
            customer_time_zone="UTC",
            answers={},
            policy={},
            location="",
            created_at=starts,
        )
        session.add(booking)
        await session.flush()
        session.add(
            Participant(
                workspace_id=workspace_id,
                booking_id=booking.id,
                page_id=page.id,
                position=0,
                event_type_id=booking.event_type_id,
                starts=booking.starts,
                ends=booking.ends,
                buffer_before=0,
                buffer_after=0,
            )
        )


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "sqlite+aiosqlite:///file:file.db",
        "sqlite+aiosqlite:///fi%00le.db",
        "sqlite:///file.db",
        "postgresql://localhost/onetime",
    ],
)
def test_database_that_cannot_keep_the_promises_is_refused(url: str) -> None:
    with pytest.raises(UnusableDatabaseError):
        Database(url)


async def test_connections_that_the_server_closed_are_replaced(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    async with database.reading() as one, database.writing() as other:
        await one.execute(select(1))
        await other.execute(select(1))
    server = await asyncpg.connect(postgresql_url.replace("+asyncpg", ""))
    await server.execute(CLOSE_ALL_OTHERS)
    await server.close()

    async with database.reading() as one, database.writing() as other:
        answers = [await one.scalar(select(1)), await other.scalar(select(1))]

    await database.dispose()
    assert answers == [1, 1]
