"""The sandbox: a stand-in for Slack in a browser, against which the real bot runs, unchanged.

It speaks to the bot as Slack does, by HTTP alone, and knows of it what its manifest says. This is its table
of contents.
"""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.routing import BaseRoute, Mount, Route, Router

from bot.sandbox.acting.composing import Composing
from bot.sandbox.acting.interactions import Interactions
from bot.sandbox.acting.place import ADDRESS
from bot.sandbox.api.outage import Outage, Switch
from bot.sandbox.api.web_api import WebApi
from bot.sandbox.letters import Letters
from bot.sandbox.page.backstage import Backstage
from bot.sandbox.page.guard import guarding
from bot.sandbox.page.live import Live
from bot.sandbox.page.pages import Assets, Pages
from bot.sandbox.page.posts import Posts
from bot.sandbox.page.turnstile import Turnstile
from bot.sandbox.stage import Stage
from bot.sandbox.state.acme import acme
from bot.sandbox.state.attention import Attention
from bot.sandbox.state.configuration import Configuration
from bot.sandbox.values import Json
from bot.sandbox.wire.sender import Sender
from bot.sandbox.wire.traffic import Traffic


class Sandbox:
    """Built for one app, which is at ``base_url`` as the sandbox is, and has this ``manifest``.

    ``reset`` puts the app's own data back to where they were.
    """

    def __init__(
        self,
        manifest: Json,
        base_url: str,
        bot_token: str,
        signing_secret: str,
        letters: Letters,
        reset: Callable[[], Awaitable[None]],
    ) -> None:
        changes, configuration = letters.changes, Configuration.of(manifest)
        workspace = acme(time.time, configuration, changes)
        traffic = Traffic(time.time, changes)
        self.stage = Stage(
            base_url=base_url,
            workspace=workspace,
            attention=Attention(workspace),
            troubles={},
            sender=Sender(configuration, signing_secret, traffic),
            traffic=traffic,
            switch=Switch(changes),
            letters=letters,
        )
        self._live, self._reset = Live(changes), reset
        self.routes = self._routes(WebApi(workspace, bot_token, traffic, self.stage.switch))

    def _routes(self, web_api: WebApi) -> list[BaseRoute]:
        """Every address of the sandbox. They go first in the application that has them."""
        stage = self.stage
        interactions, composing = Interactions(stage), Composing(stage.sender)
        pages, posts = Pages(stage, interactions), Posts(stage, interactions, Turnstile())
        backstage = Backstage(stage)
        contents: list[BaseRoute] = [
            Route("/", pages.page),
            Route("/live", self._live.stream),
            Route("/mail/{letter:int}/{place:int}", pages.attachment),
            Route("/say", posts.doing(composing.types), methods=["POST"]),
            Route("/shortcut", posts.doing(interactions.uses_shortcut), methods=["POST"]),
            Route("/press", posts.doing(interactions.presses), methods=["POST"]),
            Route("/submit", posts.doing(interactions.submits), methods=["POST"]),
            Route("/close", posts.doing(interactions.closes), methods=["POST"]),
            Route("/search", posts.search, methods=["POST"]),
            Route("/outage", posts.backstage(backstage.turns), methods=["POST"]),
            Route("/redeliver", posts.backstage(backstage.redelivers), methods=["POST"]),
            Route("/standing", posts.backstage(backstage.gives_standing), methods=["POST"]),
            Route("/start-over", posts.alone(self.start_over), methods=["POST"]),
            *web_api.routes,
            Mount("/static", Assets()),
        ]
        guards = guarding(stage.base_url)
        return [
            Route(ADDRESS, pages.page, middleware=guards),
            Mount(ADDRESS, Router(contents, redirect_slashes=False), middleware=guards),
        ]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """For as long as the app is served: only then can the sandbox send to it."""
        async with self.stage.sender:
            yield
            self.stop()

    def stop(self) -> None:
        """End what a server would wait for that wants to stop: open pages, and answers that hang."""
        self._live.stop()
        self.stage.switch.turn(Outage.NONE)

    async def start_over(self) -> None:
        """As at the beginning, the app's own data too."""
        stage = self.stage
        stage.switch.turn(Outage.NONE)
        stage.sender.deliver_no_more()
        await self._reset()
        stage.workspace.start_over()
        stage.attention.start_over()
        stage.troubles.clear()
        stage.traffic.clear()
        stage.letters.forget_all()
