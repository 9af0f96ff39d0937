"""What the sandbox consists of: what there is in Slack, and what is kept of what happens in it."""

from dataclasses import dataclass

from bot.sandbox.api.outage import Switch
from bot.sandbox.letters import Letters
from bot.sandbox.state.attention import Attention
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.wire.sender import Sender
from bot.sandbox.wire.traffic import Traffic


@dataclass(frozen=True)
class Stage:
    base_url: str
    """Where the sandbox is, and the app beside it."""
    workspace: Workspace
    attention: Attention
    troubles: dict[str, str]
    """What went wrong with the last thing that somebody did, by user id."""
    sender: Sender
    traffic: Traffic
    switch: Switch
    letters: Letters
