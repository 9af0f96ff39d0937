"""The product as an operator runs it: a process of its own, reached only from outside."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.slack.fake_slack import BOT_TOKEN, SIGNING_SECRET

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY = "a secret key for tests, long enough to be one"
LISTENING = re.compile(rb"Listening on (http://\S+)")
SECONDS_TO_END = 15


@dataclass(frozen=True)
class Company:
    """A database, and the settings under which commands and servers work on it."""

    database_url: str
    slack_api_url: str = "http://127.0.0.1:9/"  # nobody listens there

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "error",
            "ONETIME_DATABASE_URL": self.database_url,
            "ONETIME_BASE_URL": "https://book.example",
            "ONETIME_SECRET_KEY": SECRET_KEY,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_API_URL": self.slack_api_url,
        }

    async def run(self, *arguments: str, stdin: str = "") -> str:
        """Run one ``onetime`` command and return what it prints. It must succeed."""
        process = await self._start(*arguments)
        out, err = await process.communicate(stdin.encode())
        assert process.returncode == 0, err.decode()
        return out.decode()

    @asynccontextmanager
    async def served(self, host: str = "127.0.0.1") -> AsyncIterator[str]:
        """``onetime serve`` on a free port, for the while of the block; gives its address."""
        process = await self._start("serve", "--host", host, "--port", "0")
        assert process.stderr is not None
        before = b""
        while not (listening := LISTENING.search(before)):
            line = await process.stderr.readline()
            assert line, before.decode()
            before += line
        draining = asyncio.create_task(process.stderr.read())
        try:
            yield listening[1].decode()
        finally:
            process.terminate()
            await asyncio.wait_for(process.wait(), SECONDS_TO_END)
            log = (await draining).decode()
        assert process.returncode == 0, log
        assert "Traceback" not in log, log
        assert "booking_backstop_fired" not in log, log  # the claim and the locks come first

    async def _start(self, *arguments: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=dict(self.environment),
            cwd=ROOT,
        )
