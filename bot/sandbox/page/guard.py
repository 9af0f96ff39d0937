"""What guards the sandbox's pages: they act for whoever looks at them, and for no other site."""

from urllib.parse import urlsplit

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.web.security import CrossSite, SameOrigin, SecurityHeaders


def guarding(base_url: str) -> list[Middleware]:
    """What stands before every page, the outermost first."""
    own_hosts = [urlsplit(base_url).hostname or "", "localhost", "127.0.0.1"]
    return [
        Middleware(SecurityHeaders),
        Middleware(TrustedHostMiddleware, allowed_hosts=own_hosts, www_redirect=False),
        Middleware(OwnPages, base_url),
    ]


class OwnPages:
    """Lets a POST through if it comes from our own pages or, as the app's do, from no page at all."""

    def __init__(self, app: ASGIApp, base_url: str) -> None:
        self.app = SameOrigin(app, base_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        except CrossSite:
            await PlainTextResponse("This came from another site.", 403)(scope, receive, send)
