"""Whoever looks on hears of every change once."""

import asyncio

from bot.sandbox.changes import NOTHING_YET, Changes


async def test_all_who_wait_hear_of_a_change() -> None:
    changes = Changes()
    waiting = [asyncio.create_task(changes.after(0)) for _ in range(2)]
    await asyncio.sleep(0)

    changes.touch()

    assert await asyncio.gather(*waiting) == [1, 1]


async def test_what_has_changed_before_is_heard_at_once() -> None:
    changes = Changes()
    changes.touch()
    changes.touch()

    assert await changes.after(0) == 2


async def test_who_has_heard_waits_for_the_next() -> None:
    changes = Changes()
    changes.touch()
    waiting = asyncio.create_task(changes.after(1))
    await asyncio.sleep(0)
    assert not waiting.done()

    changes.touch()

    assert await waiting == 2


async def test_versions_go_on_from_where_they_begin() -> None:
    changes = Changes(begun=1000)
    assert changes.touch() == changes.version == await changes.after(1000) == 1001


def test_version_of_another_run_says_nothing_of_what_was_seen() -> None:
    changes = Changes(begun=5)

    assert {told: changes.seen(told) for told in ("", "live", "-1", "6", "99999", "5", "4")} == {
        **dict.fromkeys(("", "live", "-1", "6", "99999"), NOTHING_YET),
        "5": 5,
        "4": 4,
    }
