"""Databases that stay open between tests, and know what other tests have done in them before.

Many tests begin alike: a company is settled, a link made, a meeting booked. That happens once in a process.
Whoever begins so after that finds the rows that it left, written in one script as soon as somebody looks.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar, cast

from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from tests.rows import contents, run_script, script_of

T = TypeVar("T")

Deeds = tuple[Hashable, ...]
"""The kind of the database, and what was done in it since it was empty."""

_SCRIPTS: dict[Deeds, str] = {}
"""What leaves the rows that the deeds left."""

_OUTCOMES: dict[Deeds, object] = {}


@dataclass
class Story:
    """Of one database, whoever is connected to it. None: what no other test does."""

    told: Deeds | None = None
    """What a test has done."""
    there: Deeds | None = None
    """Whose rows are there."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Kept(Database):
    """A database with the rows of its story, for whoever looks."""

    def __init__(self, url: str, story: Story) -> None:
        super().__init__(url)
        self.story = story

    def begin_anew(self) -> None:
        """It is empty."""
        self.noticed.clear()
        self.story.told, self.story.there = (self.url.drivername,), None
        _SCRIPTS[self.story.told] = script_of({})

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        await self.catch_up()
        async with super().reading() as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        await self.catch_up()
        self.story.told = self.story.there = None
        async with super().writing() as session:
            yield session

    async def catch_up(self) -> None:
        async with self.story.turn:
            if self.story.told is not None and self.story.told != self.story.there:
                async with super().writing() as session:
                    await run_script(session, _SCRIPTS[self.story.told])
                self.story.there = self.story.told


async def caught_up(database: Database) -> None:
    """Have written what was done, before others come to the database with connections of their own."""
    async with database.reading():
        pass


async def done(database: Database, deed: Hashable, doing: Callable[[], Awaitable[T]]) -> T:
    """Do something, or let it be done where a test of this process did it after the same deeds.

    ``deed`` says all that ``doing`` depends on besides. Returns what came of it.
    """
    if not isinstance(database, Kept) or database.story.told is None:
        return await doing()
    before = database.story.told
    deeds = (*before, deed)
    if deeds not in _OUTCOMES:
        outcome = await doing()
        _SCRIPTS[deeds] = await _script(database, before)
        _OUTCOMES[deeds] = outcome
        database.story.there = deeds
    database.story.told = deeds
    return cast("T", _OUTCOMES[deeds])


async def found(database: Database, question: Hashable, asking: Callable[[], Awaitable[T]]) -> T:
    """Ask something, or hear what was found where a test of this process asked it after the same deeds."""
    if not isinstance(database, Kept) or database.story.told is None:
        return await asking()
    asked = (*database.story.told, "asked", question)
    if asked not in _OUTCOMES:
        _OUTCOMES[asked] = await asking()
    return cast("T", _OUTCOMES[asked])


async def _script(database: Kept, before: Deeds) -> str:
    """What leaves the rows that are there now. ``before``: what was done until then."""
    await caught_up(database)
    if database.story.told == before:  # nothing was written
        return _SCRIPTS[before]
    return script_of(await contents(database))


async def done_by_dice(
    database: Database, deed: Hashable, doing: Callable[[], Awaitable[T]], dice: Random
) -> T:
    """The same where chance has a part in it. The dice go on from where they were then."""

    async def doing_so() -> tuple[T, tuple[object, ...]]:
        return await doing(), dice.getstate()

    outcome, state = await done(database, deed, doing_so)
    dice.setstate(state)
    return outcome
