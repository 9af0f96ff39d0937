"""The product with an example company and nothing to set up: a database for the while, and no Slack."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from bot import shipped
from bot.app import opened
from bot.scheduling.customers import Customer
from bot.scheduling.links import LinkRequest
from bot.scheduling.people import Person
from bot.settings import Settings

CUSTOMER = Customer("Dana Whitfield", "dana@example.com")

WELCOME = """\
An example company is open at {address} until you press Ctrl-C.

A one-time link, ready to book in a browser:
  {link}

One that was made for {customer}, who has no form to fill in:
  {personalized}
"""


class OwnSettings(Settings):
    """Settings that do not even look into the folder that the demo happens to be started in."""

    model_config = SettingsConfigDict(env_file=None)


@contextmanager
def settings(base_url: str) -> Iterator[Settings]:
    """Settings that owe nothing to the environment. Their database goes at the end of the block."""
    with TemporaryDirectory(prefix="onetime-demo-") as folder:
        yield OwnSettings(
            database_url=SecretStr(f"sqlite+aiosqlite:///{Path(folder) / 'demo.db'}"),
            base_url=base_url,
            secret_keys=(SecretStr(token_urlsafe(32)),),
            slack_signing_secret=None,
            slack_bot_token=None,
            slack_api_url="https://slack.com/api/",
            administrators=(),
        )


async def open_company(settings: Settings, now: datetime) -> str:
    """Set up the example company and make two links to its first Master page. Returns what to tell people."""
    async with opened(settings) as services:
        workspace_id = await services.people.only_workspace(now)
        await services.set_up.load(workspace_id, shipped.read(shipped.EXAMPLE_COMPANY), now)
        operator = Person(workspace_id, None)
        page = next(choice for choice in await services.links.choices(operator) if choice.why_not is None)
        link = await services.links.issue(operator, LinkRequest(page.id), now)
        personalized = await services.links.issue(operator, LinkRequest(page.id, CUSTOMER), now)
    return WELCOME.format(
        address=settings.base_url, link=link.url, customer=CUSTOMER.name, personalized=personalized.url
    )
