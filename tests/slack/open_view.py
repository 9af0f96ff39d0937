"""A modal on a person's screen: what it shows, and what the person has entered into it."""

from dataclasses import dataclass, field
from typing import Any

from tests.slack.posted import shown

Json = dict[str, Any]


@dataclass
class OpenView:
    """Inputs are named by their labels, options by their texts: as a person sees them."""

    id: str
    hash: str
    view: Json
    entered: dict[tuple[str, str], Any] = field(default_factory=dict)
    """By block id and action id: it lives on in a new version of the view that has the same input."""

    def becomes(self, view: Json, hash_: str) -> None:
        self.view, self.hash = view, hash_
        there = {(block["block_id"], block["element"]["action_id"]) for block in self.inputs}
        self.entered = {place: value for place, value in self.entered.items() if place in there}

    @property
    def inputs(self) -> list[Json]:
        return [block for block in self.view["blocks"] if block["type"] == "input"]

    @property
    def labels(self) -> list[str]:
        return [block["label"]["text"] for block in self.inputs]

    @property
    def texts(self) -> list[str]:
        """The words of the blocks that are not inputs."""
        return [shown(block) for block in self.view["blocks"] if block["type"] != "input"]

    def input(self, label: str) -> Json:
        return next(block for block in self.inputs if block["label"]["text"] == label)

    def options(self, label: str) -> list[str]:
        return [option["text"]["text"] for option in self.input(label)["element"]["options"]]

    def types(self, label: str, text: str | None) -> None:
        self._enter(label, text)

    def picks(self, label: str, option: str) -> None:
        options = self.input(label)["element"]["options"]
        self._enter(label, next(each for each in options if each["text"]["text"] == option))

    def picks_value(self, label: str, value: str) -> None:
        """Something that the list does not offer, or that it gets from the app while it is searched."""
        self._enter(label, {"text": {"type": "plain_text", "text": "?"}, "value": value})

    def picks_channel(self, label: str, channel: str | None) -> None:
        self._enter(label, channel)

    def ticks(self, label: str, *, on: bool = True) -> None:
        options = self.input(label)["element"]["options"]
        self._enter(label, options[:1] if on else [])

    def value(self, label: str) -> Any:
        """What stands in an input now."""
        block = self.input(label)
        element = block["element"]
        return self.entered.get((block["block_id"], element["action_id"]), _initial(element))

    def state(self) -> Json:
        values: Json = {}
        for block in self.inputs:
            element = block["element"]
            typed = {"type": element["type"], _key_of(element): self.value(block["label"]["text"])}
            values[block["block_id"]] = {element["action_id"]: typed}
        return values

    def payload(self) -> Json:
        """The view as Slack sends it."""
        return {
            **self.view,
            "id": self.id,
            "team_id": "T0ACME",
            "hash": self.hash,
            "root_view_id": self.id,
            "app_installed_team_id": "T0ACME",
            "callback_id": self.view.get("callback_id", ""),
            "private_metadata": self.view.get("private_metadata", ""),
            "state": {"values": self.state()},
        }

    def _enter(self, label: str, value: Any) -> None:
        block = self.input(label)
        self.entered[block["block_id"], block["element"]["action_id"]] = value


def _key_of(element: Json) -> str:
    return {
        "plain_text_input": "value",
        "email_text_input": "value",
        "static_select": "selected_option",
        "external_select": "selected_option",
        "checkboxes": "selected_options",
        "conversations_select": "selected_conversation",
    }[element["type"]]


def _initial(element: Json) -> Any:
    initial = (element.get(name) for name in ("initial_value", "initial_option", "initial_options"))
    return next(
        (value for value in initial if value is not None), [] if element["type"] == "checkboxes" else None
    )
