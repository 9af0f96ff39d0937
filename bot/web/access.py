"""One line of log and one count for each request, with no token in either."""

from time import monotonic

import structlog
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.health import Metrics

log = structlog.get_logger()

QUIET = ("/healthz", "/readyz", "/metrics")


class Access:
    """ASGI middleware, in place of the server's access log: that one prints paths, which are secret here."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = monotonic(), 500

        async def remember_status(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self.app(scope, receive, remember_status)
        finally:
            self._note(scope["method"], template_of(scope), status, monotonic() - started)

    def _note(self, method: str, path: str, status: int, seconds: float) -> None:
        self.metrics.count(path, status, seconds)
        if path not in QUIET:
            log.info("request", method=method, path=path, status=status, ms=round(seconds * 1000, 1))


def template_of(scope: Scope) -> str:
    """The path of the route that took a request, as in ``/o/{token}/book``; of all others, ``unknown``.

    Never the path that was asked for: it holds the token, however it was written, and whoever made up paths
    would fill the memory with counters.
    """
    route = scope.get("route")
    return (route.path if isinstance(route, Route | Mount) else "") or "unknown"
