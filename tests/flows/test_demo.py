"""``onetime demo``, as a process: what it promises on a bare machine."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, chdir
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2

from bot import demo as example

ROOT = Path(__file__).resolve().parents[2]
URL = re.compile(r"http://127\.0\.0\.1:\d+/o/(\S+)")


@dataclass
class Demo:
    """A running demo, its two URLs, and, when it has ended, what it logged."""

    open_url: str
    personalized_url: str
    log: str = ""


@asynccontextmanager
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "demo", "--port", "0"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "error",
            "TMPDIR": str(tmp_path),
            # A real installation's settings around it must not matter.
            "ONETIME_DATABASE_URL": "postgresql+asyncpg://me@127.0.0.1:1/none",
            "ONETIME_SECRET_KEY": "short",
            "SLACK_BOT_TOKEN": "xoxb-1",
        },
    )
    assert process.stdout is not None
    said = ""
    while len(URL.findall(said)) < 2:
        line = await process.stdout.readline()
        assert line, (await process.communicate())[1].decode()
        said += line.decode()
    running = Demo(*(match[0] for match in URL.finditer(said)))
    try:
        yield running
    finally:
        process.terminate()
        running.log = (await process.communicate())[1].decode()
    assert process.returncode == 0, running.log


async def test_both_links_can_be_booked_and_nothing_is_left_behind(tmp_path: Path) -> None:
    async with demo(tmp_path) as running, httpx2.AsyncClient() as customer:
        page = await customer.get(running.open_url)
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
        booked = await book_first_time(customer, running.open_url, name="Kim", email="kim@customer.example")
        assert booked.status_code == 201
        assert (await customer.get(running.open_url)).status_code == 410

        page = await customer.get(running.personalized_url)
        assert "dana@example.com" not in page.text
        booked = await book_first_time(customer, running.personalized_url.removesuffix("?skip=1"))
        assert booked.json()["booking"]["customer"] == {"name": "Dana Whitfield", "email": "dana@example.com"}
    assert list(tmp_path.iterdir()) == []
    assert running.open_url.rpartition("/")[2] not in running.log
    assert "/o/…/book" in running.log
    assert "Traceback" not in running.log


async def book_first_time(customer: httpx2.AsyncClient, url: str, **details: str) -> httpx2.Response:
    """Book the first time that is offered within two weeks from now, by the real clock."""
    event_type = (await customer.get(f"{url}/times")).json()["event_types"][0]["id"]
    today = datetime.now(UTC).date()
    asked = {
        "event_type": event_type,
        "from": f"{today}",
        "to": f"{today + timedelta(days=14)}",
        "time_zone": "Europe/Madrid",
    }
    times = (await customer.get(f"{url}/times", params=asked)).json()["times"]
    body = {"event_type": event_type, "start": times[0]["start"], "time_zone": "Europe/Madrid"} | details
    return await customer.post(f"{url}/book", json=body, headers={"Accept": "application/json"})


def test_settings_beside_are_not_even_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"ONETIME_BASE_URL=\xff\n")
    with chdir(tmp_path), example.settings("http://127.0.0.1:8000") as settings:
        assert settings.base_url == "http://127.0.0.1:8000"
