"""Prepares each process that runs tests, and brings them the fixtures."""

import gc

import pytest


def pytest_sessionstart(session: pytest.Session) -> None:
    """The process that only deals the tests out to others is spared all that they import."""
    if not session.config.pluginmanager.hasplugin("dsession"):
        gc.disable()  # what is imported and collected stays
        session.config.pluginmanager.import_plugin("tests.fixtures")


def pytest_collection_finish() -> None:
    # Tests leave little rubbish and much that stays: a tenth of their time went into telling the two apart.
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)
    gc.enable()
