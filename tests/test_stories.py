"""What tests begin with is the same whether it was done for them or for an earlier test."""

from datetime import datetime
from uuid import uuid4

from bot.scheduling.customers import Customer
from tests.databases import Databases, beside
from tests.scheduling.desk import Desk
from tests.stories import found


async def test_what_is_done_again_leaves_the_rows_and_the_luck_of_then(
    databases: Databases, now: datetime
) -> None:
    somebody = Customer(str(uuid4()), "new@customer.example")
    left = []
    for _ in range(2):
        async with databases.emptied() as database:
            desk = await Desk.opened(database, now)
            booked = await desk.booked(customer=somebody)
            left.append((booked, desk.bookings.dice.random(), await desk.everything()))

    assert left[0] == left[1]


async def test_what_is_done_after_anything_else_is_done_indeed(databases: Databases, now: datetime) -> None:
    issued = []
    for times in range(3):
        async with databases.emptied() as database:
            desk = await Desk.opened(database, now)
            if times == 2:
                async with beside(database).writing():
                    pass
            issued.append(await desk.issue())

    assert issued[0] == issued[1] != issued[2]


async def test_what_is_asked_again_is_heard_without_asking_until_somebody_writes(
    databases: Databases,
) -> None:
    question, heard = str(uuid4()), []
    async with databases.emptied() as database:
        for answer in ("before", "not asked for", "after"):

            async def asking(answer: str = answer) -> str:
                return answer

            heard.append(await found(database, question, asking))
            if len(heard) == 2:
                async with beside(database).writing():
                    pass

    assert heard == ["before", "before", "after"]
