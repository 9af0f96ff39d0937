"""What the sandbox consists of: what there is in Slack, and what is kept of what happens in it."""

from dataclasses import dataclass

from bot.sandbox.acting.sender import Sender
from bot.sandbox.api.outage import Switch
from bot.sandbox.api.traffic import Traffic
from bot.sandbox.letters import Letters
from bot.sandbox.page.attention import Attention
from bot.sandbox.state.configuration import Configuration
from bot.sandbox.state.workspace import Workspace


@dataclass(frozen=True)
class Stage:
    base_url: str
    """Where the sandbox is, and the app beside it."""
    configuration: Configuration
    workspace: Workspace
    attention: Attention
    troubles: dict[str, str]
    """What went wrong with the last thing that somebody did, by user id."""
    sender: Sender
    traffic: Traffic
    switch: Switch
    letters: Letters
