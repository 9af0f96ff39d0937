"""Slack's Web API: clients for it, and what its failures mean."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, DummyCookieJar
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

LISTENER_SECONDS = 2
"""Slack waits three seconds for an answer; what a listener asks of Slack has to fit in."""
DELIVERY_SECONDS = 10

UNREACHABLE = (ClientError, TimeoutError)
"""What a client raises where no answer came."""


def web_client(token: str, api_url: str, seconds: int) -> AsyncWebClient:
    """A client that tries once: whether to try again is for the caller to decide (hardening.md, P15)."""
    return AsyncWebClient(token=token, base_url=api_url, timeout=seconds, retry_handlers=[])


@asynccontextmanager
async def connected(client: AsyncWebClient) -> AsyncIterator[None]:
    """Its calls share connections meanwhile: to make one for each takes longer than most calls do."""
    timeout = ClientTimeout(total=client.timeout)
    async with ClientSession(timeout=timeout, cookie_jar=DummyCookieJar()) as client.session:
        yield


@dataclass(frozen=True)
class Failure:
    """Slack's answer where it was not "ok". ``code`` is empty where it was not JSON either."""

    status: int
    code: str
    retry_after: timedelta | None


def failure_of(error: SlackApiError) -> Failure:
    response: object = error.response
    match response:
        case AsyncSlackResponse(data=dict() as data, status_code=status, headers=headers):
            return Failure(status, str(data.get("error", "")), _seconds(headers.get("Retry-After")))
        case AsyncSlackResponse(status_code=status) | ClientResponse(status=status):
            return Failure(status, "", None)
        case _:
            return Failure(0, "", None)


def told_time(response: object) -> str | None:
    """When Slack answered, by its own clock and as HTTP writes it, whatever it answered."""
    match response:
        case AsyncSlackResponse(headers=headers) | ClientResponse(headers=headers):
            return headers.get("Date")
        case _:
            return None


def _seconds(retry_after: str | None) -> timedelta | None:
    if retry_after is None or not retry_after.isdecimal():
        return None
    return timedelta(seconds=int(retry_after))
