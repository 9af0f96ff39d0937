"""What is told while the database is busy with something else."""

import asyncio
import sqlite3
from contextlib import closing

from structlog.testing import capture_logs

from tests.databases import locked
from tests.web.reading import Reading
from tests.web.site import DANA, Site


async def test_booking_meanwhile_is_asked_to_try_again_and_then_succeeds(one_meeting: Site) -> None:
    link = await one_meeting.link()
    body = one_meeting.body()

    async with locked(one_meeting.database):
        with capture_logs() as logged:
            script = await one_meeting.post_json(f"{link}/book", body)
            browser = Reading(await one_meeting.send(f"{link}/book", body))

    told = "This was not your doing. Please try again in a moment."
    assert (script.status_code, script.json()) == (503, {"error": "unavailable", "message": told})
    assert (browser.status, browser.heading) == (503, "We cannot answer right now")
    assert [line["event"] for line in logged] == ["database_unavailable"] * 2
    assert not [secret for secret in (link, DANA.name, DANA.email, "exc_info") if secret in str(logged)]
    assert (await one_meeting.book(link)).startswith("/b/")


async def test_booking_that_still_waits_when_the_server_ends_is_asked_to_try_again(one_meeting: Site) -> None:
    link = await one_meeting.link()
    with closing(sqlite3.connect(one_meeting.database.url.database or "")) as other:
        other.execute("BEGIN IMMEDIATE")
        booking = asyncio.create_task(one_meeting.post_json(f"{link}/book", one_meeting.body()))
        await asyncio.wait([booking], timeout=0.1)
        booking.cancel()
        other.rollback()
        answer = await booking

    assert (answer.status_code, answer.json()["error"]) == (503, "unavailable")
    assert (await one_meeting.book(link)).startswith("/b/")
