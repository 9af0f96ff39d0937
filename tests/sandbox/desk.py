"""Somebody at a browser in the sandbox, and an app at the other end, for tests."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cached_property
from smtplib import SMTP
from types import MappingProxyType
from urllib.parse import urlencode, urlsplit

import httpx2
from bs4 import BeautifulSoup, Tag

from bot.sandbox import Sandbox
from bot.sandbox.state.acme import BEN, SUPPORT
from bot.sandbox.state.open_view import OpenView
from bot.sandbox.state.posted import Posted
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json
from tests.sandbox.peer import Peer

SIGNING_SECRET = "made-up-signing-secret"
BOT_TOKEN = "xoxb-made-up"
BASE_URL = "http://sandbox.example"
PICTURES = re.compile("<svg.*?</svg>", re.DOTALL)
"""They say nothing, and are much of a page."""


def manifest(app_url: str) -> Json:
    """An app with something of everything."""
    events = f"{app_url}/slack/events"
    return {
        "display_information": {"name": "onetime", "description": "Links for one booking"},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "onetime"},
            "slash_commands": [
                {
                    "command": "/onetime",
                    "url": events,
                    "description": "Make a link",
                    "usage_hint": "[list | help]",
                }
            ],
            "shortcuts": [
                {"name": "New link", "type": "global", "callback_id": "anywhere", "description": "From here"},
                {"name": "Offer a link", "type": "message", "callback_id": "there", "description": "There"},
            ],
        },
        "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "users:read"]}},
        "settings": {
            "event_subscriptions": {"request_url": events, "bot_events": ["app_home_opened", "user_change"]},
            "interactivity": {
                "is_enabled": True,
                "request_url": events,
                "message_menu_options_url": events,
            },
        },
    }


@dataclass(frozen=True)
class Desk:
    sandbox: Sandbox
    peer: Peer
    browser: httpx2.AsyncClient
    resets: list[str]
    """One for each time that the app's own data were put back."""

    @property
    def workspace(self) -> Workspace:
        return self.sandbox.stage.workspace

    async def see(self, **place: str) -> "Page":
        """What the page shows at a place; ``as_`` and ``in_`` stand for the words that Python has taken."""
        fields = {name.rstrip("_"): value for name, value in place.items()}
        return await self.see_at(f"/sandbox?{urlencode(fields)}")

    async def see_what_is_new(self, seen: str) -> "Page":
        """What the page's script gets that shows this version."""
        return await self.see_at("/sandbox", {"Sandbox": seen})

    async def see_at(self, address: str, headers: Mapping[str, str] = MappingProxyType({})) -> "Page":
        answer = await self.browser.get(address, headers=dict(headers))
        assert answer.status_code == 200, answer.text
        return Page(answer.text)

    async def do(self, deed: str, **fields: str) -> httpx2.Response:
        """Post a form of the page, as its script does."""
        return await self.post(deed, {"Sandbox": "live"}, **fields)

    async def post(
        self, deed: str, headers: Mapping[str, str] = MappingProxyType({}), /, **fields: str
    ) -> httpx2.Response:
        """Post it as a browser does that runs no scripts."""
        sent = {name.rstrip("_"): value for name, value in fields.items()}
        return await self.browser.post(f"/sandbox/{deed}", data=sent, headers=dict(headers))

    async def passed(self, count: int) -> None:
        """Returns when so many requests have been sent."""
        changes = self.sandbox.stage.workspace.changes
        while len(self.sandbox.stage.traffic.exchanges) < count or len(self.peer.heard) < count:
            await changes.after(changes.version)

    async def quiet(self) -> None:
        """Returns when all that the app was sent has been answered, or never will be."""
        changes, traffic = self.workspace.changes, self.sandbox.stage.traffic
        while any(each.redeliverable and each.took_ms is None for each in traffic.exchanges):
            await changes.after(changes.version)

    async def mails(self, letter: EmailMessage) -> None:
        """Somebody sends a letter, by SMTP."""
        async with self.sandbox.stage.letters.listening() as url:
            await asyncio.to_thread(_send, letter, url)

    def opens(self, view: Json, user_id: str = BEN) -> OpenView:
        """A modal that the app opened, in #support."""
        return self.workspace.screens.shows(user_id, view, self.workspace.conversations[SUPPORT])

    def last(self, channel: str = SUPPORT, user_id: str = BEN) -> Posted:
        """What somebody saw last in a conversation, be it in a thread."""
        return [posted for posted in self.workspace.posts[channel] if posted.is_seen_by(user_id)][-1]


def _send(letter: EmailMessage, url: str) -> None:
    server = urlsplit(url)
    with SMTP(server.hostname or "", server.port or 0) as smtp:
        smtp.send_message(letter)


@dataclass(frozen=True)
class Page:
    """Read once somebody looks for something in it: that takes most of the time of a test."""

    source: str

    @cached_property
    def html(self) -> BeautifulSoup:
        return BeautifulSoup(PICTURES.sub("", self.source), "html.parser")

    def all(self, selector: str) -> list[str]:
        """The words in each element of a kind."""
        return [" ".join(each.get_text(" ").split()) for each in self.html.select(selector)]

    def text(self, selector: str) -> str:
        [words] = self.all(selector)
        return words

    def one(self, selector: str) -> Tag:
        [tag] = self.html.select(selector)
        return tag

    def has(self, selector: str) -> bool:
        return bool(self.html.select(selector))
