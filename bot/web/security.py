"""What guards every page: headers, where a POST may come from, and how often one may guess."""

from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from time import time
from urllib.parse import urlsplit

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.scheduling.errors import Invalid, NotFound, Refusal

BODY_LIMIT = 64 * 1024
TRIES = RateLimitItemPerMinute(60, 10)

HEADERS = {
    # The address is a secret. "no-referrer" would keep it too, but makes browsers send "Origin: null".
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}


class BodyTooLarge(Refusal):
    """More was sent than any booking needs."""


class CrossSite(Refusal):
    """The request was made by a page that is not ours."""


class TooManyRequests(Refusal):
    """This address guesses or hammers. ``seconds`` from now it may try again."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


class SecurityHeaders:
    """Adds ``HEADERS`` to every answer that does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class SameOrigin:
    """Lets a POST through if it comes from our own pages, or from no page at all. Raises ``CrossSite``."""

    def __init__(self, app: ASGIApp, base_url: str) -> None:
        self.app = app
        self.origin = "{0.scheme}://{0.netloc}".format(urlsplit(base_url))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "POST" and not self._is_ours(Headers(scope=scope)):
            raise CrossSite
        await self.app(scope, receive, send)

    def _is_ours(self, headers: Headers) -> bool:
        """Browsers say where a request comes from, in one of two ways. Who says nothing is no browser, and no
        page can have made it ask.
        """
        if site := headers.get("sec-fetch-site"):
            return site in ("same-origin", "none")
        return headers.get("origin", self.origin) == self.origin


class Limiter:
    """Counts unknown links per address, and refused bodies per address and link.

    It is asked after the rules have refused: whoever holds a good link and sends what can be used is never
    limited, whatever others behind the same address do (contract.md: HTTP). A general link is everybody's, so
    what is sent to one that is known does not count. Each process counts by itself.
    """

    def __init__(self) -> None:
        # Not the moving window: in this storage it keeps every address that it ever saw.
        self._counter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def count(self, request: Request, refusal: Refusal) -> None:
        """Count a refusal, if it is of a kind that counts. Raises ``TooManyRequests`` after too many."""
        match refusal:
            case NotFound():
                key = [_address(request)]
            case Invalid() | BodyTooLarge() if not request.scope["path"].startswith("/p/"):
                key = [_address(request), request.scope["path"].partition("&")[0]]
            case _:
                return
        if not self._counter.hit(TRIES, *key):
            again_at = self._counter.get_window_stats(TRIES, *key).reset_time
            raise TooManyRequests(max(1, ceil(again_at - time())))


def _address(request: Request) -> str:
    """Who asks. Of an IPv6 address the network: its other half is the client's to choose."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else host
