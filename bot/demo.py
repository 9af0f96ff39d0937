"""The product with an example company and a stand-in for Slack: one process, and nothing to set up."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex, token_urlsafe
from tempfile import TemporaryDirectory

import yaml
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.responses import RedirectResponse
from starlette.routing import Mount, Route

from bot import example_company, shipped
from bot.app import build
from bot.opening import opened
from bot.sandbox import Sandbox
from bot.sandbox.changes import Changes
from bot.sandbox.letters import Letters
from bot.sandbox.state.acme import ADA
from bot.settings import Settings

WELCOME = """\
An example company is open until you press Ctrl-C. Try it in a browser:

  {base_url}/sandbox
"""


@dataclass(frozen=True)
class SlackKeys:
    """What the product and the sandbox know each other by. Made up anew for each demo."""

    bot_token: str
    signing_secret: str


@dataclass(frozen=True)
class Demo:
    """The product and, beside it, the sandbox that it takes for Slack and for the world's mail: one app."""

    base_url: str
    app: Starlette
    sandbox: Sandbox


@asynccontextmanager
async def opened_demo(base_url: str) -> AsyncIterator[Demo]:
    """The example company, to be served at ``base_url``. It is gone at the end of the block."""
    # A page that is open from an earlier run has seen nothing of this one.
    letters = Letters(Changes(begun=time.time_ns() // 1_000_000))
    keys = SlackKeys(f"xoxb-{token_hex(16)}", token_hex(16))
    with settings(base_url, keys) as given:
        async with opened(given) as services, letters.listening() as smtp_url:
            mailing = {"smtp_url": SecretStr(f"{smtp_url}?from=bookings@acme.example")}

            async def set_up_anew() -> None:
                await example_company.set_up_anew(services, datetime.now(UTC))

            await set_up_anew()
            manifest = yaml.safe_load(shipped.manifest(base_url))
            sandbox = Sandbox(manifest, base_url, keys.bot_token, keys.signing_secret, letters, set_up_anew)
            async with sandbox.running():
                product = build(given.model_copy(update=mailing))
                yield Demo(base_url, _side_by_side(sandbox, product), sandbox)


@contextmanager
def settings(base_url: str, keys: SlackKeys) -> Iterator[Settings]:
    """Settings that owe nothing to the environment. Their database goes at the end of the block."""
    with TemporaryDirectory(prefix="onetime-demo-") as folder:
        yield Settings(
            database_url=SecretStr(f"sqlite+aiosqlite:///{Path(folder) / 'demo.db'}"),
            base_url=base_url,
            secret_keys=(SecretStr(token_urlsafe(32)),),
            slack_signing_secret=SecretStr(keys.signing_secret),
            slack_bot_token=SecretStr(keys.bot_token),
            slack_api_url=f"{base_url}/sandbox/api/",
            administrators=(ADA,),
        )


def _side_by_side(sandbox: Sandbox, product: Starlette) -> Starlette:
    """The product stays as it is: what the sandbox does not answer, the product does."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with product.router.lifespan_context(product):
            yield

    begins = Route("/", RedirectResponse("/sandbox"))
    app = Starlette(routes=[begins, *sandbox.routes, Mount("", product)], lifespan=lifespan)
    app.router.redirect_slashes = False
    return app
