"""How a process begins."""

import gc
import os
import subprocess
import sys
from collections.abc import Sequence

import pytest

from bot import process
from tests.shell import SECRET_KEY

# Records which libraries the command alone imports; then what a process does to the world while it imports
# all there is, and what it has built at the end. Then it becomes a worker.
BEGINNING = """
import gc, pkgutil, sys
gc.disable()
deeds = []
TOUCHING = ("socket.connect", "socket.bind", "sqlite3.connect", "subprocess.Popen", "os.mkdir", "os.remove")
sys.addaudithook(lambda event, _: deeds.append(event) if event in TOUCHING else None)
import bot.__main__
print([library for library in ("aiohttp", "pydantic", "sqlalchemy", "starlette") if library in sys.modules])
for module in pkgutil.walk_packages(bot.__path__, "bot."):
    __import__(module.name)
from jinja2 import Environment
from slack_bolt.async_app import AsyncApp
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette
built = [o for o in gc.get_objects() if isinstance(o, (AsyncApp, AsyncEngine, Environment, Starlette))]
print(deeds, built)
from bot.app import serve_app
serve_app()
print(gc.isenabled())
"""


@pytest.fixture(scope="module")
def beginning() -> Sequence[str]:
    """What a process says that imports the command, then everything, and then serves."""
    environment = {"PATH": os.environ["PATH"], "ONETIME_SECRET_KEY": SECRET_KEY}
    # -B: whether bytecode is written is the interpreter's own affair.
    arguments = [sys.executable, "-B", "-c", BEGINNING]
    ended = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout.splitlines()


def test_command_imports_little(beginning: Sequence[str]) -> None:
    assert beginning[0] == "[]"


def test_nothing_is_built_or_touched_by_importing(beginning: Sequence[str]) -> None:
    assert beginning[1] == "[] []"


def test_worker_looks_for_rubbish_from_when_it_can_serve(beginning: Sequence[str]) -> None:
    assert beginning[2:] == ["True"]


def test_process_that_goes_on_looks_for_rubbish_but_not_among_what_has_stayed() -> None:
    frozen = gc.get_freeze_count()
    gc.disable()
    process.started()
    assert gc.isenabled()
    assert gc.get_freeze_count() > frozen
