"""A message as a person reads it."""

from bot.sandbox.state import posted
from bot.sandbox.values import Json


class Posted(posted.Posted):
    """Dates as in UTC, people and conversations by their ids."""

    @property
    def shown(self) -> str:
        """All that a person reads in the blocks."""
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
            return " ".join(_control(element) for element in elements)
        case {"type": "section", "text": text, "accessory": accessory}:
            return f"{text['text']} {_control(accessory)}"
        case {"type": "input", "label": label}:
            return str(label["text"])
        case {"type": "divider"}:
            return "---"
        case _:
            return str(block["text"]["text"])


def _control(element: Json) -> str:
    match element:
        case {"type": "button", "text": text}:
            return f"[{text['text']}]"
        case _:
            return f"[{element['type']}]"


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
