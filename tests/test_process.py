"""How a process begins."""

import gc
import os
import subprocess
import sys

from bot import process
from tests.shell import SECRET_KEY


def test_process_that_goes_on_looks_for_rubbish_but_not_among_what_has_stayed() -> None:
    frozen = gc.get_freeze_count()
    gc.disable()
    process.started()
    assert gc.isenabled()
    assert gc.get_freeze_count() > frozen


def test_worker_looks_for_rubbish_from_when_it_can_serve() -> None:
    """In a process of its own, as a worker is one: it sets up logs and time zones for good."""
    worker = "import gc; from bot.app import serve_app; serve_app(); print(gc.isenabled())"
    environment = {"PATH": os.environ["PATH"], "ONETIME_SECRET_KEY": SECRET_KEY}
    ended = subprocess.run([sys.executable, "-c", worker], env=environment, capture_output=True, text=True)
    assert (ended.stdout, ended.stderr) == ("True\n", "")
