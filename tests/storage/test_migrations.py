"""Migrations bring any database to the shape that the models describe."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import Database
from storage.migrate import MIGRATIONS, is_current, newest
from storage.models import Base


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


# SQLite cannot tell of an index on an expression; PostgreSQL compares those.
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
async def test_migrated_database_has_the_shape_of_the_models(database: Database) -> None:
    async with database.reading() as session:
        connection = await session.connection()

        assert await connection.run_sync(differences) == []
        assert await connection.run_sync(is_current)


def test_newest_revision_is_the_one_that_alembic_ends_with() -> None:
    assert ScriptDirectory(MIGRATIONS).get_current_head() == newest()


async def test_migrating_again_changes_nothing(database: Database) -> None:
    await database.migrate()

    async with database.reading() as session:
        assert await session.scalar(text("SELECT version_num FROM alembic_version")) == newest()


async def test_processes_that_start_together_migrate_once(tmp_path: Path) -> None:
    databases = [Database(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}") for _ in range(4)]

    await asyncio.gather(*(database.migrate() for database in databases))

    async with databases[0].reading() as session:
        assert await session.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    await asyncio.gather(*(database.dispose() for database in databases))


async def test_processes_that_start_together_migrate_postgresql_once(postgresql_url: str) -> None:
    connection = await asyncpg.connect(postgresql_url.replace("+asyncpg", ""))
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await connection.close()
    databases = [Database(postgresql_url) for _ in range(4)]

    await asyncio.gather(*(database.migrate() for database in databases))

    async with databases[0].reading() as session:
        assert await session.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    await asyncio.gather(*(database.dispose() for database in databases))


async def test_failed_migration_leaves_nothing_behind(tmp_path: Path) -> None:
    """All of it or none: a table that stands in the way of the last one takes the others back."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")
    async with database.writing() as session:
        await session.execute(text("CREATE TABLE team_members (id INTEGER)"))

    with pytest.raises(Exception, match="team_members already exists"):
        await database.migrate()

    async with database.reading() as session:
        tables = (await session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'"))).all()
    assert tables == ["team_members"]
    await database.dispose()
