"""Nobody does anything while all begins anew, and nobody is interrupted."""

import asyncio

from bot.sandbox.page.turnstile import Turnstile


async def settled() -> None:
    """Whoever can go on has gone on as far as they can."""
    for _ in range(10):
        await asyncio.sleep(0)


class Hall:
    """Behind a turnstile. Whoever is in it stays until they are let go."""

    def __init__(self) -> None:
        self.turnstile = Turnstile()
        self.log: list[str] = []
        self._leaves: dict[str, asyncio.Event] = {}
        self._tasks: list[asyncio.Task[None]] = []

    def send(self, name: str, *, alone: bool = False) -> None:
        self._leaves[name] = asyncio.Event()
        self._tasks.append(asyncio.create_task(self._visit(name, alone=alone)))

    def let_go(self, name: str) -> None:
        self._leaves[name].set()

    async def _visit(self, name: str, *, alone: bool) -> None:
        async with self.turnstile.closed() if alone else self.turnstile.passing():
            self.log.append(f"{name} is in")
            await self._leaves[name].wait()
            self.log.append(f"{name} is out")


async def test_people_are_inside_at_the_same_time() -> None:
    hall = Hall()
    hall.send("Ada")
    hall.send("Ben")
    await settled()
    assert hall.log == ["Ada is in", "Ben is in"]


async def test_it_closes_when_all_are_out_and_lets_nobody_in_meanwhile() -> None:
    hall = Hall()
    hall.send("Ada")
    await settled()
    hall.send("the cleaner", alone=True)
    await settled()
    hall.send("Ben")
    await settled()
    assert hall.log == ["Ada is in"]
    hall.let_go("Ada")
    await settled()
    assert hall.log[1:] == ["Ada is out", "the cleaner is in"]
    hall.let_go("the cleaner")
    await settled()
    assert hall.log[3:] == ["the cleaner is out", "Ben is in"]


async def test_it_closes_for_one_at_a_time() -> None:
    hall = Hall()
    hall.send("one", alone=True)
    hall.send("another", alone=True)
    await settled()
    assert hall.log == ["one is in"]
    hall.let_go("one")
    await settled()
    assert hall.log == ["one is in", "one is out", "another is in"]
