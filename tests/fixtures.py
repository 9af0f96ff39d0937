"""What every test may ask for: a database of its own, and a fixed present."""

import sys
import tempfile
import zoneinfo
from collections.abc import AsyncIterator, Generator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
import structlog

from storage.database import Database
from tests.canaries import sung
from tests.databases import (
    IN_MEMORY,
    Databases,
    PostgresqlDatabases,
    SqliteDatabases,
    databases_of,
    kinds_for,
)
from tests.thoroughness import examples

# As the product does it: the pinned tzdata package decides, whatever the machine has.
zoneinfo.reset_tzpath(())

# Nobody has it, and every request to an app would look for it on the disk once more.
sys.modules["sniffio"] = None  # type: ignore[assignment] # what Python writes there for what cannot be imported

# As the product does it. A traceback in colours would take seconds.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)

hypothesis.settings.register_profile(
    "onetime", deadline=None, derandomize=True, max_examples=examples(25, thorough=2500)
)
hypothesis.settings.load_profile("onetime")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that lets anything personal out of the product fails, whatever else it shows."""
    report = yield
    if line := sung(report):
        report.outcome, report.longrepr = "failed", f"Personal data or a token was printed. {line}"
    return report


@pytest.fixture
def now() -> datetime:
    """A Tuesday morning in winter, after every change of clocks of the year."""
    return datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
async def sqlite_databases() -> AsyncIterator[SqliteDatabases]:
    with tempfile.TemporaryDirectory(prefix="onetime-tests-", dir=IN_MEMORY) as folder:
        databases = SqliteDatabases(Path(folder))
        await databases.prepare()
        yield databases
        await databases.close()


@pytest.fixture(scope="session")
async def postgresql_databases(testrun_uid: str) -> AsyncIterator[PostgresqlDatabases]:
    databases = PostgresqlDatabases(testrun_uid)
    await databases.prepare()
    yield databases
    await databases.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "databases" in metafunc.fixturenames:
        metafunc.parametrize("databases", kinds_for(metafunc.definition), indirect=True)


@pytest.fixture
def databases(request: pytest.FixtureRequest) -> Databases:
    """Where databases come from. A test that uses this runs on SQLite and on PostgreSQL."""
    return databases_of(request)


@pytest.fixture
async def database_url(databases: Databases) -> AsyncIterator[str]:
    """The address of a migrated, empty database that is this test's alone, for processes of their own."""
    async with databases.fresh() as url:
        yield url


@pytest.fixture
async def sqlite_url(sqlite_databases: SqliteDatabases) -> AsyncIterator[str]:
    """As ``database_url``, on SQLite only."""
    async with sqlite_databases.fresh() as url:
        yield url


@pytest.fixture
async def postgresql_url(postgresql_databases: PostgresqlDatabases) -> AsyncIterator[str]:
    """As ``database_url``, on PostgreSQL only."""
    async with postgresql_databases.fresh() as url:
        yield url


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Database]:
    """A migrated, empty database, open already, and this test's alone while it runs."""
    async with databases.emptied() as database:
        yield database
