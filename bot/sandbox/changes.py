"""Tells whoever looks on that something has changed."""

import asyncio

NOTHING_YET = -1


class Changes:
    """Counts changes, from ``begun`` on.

    Any number of readers can each wait for the next that they have not seen.
    """

    def __init__(self, begun: int = 0) -> None:
        self.version = begun
        self._next = asyncio.Event()

    def touch(self) -> int:
        """Something has changed. Returns the version that this makes."""
        self.version += 1
        self._next.set()
        self._next = asyncio.Event()
        return self.version

    async def after(self, version: int) -> int:
        """The newest version, as soon as it is newer than ``version``."""
        while self.version <= version:
            await self._next.wait()
        return self.version

    def seen(self, told: str) -> int:
        """What a reader tells that they have seen. A version that is not of this run says nothing."""
        return int(told) if told.isdecimal() and int(told) <= self.version else NOTHING_YET
