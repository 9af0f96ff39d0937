"""Open pages are told of changes as server-sent events."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request

from bot.sandbox.changes import Changes
from bot.sandbox.page.live import Live


@pytest.fixture
def changes() -> Changes:
    changes = Changes()
    for _ in range(5):
        changes.touch()
    return changes


async def events(live: Live, after: str = "", last_event_id: str | None = None) -> AsyncIterator[str]:
    headers = [] if last_event_id is None else [(b"last-event-id", last_event_id.encode())]
    scope = {"type": "http", "method": "GET", "headers": headers, "query_string": f"after={after}".encode()}
    response = await live.stream(Request(scope))
    assert response.media_type == "text/event-stream"
    async for event in response.body_iterator:
        yield str(event)


async def test_page_hears_of_what_has_changed_since_it_was_made(changes: Changes) -> None:
    stream = events(Live(changes), after="4")
    assert await anext(stream) == "id: 5\nevent: changed\ndata: 5\n\n"


async def test_page_hears_of_changes_as_they_come(changes: Changes) -> None:
    stream = events(Live(changes), after="5")
    coming = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    assert not coming.done()
    changes.touch()
    assert await coming == "id: 6\nevent: changed\ndata: 6\n\n"


async def test_several_changes_are_one_event(changes: Changes) -> None:
    stream = events(Live(changes), after="2")
    assert await anext(stream) == "id: 5\nevent: changed\ndata: 5\n\n"


@pytest.mark.parametrize(
    ("after", "last_event_id"), [("", None), ("x", None), ("7", None), ("5", "99"), ("5", "-1")]
)
async def test_page_of_another_run_hears_at_once(
    changes: Changes, after: str, last_event_id: str | None
) -> None:
    stream = events(Live(changes), after, last_event_id)
    assert await anext(stream) == "id: 5\nevent: changed\ndata: 5\n\n"


async def test_what_the_browser_saw_last_counts(changes: Changes) -> None:
    changes.touch()
    stream = events(Live(changes), after="6", last_event_id="5")
    assert (await anext(stream)).startswith("id: 6\n")


async def test_streams_end_when_the_server_stops(changes: Changes) -> None:
    live = Live(changes)
    coming = asyncio.ensure_future(rest_of(events(live, after="5")))
    await asyncio.sleep(0)
    live.stop()
    assert len(await coming) <= 1
    assert await rest_of(events(live, after="6")) == []


async def rest_of(stream: AsyncIterator[str]) -> list[str]:
    return [event async for event in stream]
