"""The composition root: from settings to the services, and from those to one ASGI app."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from datetime import UTC, datetime

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware

from bot import process, web
from bot.mail.delivery import MailDelivery, NoMail
from bot.mail.press import Press
from bot.mail.server import MailServer
from bot.opening import UNREACHABLE, mail_server, services, why_unreachable
from bot.scheduling import notices
from bot.scheduling.outbox import Deliverer, Outbox
from bot.scheduling.services import Services
from bot.settings import Settings
from bot.slack import SlackAccess, SlackDoor, slack_door
from bot.web.access import Access
from bot.web.health import Health, Metrics

log = structlog.get_logger()

JOB_SECONDS = 60
SECONDS_TO_FINISH = 10


def serve_app() -> Starlette:
    """What each worker process of ``onetime serve`` serves."""
    process.starting()
    app = build(Settings.read())
    process.started()
    return app


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
        lifespan=_lifespan(hands, slack, _deliverers(slack, hands, _mail(server, hands))),
    )
    # A redirect to the address with a slash would take its host from the request, and anyone can write that.
    app.router.redirect_slashes = False
    return app


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
    hands: Services, slack: SlackDoor | None, deliverers: Mapping[str, Deliverer]
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        outbox, stopping = Outbox(hands.database, deliverers), asyncio.Event()
        jobs = (hands.links.expire_due, hands.changes.complete_due)
        async with slack.connected() if slack else nullcontext():
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
