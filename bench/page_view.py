"""A Customer's first view of a link, as the server answers it, and the same page with nothing behind it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Scope

from bench.company import KEY, NOW, Company
from bot import web
from bot.scheduling.services import Services
from bot.scheduling.tokens import Tokens
from bot.web.contexts import Page
from bot.web.pages import OneTimePages
from bot.web.security import Limiter
from bot.web.templating import Views

BASE_URL = "http://localhost"
START = re.compile(rb'name="start" value="([^"]+)"')

Shown = tuple[int, Sequence[bytes]]
"""The status, and the times on the page in their order."""


def as_the_product_answers(company: Company) -> Starlette:
    """Everything a Customer reaches, with all that guards it."""
    return Starlette(routes=web.routes(_rules(company), BASE_URL, lambda: NOW))


async def bare(company: Company, token: str) -> Starlette:
    """Starlette and Jinja2 with the same template, and what it shows at hand: no rules and no database."""
    views = KeepingViews()
    rules = _rules(company)
    pages = OneTimePages(rules.offers, rules.bookings, views, Limiter(), BASE_URL, lambda: NOW, rules.links)
    await pages.page(Request({**_scope(token), "path_params": {"token": token}}))
    (context,) = views.kept

    async def page(_: Request) -> Response:
        return views.page(context)

    return Starlette(routes=[Route("/o/{token}", page)])


async def seen(app: ASGIApp, token: str) -> Shown:
    """What a browser gets at the link."""
    status, body = 0, bytearray()

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)
        body.extend(message.get("body", b""))

    await app(_scope(token), receive, send)
    return status, START.findall(body)


@dataclass
class KeepingViews(Views):
    """Keeps what it was to show."""

    kept: list[Page] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def render(self, context: Page) -> str:
        self.kept.append(context)
        return super().render(context)


def _rules(company: Company) -> Services:
    return Services.on(company.database, Tokens((KEY,)), BASE_URL)


def _scope(token: str) -> Scope:
    path = f"/o/{token}"
    return {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"accept", b"text/html")],
        "client": ("192.0.2.1", 50_000),
    }
