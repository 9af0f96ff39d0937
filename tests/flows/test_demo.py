"""``onetime demo``, as a process: what it promises on a bare machine, here without scripts in the browser."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, chdir
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import httpx2
from bs4 import BeautifulSoup

from bot import demo as example
from bot.app import build
from bot.demo import SlackKeys
from bot.server import SECONDS_TO_FINISH

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(r"https?://\S+")
LINK = re.compile(r"http://127\.0\.0\.1:\d+/o/[\w-]+")

# As `python -m bot` begins. It tells at the end what cannot be seen from outside.
BOT = """
import atexit, gc, runpy
atexit.register(lambda: print("looks for rubbish:", gc.isenabled()))
runpy.run_module("bot", run_name="__main__", alter_sys=True)
"""


@dataclass
class Demo:
    """A running demo. When it has ended: what it still said and logged, and how many seconds its end took."""

    address: str
    last_words: str = ""
    log: str = ""
    seconds_to_end: float = 0.0


@asynccontextmanager
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", BOT, "demo", "--port", "0"),
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
    while not said.endswith("/sandbox\n"):
        line = await process.stdout.readline()
        assert line, (await process.communicate())[1].decode()
        said += line.decode()
    running = Demo(ADDRESS.findall(said)[0])
    try:
        yield running
    finally:
        began = monotonic()
        process.terminate()
        rest, log = await process.communicate()
        running.last_words, running.log = rest.decode(), log.decode()
        running.seconds_to_end = monotonic() - began
    assert process.returncode == 0, running.log
    assert ADDRESS.findall(said + running.last_words) == [running.address]


async def test_newcomer_is_agent_and_customer_and_nothing_is_left_behind(tmp_path: Path) -> None:
    async with httpx2.AsyncClient(follow_redirects=True, timeout=30) as client:
        async with demo(tmp_path) as running:
            link = await make_link(client, running.address)
            booked = await book_first_time(client, link)
            assert (booked.status_code, (await client.get(link)).status_code) == (201, 410)
            await until_page_shows(client, running.address, "kim@customer.example")
            # That a page is open still does not hold up the end.
            page_left_open = asyncio.create_task(client.get(f"{running.address}/live", timeout=60))
            await until_page_shows(client, running.address, "kim@customer.example")
        assert (await page_left_open).status_code == 200
    assert running.seconds_to_end < SECONDS_TO_FINISH
    assert running.last_words == "\nlooks for rubbish: True\n"
    assert list(tmp_path.iterdir()) == []
    assert link.rpartition("/")[2] not in running.log
    assert "/o/…/book" in running.log
    assert "Traceback" not in running.log


async def make_link(client: httpx2.AsyncClient, address: str) -> str:
    """Open the demo's own address, type /onetime, and pick the first Master page."""
    page = await client.get(address.removesuffix("sandbox"))
    page = await submit(client, page, "[data-composer]", text="/onetime")
    page = await submit(client, page, ".modal form", "[data-submit]", **{"v:master_page:master_page": "0"})
    links: list[str] = LINK.findall(page.text)
    return links[0]


async def submit(
    client: httpx2.AsyncClient, page: httpx2.Response, form: str, button: str = "button", **filled: str
) -> httpx2.Response:
    """Fill in a form of the page and press its button, as a browser without scripts does."""
    found = BeautifulSoup(page.text, "html.parser").select_one(form)
    pressed = found.select_one(button) if found else None
    assert found is not None
    assert pressed is not None
    address = page.url.join(str(pressed.get("formaction") or found["action"]))
    hidden = {str(field["name"]): str(field["value"]) for field in found.select("[type=hidden]")}
    return await client.post(address, data=hidden | filled)


async def until_page_shows(client: httpx2.AsyncClient, address: str, text: str) -> None:
    """Looks again with each change that the page is told of."""
    async with client.stream("GET", f"{address}/live") as changes:
        async for _ in changes.aiter_lines():
            if text in (await client.get(address)).text:
                return


async def book_first_time(client: httpx2.AsyncClient, link: str) -> httpx2.Response:
    """Book the first time that is offered within two weeks from now, by the real clock."""
    event_type = (await client.get(f"{link}/times")).json()["event_types"][0]["id"]
    today = datetime.now(UTC).date()
    asked = {
        "event_type": event_type,
        "from": f"{today}",
        "to": f"{today + timedelta(days=14)}",
        "time_zone": "Europe/Madrid",
    }
    times = (await client.get(f"{link}/times", params=asked)).json()["times"]
    kim = {"name": "Kim", "email": "kim@customer.example", "time_zone": "Europe/Madrid"}
    body = {"event_type": event_type, "start": times[0]["start"]} | kim
    return await client.post(f"{link}/book", json=body, headers={"Accept": "application/json"})


def test_settings_beside_are_not_even_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"ONETIME_BASE_URL=\xff\n")
    keys = SlackKeys("xoxb-1", "secret")
    with chdir(tmp_path), example.settings("http://127.0.0.1:8000", keys) as settings:
        assert settings.base_url == "http://127.0.0.1:8000"


async def test_product_alone_has_no_sandbox() -> None:
    with example.settings("http://127.0.0.1:8000", SlackKeys("xoxb-1", "secret")) as settings:
        product = httpx2.ASGITransport(build(settings))
        async with httpx2.AsyncClient(transport=product, base_url=settings.base_url) as client:
            assert (await client.get("/sandbox")).status_code == 404
