"""The composition root: from settings to the services, and from those to one ASGI app."""

import asyncio
import sqlite3
import zoneinfo
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from pydantic import SecretStr
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from starlette.applications import Starlette
from starlette.middleware import Middleware

from bot import logs, web
from bot.mail.delivery import MailDelivery, NoMail
from bot.mail.press import Press
from bot.mail.server import MailServer
from bot.scheduling import notices
from bot.scheduling.outbox import Deliverer, Outbox
from bot.scheduling.services import Services
from bot.scheduling.tokens import Tokens
from bot.settings import Settings, SettingsInvalid, should_be
from bot.slack import SlackAccess, SlackDoor, slack_door
from bot.web.access import Access
from bot.web.health import Health, Metrics
from storage.database import Database, UnusableDatabaseError

log = structlog.get_logger()

UNREACHABLE = (OSError, SQLAlchemyError, sqlite3.Error)
"""What a database raises that is away, or is none. Drivers raise some of their errors as they are."""

DATABASE_URL = "ONETIME_DATABASE_URL"
JOB_SECONDS = 60
SECONDS_TO_FINISH = 10


NO_DATABASE = (
    "There is no database at {file}. Start this in the folder that you serve from, or name the database in"
    f" {DATABASE_URL}. A new one is made by onetime serve and onetime import."
)


class DatabaseUnusable(Exception):
    """The database cannot be reached, or is not one."""


def services(settings: Settings) -> Services:
    """Does not connect yet. Raises ``SettingsInvalid`` for a database that this product cannot use."""
    database = database_at(settings.database_url)
    tokens = Tokens(tuple(key.get_secret_value().encode() for key in settings.secret_keys))
    return Services.on(database, tokens, settings.base_url)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Services]:
    """The services on a database that is there and in this version's shape.

    Raises ``SettingsInvalid`` and ``DatabaseUnusable``.
    """
    hands = services(settings)
    try:
        await _migrate(hands.database)
        yield hands
    finally:
        await hands.database.dispose()


@asynccontextmanager
async def found(settings: Settings) -> AsyncIterator[Services]:
    """The same for whoever only asks: in the wrong folder they would make an empty database, and be answered.

    Raises ``DatabaseUnusable`` for an SQLite file that is not there, too.
    """
    if file := missing_file(database_at(settings.database_url)):
        raise DatabaseUnusable(NO_DATABASE.format(file=file))
    async with opened(settings) as hands:
        yield hands


def serve_app() -> Starlette:
    """What each worker process of ``onetime serve`` serves."""
    use_pinned_time_zones()
    logs.configure()
    return build(Settings.read())


def build(settings: Settings) -> Starlette:
    """One app for both doors; Slack's is there where its settings are. Raises ``SettingsInvalid``."""
    hands = services(settings)
    slack, server = _slack(settings, hands), mail_server(settings)
    metrics = Metrics()
    app = Starlette(
        routes=[
            *(slack.routes if slack else ()),
            *Health(hands.database, metrics).routes,
            *web.routes(hands, settings.base_url, sender=server.sender if server else None),
        ],
        middleware=[Middleware(Access, metrics=metrics)],
        lifespan=_lifespan(hands, _deliverers(slack, hands, _mail(server, hands))),
    )
    # A redirect to the address with a slash would take its host from the request, and anyone can write that.
    app.router.redirect_slashes = False
    return app


def use_pinned_time_zones() -> None:
    """Take the rules of time zones from the pinned ``tzdata``: the machine's would come first, and differ."""
    zoneinfo.reset_tzpath(())


def database_at(url: SecretStr) -> Database:
    """Does not connect yet. Raises ``SettingsInvalid``."""
    try:
        return Database(url.get_secret_value())
    except (ArgumentError, ValueError) as error:
        # Other reasons than our own could quote the password.
        reason = f" ({error})" if isinstance(error, UnusableDatabaseError) else ""
        raise SettingsInvalid([f"{DATABASE_URL} is not valid: {should_be(DATABASE_URL)}{reason}"]) from None


def mail_server(settings: Settings) -> MailServer | None:
    """Where letters go out, if a server is set."""
    if settings.smtp_url is None:
        return None
    return MailServer.at(settings.smtp_url.get_secret_value(), urlsplit(settings.base_url).hostname or "")


def is_sqlite(database: Database) -> bool:
    return database.url.get_backend_name() == "sqlite"


def missing_file(database: Database) -> Path | None:
    """The file that an SQLite database would be made as. None: it is there, or nothing can be made there."""
    file = Path(database.url.database or "").absolute()
    return file if is_sqlite(database) and file.parent.is_dir() and not file.exists() else None


def touch(database: Database) -> None:
    """Open and close the file of an SQLite database. Raises one of ``UNREACHABLE``.

    Where it cannot be opened, aiosqlite would leave a thread that complains once the event loop is gone.
    """
    if is_sqlite(database):
        sqlite3.connect(database.url.database or "").close()


def why_unreachable(error: Exception) -> str:
    """The driver's own words, without the statement that it was about."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return str(cause).partition("\n")[0]


async def _migrate(database: Database) -> None:
    try:
        touch(database)
        await database.migrate()
    except UNREACHABLE as error:
        raise DatabaseUnusable(f"The database cannot be used: {why_unreachable(error)}") from None


def _slack(settings: Settings, hands: Services) -> SlackDoor | None:
    if settings.slack_bot_token is None or settings.slack_signing_secret is None:
        return None
    access = SlackAccess(
        bot_token=settings.slack_bot_token.get_secret_value(),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        api_url=settings.slack_api_url,
    )
    return slack_door(access, hands, settings.administrators)


def _mail(server: MailServer | None, hands: Services) -> Deliverer:
    return MailDelivery(hands.reminders, hands.mailing, Press(), server) if server else NoMail()


def _lifespan(
    hands: Services, deliverers: Mapping[str, Deliverer]
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        outbox, stopping = Outbox(hands.database, deliverers), asyncio.Event()
        jobs = (hands.links.expire_due, hands.changes.complete_due)
        work = asyncio.gather(outbox.run(), *(_every_minute(job, stopping) for job in jobs))
        yield
        outbox.stop()
        stopping.set()
        # What is cut off here, the next process delivers once more.
        with suppress(TimeoutError):
            await asyncio.wait_for(work, SECONDS_TO_FINISH)
        await hands.database.dispose()

    return lifespan


def _deliverers(slack: SlackDoor | None, hands: Services, mail: Deliverer) -> dict[str, Deliverer]:
    to_slack = dict.fromkeys(notices.FOR_SLACK, slack.deliverer) if slack else {}
    within: dict[str, Deliverer] = {notices.PAGE_TURNED: hands.suspensions}
    return within | to_slack | dict.fromkeys(notices.FOR_MAIL, mail)


async def _every_minute(due: Callable[[datetime], Awaitable[int]], stopping: asyncio.Event) -> None:
    """Do all that is due, some of it at a time, once a minute. ``due`` returns how much it did."""
    while not stopping.is_set():
        try:
            while await due(datetime.now(UTC)):
                pass
        except UNREACHABLE as error:
            log.warning("job_waits_for_database", job=due.__name__, error=why_unreachable(error))
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), JOB_SECONDS)
