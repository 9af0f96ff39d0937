"""What an operator's machines ask, through the whole app."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import disk_usage

import httpx2
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from sqlalchemy.engine import make_url
from structlog.testing import capture_logs

from bot.app import build
from bot.scheduling.people import People
from bot.settings import Settings
from storage import health
from storage.database import BUSY_TIMEOUT_MS, Database
from storage.models import Notice
from tests.shell import SECRET_KEY
from tests.web.reading import Reading
from tests.web.site import BROWSER, SCRIPT


@asynccontextmanager
async def served(database_url: str) -> AsyncIterator[httpx2.AsyncClient]:
    app = build(Settings(database_url=SecretStr(database_url), secret_keys=(SecretStr(SECRET_KEY),)))
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://127.0.0.1:8000") as client,
    ):
        yield client


async def measured(client: httpx2.AsyncClient) -> dict[tuple[str, ...], float]:
    text = (await client.get("/metrics")).text
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_service_on_a_migrated_database_is_alive_and_ready(database_url: str) -> None:
    async with served(database_url) as client:
        assert (await client.get("/healthz")).text == "alive\n"
        ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"ready": True})


async def test_service_on_an_empty_database_is_alive_and_not_ready(tmp_path: Path) -> None:
    async with served(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}") as client:
        assert (await client.get("/healthz")).status_code == 200
        ready = await client.get("/readyz")
    why = "the database has not been migrated to this version"
    assert (ready.status_code, ready.json()) == (503, {"ready": False, "why": why})


async def test_service_whose_file_was_taken_away_is_not_ready_and_does_not_wait_for_it(
    sqlite_url: str,
) -> None:
    async with asyncio.timeout(BUSY_TIMEOUT_MS / 2000), served(sqlite_url) as client:
        before = await client.get("/readyz")
        Path(make_url(sqlite_url).database or "").unlink()
        after = await client.get("/readyz")
    assert (before.status_code, after.status_code) == (200, 503)
    assert after.json() == {"ready": False, "why": "the database's file is not there any more"}


def test_full_disk_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "some.db").touch()
    url = make_url(f"sqlite+aiosqlite:///{tmp_path / 'some.db'}")
    free = disk_usage(tmp_path).free

    assert health.why_nothing_is_kept(url, least_room=1) is None
    assert health.why_nothing_is_kept(url, least_room=2 * free) == "the disk of the database is full"
    assert health.why_nothing_is_kept(make_url("postgresql+asyncpg://me@127.0.0.1/none")) is None


async def test_service_without_its_database_is_alive_and_not_ready() -> None:
    async with served("postgresql+asyncpg://me:canary@127.0.0.1:1/none") as client:
        assert (await client.get("/healthz")).status_code == 200
        ready = await client.get("/readyz")
        counts = await measured(client)
    why = "the database cannot be reached"
    assert (ready.status_code, ready.json()) == (503, {"ready": False, "why": why})
    assert counts["onetime_requests_total", "/readyz", "503"] == 1


async def test_requests_are_counted_by_page(sqlite_url: str) -> None:
    async with served(sqlite_url) as client:
        await client.get("/o/x")
        await client.get("/o/x/times?from=2026-12-01")
        await client.get("/static/onetime.css")
        await client.get("/wp-admin")
        counts = await measured(client)
    assert counts["onetime_requests_total", "/o/{token}", "404"] == 1
    assert counts["onetime_requests_total", "/o/{token}/times", "404"] == 1
    assert counts["onetime_requests_total", "/static", "200"] == 1
    assert counts["onetime_requests_total", "unknown", "404"] == 1


async def test_nobody_can_make_up_pages_to_count_or_get_a_token_logged(sqlite_url: str) -> None:
    """Each as a different address: what is not found, not allowed, from another site, for another host."""
    async with served(sqlite_url) as client:
        with capture_logs() as logged:
            for number in range(2):
                token = f"canary{number}"
                await client.get(f"/o/{token}")
                await client.get(f"/o//{token}")
                await client.get(f"/O/{token}")
                await client.get(f"/%6F/{token}")
                await client.get(f"/static/{token}")
                await client.put(f"/b/{token}")
                await client.post(f"/o/{token}/book", headers={"Sec-Fetch-Site": "cross-site"})
                await client.get(f"/o/{token}", headers={"Host": "evil.example"})
        text = (await client.get("/metrics")).text
        counts = await measured(client)
    assert {path for name, path, *_ in (key for key in counts if key[0] == "onetime_requests_total")} == {
        "/o/{token}",
        "/b/{token}",
        "/static",
        "/metrics",
        "unknown",
    }
    assert len([line for line in logged if line["event"] == "request"]) == 2 * 8
    assert "canary" not in f"{text} {logged}"


async def test_page_without_its_database_says_to_try_again() -> None:
    async with served("postgresql+asyncpg://me:canary@127.0.0.1:1/none") as client:
        with capture_logs() as logged:
            page = await client.get("/o/canary", headers=BROWSER)
            script = await client.get("/o/canary/times", headers=SCRIPT)
    assert (page.status_code, Reading(page).heading) == (503, "We cannot answer right now")
    assert "Please try again in a moment." in page.text
    assert (script.status_code, script.json()["error"]) == (503, "unavailable")
    told = [line["event"] for line in logged if not line["event"].endswith("_waits_for_database")]
    assert told == ["database_unavailable", "request"] * 2
    assert "canary" not in str(logged)


async def test_waiting_notices_are_counted_and_timed(sqlite_url: str) -> None:
    """One that was put off, one that another process is sending, and a reminder whose time has not come."""
    database = Database(sqlite_url)
    now, day = datetime.now(UTC), timedelta(days=1)
    workspace_id = await People(database).only_workspace(now)
    async with database.writing() as session:
        for kind, written, due in (("card", -2, 1), ("letter", -1, -1), ("reminder", -30, 1)):
            notice = Notice(workspace_id=workspace_id, kind=kind, stream=f"{kind}:1", payload={})
            notice.created_at, notice.due_at = now + written * day, now + due * day
            notice.leased_until = now + day if kind == "letter" else None
            session.add(notice)
    await database.dispose()
    async with served(sqlite_url) as client:
        counts = await measured(client)
    assert counts["onetime_notices_waiting",] == 2
    assert counts["onetime_notices_oldest_seconds",] // day.total_seconds() == 2


async def test_reminder_waits_from_its_own_time_on(database: Database, now: datetime) -> None:
    workspace_id = await People(database).only_workspace(now)
    async with database.writing() as session:
        notice = Notice(workspace_id=workspace_id, kind="reminder", stream="reminder:1", payload={})
        notice.created_at, notice.due_at = now - timedelta(days=30), now - timedelta(hours=1)
        session.add(notice)
    async with database.reading() as session:
        assert await health.waiting_notices(session, now, ("reminder",)) == (1, notice.due_at)
