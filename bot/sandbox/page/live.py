"""Tells open pages that something has changed, as server-sent events."""

from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import StreamingResponse

from bot.sandbox.changes import Changes

NOTHING_YET = -1


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
        return StreamingResponse(self._events(self._known(seen)), media_type="text/event-stream")

    async def _events(self, seen: int) -> AsyncIterator[str]:
        while not self._stopped:
            seen = await self.changes.after(seen)
            yield f"id: {seen}\nevent: changed\ndata: {seen}\n\n"

    def _known(self, seen: str) -> int:
        """A version that is not of this run says nothing: the sandbox was started anew meanwhile."""
        return int(seen) if seen.isdecimal() and int(seen) <= self.changes.version else NOTHING_YET
