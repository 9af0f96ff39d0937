"""Links as chats and letters leave them: with what stood after them as a part of the address."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.web.negotiation import with_same_query

DOORS = ("/o/", "/b/", "/p/")
TRAILING = "/.,;:!?…)>]}*'\"\u2019”»|\\ \u00a0\u200b"
"""What no token and no Public link ends in, and much of what is written after a link."""


class Mangled:
    """ASGI middleware: sends whoever follows such a link to where it led. Whether anything is there does not
    matter, so that nobody learns it from this.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        meant = _meant(scope["path"]) if scope["method"] in ("GET", "HEAD") else scope["path"]
        if meant == scope["path"]:
            await self.app(scope, receive, send)
            return
        led = RedirectResponse(with_same_query(Request(scope), quote(meant)), 303)
        await led(scope, receive, send)


def _meant(path: str) -> str:
    """The same path without what follows a link. What was appended by hand, after an ``&``, stays."""
    door, rest = path[:3], path[3:]
    if door not in DOORS or "&" in rest:
        return path
    return door + rest.rstrip(TRAILING) if rest.strip(TRAILING) else path
