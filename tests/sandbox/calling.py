"""Calls of the Web API, for tests."""

from typing import Any

from bot.sandbox.api.methods import perform
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json


def done(workspace: Workspace, method: str, **arguments: Any) -> Json:
    """The answer to a call that Slack does."""
    answer = perform(workspace, method, arguments)
    assert answer["ok"], answer
    return answer


def code(workspace: Workspace, method: str, **arguments: Any) -> str:
    """The code with which Slack refuses a call."""
    answer = perform(workspace, method, arguments)
    assert not answer["ok"], answer
    return str(answer["error"])
