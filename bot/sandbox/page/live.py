"""Tells open pages that something has changed, as server-sent events."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import StreamingResponse

from bot.sandbox.changes import Changes

A_MOMENT = 0.05
"""In seconds: what changes together is told as one, since each reader fetches the page anew for it."""


class Live:
    """``GET /sandbox/live``: one event for each version that the reader has not seen."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes
        self._stopped = False

    def stop(self) -> None:
        """End all streams for good: each would hold up a server that waits for its connections to end."""
        self._stopped = True
        self.changes.touch()

    async def stream(self, request: Request) -> StreamingResponse:
        """Browsers that lost the connection say what they saw last; a page says with what it was made."""
        seen = request.headers.get("last-event-id") or request.query_params.get("after", "")
        return StreamingResponse(self._events(self.changes.seen(seen)), media_type="text/event-stream")

    async def _events(self, seen: int) -> AsyncIterator[str]:
        while not self._stopped:
            await self.changes.after(seen)
            await asyncio.sleep(A_MOMENT)
            seen = self.changes.version
            yield f"id: {seen}\nevent: changed\ndata: {seen}\n\n"
