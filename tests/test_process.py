"""How a process begins."""

import gc

from bot import process


def test_process_that_goes_on_looks_for_rubbish_but_not_among_what_has_stayed() -> None:
    frozen = gc.get_freeze_count()
    gc.disable()
    process.started()
    assert gc.isenabled()
    assert gc.get_freeze_count() > frozen
