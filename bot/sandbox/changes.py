"""Tells whoever looks on that something has changed."""

import asyncio


class Changes:
    """Counts changes. Any number of readers can each wait for the next that they have not seen."""

    def __init__(self) -> None:
        self.version = 0
        self._next = asyncio.Event()

    def touch(self) -> None:
        """Something has changed."""
        self.version += 1
        self._next.set()
        self._next = asyncio.Event()

    async def after(self, version: int) -> int:
        """The newest version, as soon as it is newer than ``version``."""
        while self.version <= version:
            await self._next.wait()
        return self.version
