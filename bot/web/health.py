"""For whoever runs the service: is it alive, is it ready, how is it doing."""

from collections.abc import Callable
from datetime import UTC, datetime

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.scheduling import notices
from storage import health
from storage.database import Database


class Metrics:
    """What this process counts, for Prometheus. Several worker processes count each for themselves."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "onetime_requests",
            "Requests answered, by page and status.",
            ["path", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "onetime_request_seconds", "How long answers took.", ["path"], registry=self.registry
        )
        self.waiting = Gauge(
            "onetime_notices_waiting",
            "Messages and letters that are not delivered yet.",
            registry=self.registry,
        )
        self.oldest = Gauge(
            "onetime_notices_oldest_seconds",
            "How long the oldest of those has waited.",
            registry=self.registry,
        )

    def count(self, path: str, status: int, seconds: float) -> None:
        self.requests.labels(path, str(status)).inc()
        self.seconds.labels(path).observe(seconds)


class Health:
    """``/healthz``, ``/readyz`` and ``/metrics``."""

    def __init__(
        self,
        database: Database,
        metrics: Metrics,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.database = database
        self.metrics = metrics
        self.clock = clock

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/healthz", self.alive),
            Route("/readyz", self.ready),
            Route("/metrics", self.measured),
        ]

    async def alive(self, _: Request) -> Response:
        """The process answers. Asks nobody else, so that no outage elsewhere gets it restarted."""
        return PlainTextResponse("alive\n")

    async def ready(self, _: Request) -> Response:
        """The database is reachable, as this version needs it, and has room. Slack may be down."""
        reason = await self._why_not_ready()
        if reason:
            return JSONResponse({"ready": False, "why": reason}, 503)
        return JSONResponse({"ready": True})

    async def measured(self, _: Request) -> Response:
        try:
            await self._measure_outbox()
        except (OSError, SQLAlchemyError):
            # The counts of this process are worth reading most when the database is away.
            self.metrics.waiting.set(float("nan"))
            self.metrics.oldest.set(float("nan"))
        return Response(generate_latest(self.metrics.registry), media_type=CONTENT_TYPE_LATEST)

    async def _why_not_ready(self) -> str | None:
        try:
            async with self.database.reading() as session:
                migrated = await health.is_migrated(session)
        except (OSError, SQLAlchemyError):
            return "the database cannot be reached"
        if not migrated:
            return "the database has not been migrated to this version"
        return health.why_nothing_is_kept(self.database.url)

    async def _measure_outbox(self) -> None:
        async with self.database.reading() as session:
            now = self.clock()
            count, oldest = await health.waiting_notices(session, now, notices.TIMED)
        self.metrics.waiting.set(count)
        self.metrics.oldest.set((now - oldest).total_seconds() if oldest else 0)
