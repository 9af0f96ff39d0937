"""A modal as a person sees it: inputs by their labels, options by their texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.sandbox.state import open_view
from bot.sandbox.values import Json
from tests.slack.posted import shown


@dataclass(frozen=True)
class OpenView:
    """A modal on somebody's screen, for as long as it is there: it changes with what the app sends."""

    on_screen: open_view.OpenView

    @property
    def view(self) -> Json:
        return self.on_screen.view

    @property
    def inputs(self) -> list[Json]:
        return [block for block in self.on_screen.blocks if block["type"] == "input"]

    @property
    def labels(self) -> list[str]:
        return [block["label"]["text"] for block in self.inputs]

    @property
    def texts(self) -> list[str]:
        """The words of the blocks that are not inputs."""
        return [shown(block) for block in self.on_screen.blocks if block["type"] != "input"]

    def input(self, label: str) -> Json:
        return next(block for block in self.inputs if block["label"]["text"] == label)

    def options(self, label: str) -> list[str]:
        return [option["text"]["text"] for option in self._options(label)]

    def value(self, label: str) -> Any:
        """What stands in an input now."""
        return self.on_screen.value(*self.place(label))

    def types(self, label: str, text: str | None) -> None:
        self._enter(label, text)

    def picks(self, label: str, option: str) -> None:
        self._enter(label, next(each for each in self._options(label) if each["text"]["text"] == option))

    def picks_value(self, label: str, value: str) -> None:
        """Something that the list does not offer, or that it gets from the app while it is searched."""
        self._enter(label, {"text": {"type": "plain_text", "text": "?"}, "value": value})

    def picks_channel(self, label: str, channel: str | None) -> None:
        self._enter(label, channel)

    def picks_moment(self, label: str, seconds: int) -> None:
        """Seconds since 1970."""
        self._enter(label, seconds)

    def ticks(self, label: str, *, on: bool = True) -> None:
        options = self.input(label)["element"]["options"]
        self._enter(label, options[:1] if on else [])

    def picks_some(self, label: str, *options: str) -> None:
        offered = self.input(label)["element"]["options"]
        self._enter(label, [each for each in offered if each["text"]["text"] in options])

    def picks_person(self, label: str, user_id: str) -> None:
        self._enter(label, user_id)

    @property
    def buttons(self) -> list[str]:
        """What the buttons say, from top to bottom."""
        return [button["text"]["text"] for _, button in self._buttons()]

    @property
    def heard(self) -> list[str]:
        """What the buttons are called by whoever hears them, from top to bottom."""
        return [button.get("accessibility_label", button["text"]["text"]) for _, button in self._buttons()]

    def button(self, text: str, near: str = "") -> tuple[str, str]:
        """The ids of a button and its block; of several, of the first after the words ``near``."""
        start = next(n for n, block in enumerate(self.on_screen.blocks) if near in shown(block))
        return next(
            (block["block_id"], button["action_id"])
            for block, button in self._buttons(start)
            if button["text"]["text"] == text
        )

    def menu(self, action_id: str) -> tuple[Json, Json]:
        """A menu that is no input, and its block."""
        return next(
            (block, element)
            for block in self.on_screen.blocks
            for element in block.get("elements", [])
            if element.get("action_id") == action_id
        )

    def _buttons(self, start: int = 0) -> Iterator[tuple[Json, Json]]:
        for block in self.on_screen.blocks[start:]:
            for element in [*block.get("elements", []), block.get("accessory", {})]:
                if element.get("type") == "button":
                    yield block, element

    def payload(self) -> Json:
        return self.on_screen.payload()

    def place(self, label: str) -> tuple[str, str]:
        """The ids of an input: its block's and its element's."""
        block = self.input(label)
        return block["block_id"], block["element"]["action_id"]

    def _options(self, label: str) -> list[Json]:
        """Of all groups, where there are groups."""
        element = self.input(label)["element"]
        groups: list[Json] = element.get("option_groups", [element])
        return [option for group in groups for option in group["options"]]

    def _enter(self, label: str, value: Any) -> None:
        self.on_screen.enter(*self.place(label), value)
