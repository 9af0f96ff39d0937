"""Prepares each process that runs tests, and brings them the fixtures."""

import gc

import pytest


def pytest_sessionstart(session: pytest.Session) -> None:
    """The process that only deals the tests out to others is spared all that they import."""
    plugins = session.config.pluginmanager
    if plugins.hasplugin("dsession"):
        plugins.unregister(name="hypothesispytest")  # it would import Hypothesis to sum up
        return
    gc.disable()  # what is imported and collected stays
    plugins.import_plugin("tests.fixtures")


def pytest_collection_finish() -> None:
    # Tests leave little rubbish and much that stays: a tenth of their time went into telling the two apart.
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    # Once shows what tests left behind. pytest would look six times through all that stays, and Python too.
    gc.collect()
    gc.freeze()
