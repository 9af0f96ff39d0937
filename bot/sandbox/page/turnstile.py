"""Lets nobody do anything while all begins anew."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turnstile:
    def __init__(self) -> None:
        self._turned = asyncio.Condition()
        self._inside = 0
        self._is_closed = False

    @asynccontextmanager
    async def passing(self) -> AsyncIterator[None]:
        """For something that somebody does: not before the turnstile is open, and to its end."""
        async with self._turned:
            await self._turned.wait_for(lambda: not self._is_closed)
            self._inside += 1
        try:
            yield
        finally:
            async with self._turned:
                self._inside -= 1
                self._turned.notify_all()

    @asynccontextmanager
    async def closed(self) -> AsyncIterator[None]:
        """As soon as nobody is inside any more, nor anybody else has closed it."""
        async with self._turned:
            await self._turned.wait_for(lambda: not self._is_closed)
            self._is_closed = True
            await self._turned.wait_for(lambda: self._inside == 0)
        try:
            yield
        finally:
            async with self._turned:
                self._is_closed = False
                self._turned.notify_all()
