"""Everything a Customer sees. This is its table of contents."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute, Mount, Route, Router

from bot.scheduling.entrances import general_link
from bot.scheduling.services import Services
from bot.web.ended import EndedPages
from bot.web.errors import Errors
from bot.web.look import LookPages
from bot.web.manage import ManagePages
from bot.web.mangled import Mangled
from bot.web.pages import GeneralPages, OneTimePages
from bot.web.security import Limiter, SameOrigin, SecurityHeaders
from bot.web.templating import Assets, Views

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def utc_now() -> datetime:
    return datetime.now(UTC)


def routes(
    rules: Services, base_url: str, clock: Callable[[], datetime] = utc_now, sender: str | None = None
) -> list[BaseRoute]:
    """Every address that a Customer can reach. ``sender`` is whom mail comes from. None: none is sent.

    They go last in the application: what no other door answers is answered here, with a page that says so.
    """
    base_url, mails = base_url.rstrip("/"), sender is not None
    views, limiter = Views(), Limiter()
    onetime = OneTimePages(rules.offers, rules.bookings, views, limiter, base_url, clock, rules.links)
    ended = EndedPages(rules.new_time_requests, rules.changes, rules.companies, views, clock)
    offers, bookings = rules.offers.through(general_link), rules.bookings.through(general_link)
    general = GeneralPages(offers, bookings, views, limiter, base_url, clock)
    manage = ManagePages(
        rules.own_bookings, rules.bookings, rules.changes, views, limiter, base_url, clock, sender
    )
    look = LookPages(rules.companies)
    contents = [
        Route("/o/{token}", onetime.page),
        Route("/o/{token}/times", onetime.times),
        Route("/o/{token}/opened", onetime.opened, methods=["POST"]),
        Route("/o/{token}/book", onetime.book, methods=["POST"]),
        Route("/o/{token}/ask", ended.ask, methods=["POST"]),
        *([Route("/o/{token}/send", ended.send, methods=["POST"])] if mails else []),
        Route("/p/{public_link}", general.page),
        Route("/p/{public_link}/times", general.times),
        Route("/p/{public_link}/book", general.book, methods=["POST"]),
        Route("/b/{token}", manage.page),
        Route("/b/{token}/invite.ics", manage.calendar_file),
        Route("/b/{token}/times", manage.times),
        Route("/b/{token}/cancel", manage.cancelling),
        Route("/b/{token}/cancel", manage.cancel, methods=["POST"]),
        Route("/b/{token}/reschedule", manage.rescheduling),
        Route("/b/{token}/reschedule", manage.reschedule, methods=["POST"]),
        Route("/b/{token}/ask", ended.ask_after_booking, methods=["POST"]),
        Route("/look/{colour}.css", look.colours),
        Route("/logo/{digest}", look.logo),
        Mount("/static", Assets()),
    ]
    guards = [
        # The addresses are secrets: nobody can have strangers' pages sent, and learn from their lengths.
        Middleware(GZipMiddleware, compresslevel=3),
        Middleware(SecurityHeaders),
        Middleware(TrustedHostMiddleware, allowed_hosts=_own_hosts(base_url), www_redirect=False),
        Middleware(Errors, views, limiter, rules.companies, mails=mails),
        Middleware(SameOrigin, base_url),
        Middleware(Mangled),
    ]
    return [Mount("", Router(contents, redirect_slashes=False), middleware=guards)]


def _own_hosts(base_url: str) -> list[str]:
    """Our public name, and the names of this machine, by which proxies and health checks may call."""
    return [urlsplit(base_url).hostname or "", *LOOPBACK]
