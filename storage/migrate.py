"""Alembic, called in this process with the connection handed over."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

ADVISORY_LOCK = 0x6F6E6574  # "onet": any number, as long as every process takes the same


def upgrade(connection: Connection) -> None:
    """Apply the migrations that this database has not seen, one process at a time, all or none."""
    with connection.begin():
        # On SQLite the writer's BEGIN IMMEDIATE already holds everyone else out.
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(connection: Connection) -> bool:
    """Is the database in the shape that this version needs?"""
    return MigrationContext.configure(connection).get_current_revision() == newest()


def newest() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
