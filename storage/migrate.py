"""Alembic, called in this process with the connection handed over, where there is something to migrate.

Most processes find their database current. They are spared Alembic whole: importing it takes longer than
looking.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

MIGRATIONS = Path(__file__).parent / "migrations"
ADVISORY_LOCK = 0x6F6E6574  # "onet": any number, as long as every process takes the same


def upgrade(connection: Connection) -> None:
    """Apply the migrations that this database has not seen, one process at a time, all or none."""
    with connection.begin():
        if is_current(connection):
            return
        # On SQLite the writer's BEGIN IMMEDIATE already holds everyone else out.
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        _run_alembic(connection)


def is_current(connection: Connection) -> bool:
    """Is the database in the shape that this version needs?"""
    if not inspect(connection).has_table("alembic_version"):
        return False
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision == newest()


def newest() -> str:
    """The newest revision. Each migration's file begins with its own, and they sort as they follow."""
    return max(file.name.partition("_")[0] for file in MIGRATIONS.glob("versions/*_*.py"))


def _run_alembic(connection: Connection) -> None:
    """To the newest revision, from whichever the database has by now: somebody else may have come first."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
