"""A message as it stands in Slack."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Posted:
    """A message in a conversation, or, ephemeral, before the eyes of one person alone."""

    channel: str
    ts: str
    thread_ts: str | None
    text: str
    blocks: list[Json]
    ephemeral: bool = False

    @property
    def shown(self) -> str:
        """All that a person reads in the blocks; dates as in UTC, people and conversations by their ids."""
        return "\n".join(shown(block) for block in self.blocks)

    @property
    def buttons(self) -> list[Json]:
        return [each for block in self.blocks if block["type"] == "actions" for each in block["elements"]]

    def button(self, action_id: str) -> Json:
        return next(button for button in self.buttons if button["action_id"] == action_id)


def shown(block: Json) -> str:
    """What a person reads in a block."""
    match block:
        case {"type": "rich_text", "elements": sections}:
            return "\n".join("".join(map(_part, section["elements"])) for section in sections)
        case {"type": "context", "elements": elements}:
            return "\n".join(element["text"] for element in elements)
        case {"type": "actions", "elements": elements}:
            return " ".join(f"[{element['text']['text']}]" for element in elements)
        case {"type": "divider"}:
            return "---"
        case _:
            return str(block["text"]["text"])


def _part(part: Json) -> str:
    match part["type"]:
        case "date":
            return str(part["fallback"])
        case "user":
            return f"@{part['user_id']}"
        case "channel":
            return f"#{part['channel_id']}"
        case _:
            return str(part["text"])
