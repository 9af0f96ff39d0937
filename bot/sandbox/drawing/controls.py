"""The form controls of one message or view: how each is named, what it offers, and what stands in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, Protocol
from urllib.parse import quote

from markupsafe import Markup, escape

from bot.sandbox.drawing.forms import Values, control_name, press_name
from bot.sandbox.drawing.mrkdwn import Names, html
from bot.sandbox.drawing.rich_text import lines
from bot.sandbox.state.open_view import Offered
from bot.sandbox.values import Json

Attributes = dict[str, str | None]
"""Of an HTML element; None for those that it does not have."""

KINDS = {
    "plain_text_input": "text",
    "email_text_input": "email",
    "url_text_input": "url",
    "number_input": "number",
    "datepicker": "date",
    "timepicker": "time",
    "datetimepicker": "datetime-local",
    "static_select": "select",
    "users_select": "select",
    "conversations_select": "select",
    "channels_select": "select",
    "external_select": "search",
    "multi_external_select": "searches",
    "radio_buttons": "radio",
    "checkboxes": "checkbox",
    "multi_static_select": "checkbox",
    "multi_users_select": "checkbox",
    "multi_conversations_select": "checkbox",
    "multi_channels_select": "checkbox",
}
"""What each element that holds something is drawn as. Several of many are ticked, not held with a key."""

GROUPS = ("radio", "checkbox", "searches")
TYPED = ("text", "email", "url", "number")
LABELS = {"datepicker": "Date", "timepicker": "Time", "datetimepicker": "Date and time"}
MOST_SEARCHES = 5
"""At a time, in a list from which several may be picked."""


class Choices(Protocol):
    """What menus of people and conversations offer the reader: ids and labels."""

    def people(self) -> Iterable[tuple[str, str]]: ...

    def conversations(self, element: Json) -> Iterable[tuple[str, str]]: ...


@dataclass(frozen=True)
class Choice:
    """One of the things to choose from. ``value`` is what a page posts for it."""

    value: str
    label: Markup
    description: Markup | None = None
    is_chosen: bool = False


@dataclass(frozen=True)
class Control:
    """An element that holds something. In a group, ``attributes`` are those of each choice."""

    id: str
    kind: str
    press: str
    element: Json
    attributes: Attributes
    of_group: Attributes
    choices: list[tuple[str, list[Choice]]]
    """In groups with their labels; those that are in none come with an empty label."""
    text: str
    """What stands in it, where it is typed."""
    placeholder: str
    offered: list[str]
    """The labels that were found by the last search."""
    searches: int
    """How many more may be picked at once."""

    @property
    def is_group(self) -> bool:
        return self.kind in GROUPS

    @property
    def dispatches(self) -> bool:
        """Does the app hear of each change?"""
        return "data-dispatch" in self.attributes


@dataclass(frozen=True)
class Controls:
    """``prefix`` starts all ids, so that no two drawings on a page have the same."""

    prefix: str
    names: Names
    choices: Choices
    standing: Values
    offered: Offered = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def control(self, block: Json, element: Json) -> Control:
        where = (block["block_id"], element["action_id"])
        stands = self.standing[where]
        kind = KINDS[element["type"]]
        own = self._attributes(block, element)
        whole = {"id": self.id_of(*where), **self._naming(block, element), **self._describing(block)}
        return Control(
            id=self.id_of(*where),
            kind=kind,
            press=press_name(*where),
            element=element,
            attributes=own if kind in GROUPS else {**own, **whole, **self._limits(block, element)},
            of_group=whole,
            choices=self._choices(element, stands),
            text=self._as_text(stands),
            placeholder=self.words(element.get("placeholder")),
            offered=[self.words(option["text"]) for option in self.offered.get(where, [])],
            searches=min(MOST_SEARCHES, element.get("max_selected_items", 100) - len(_held(stands))),
        )

    def id_of(self, *parts: str) -> str:
        return ":".join([self.prefix, *(quote(part, safe="") for part in parts)])

    def text(self, text: Json) -> Markup:
        """A text object. ``mrkdwn`` may hold what no ``<p>`` can."""
        return html(text["text"], self.names) if text["type"] == "mrkdwn" else lines(text["text"])

    def words(self, text: Json | None) -> str:
        """A text object without its markup; nothing of None."""
        if text is None:
            return ""
        is_marked = text["type"] == "mrkdwn"
        return self.text(text).replace("<br>", " ").striptags() if is_marked else str(text["text"])

    def confirming(self, element: Json) -> Attributes:
        """What is to be asked before it counts."""
        asked = element.get("confirm", {})
        return {
            f"data-confirm-{name}": value if isinstance(value, str) else self.words(value)
            for name, value in asked.items()
        }

    def _attributes(self, block: Json, element: Json) -> Attributes:
        """What a control has in itself, and in a group each choice."""
        where = (block["block_id"], element["action_id"])
        return {
            "name": control_name(*where),
            **_dispatching(block, element, press_name(*where)),
            **self.confirming(element),
        }

    def _naming(self, block: Json, element: Json) -> Attributes:
        """An input has a label, in a section the text beside it is one, and elsewhere none is to be seen."""
        match block:
            case {"type": "input"}:
                return {}
            case {"type": "section", "text": _}:
                return {"aria-labelledby": self.id_of(block["block_id"])}
        placeholder = self.words(element.get("placeholder"))
        return {"aria-label": placeholder or LABELS.get(element["type"], "Choose")}

    def _describing(self, block: Json) -> Attributes:
        there = {"hint": block.get("hint"), "error": self.errors.get(block["block_id"])}
        ids = [self.id_of(block["block_id"], name) for name, text in there.items() if text]
        return {"aria-describedby": " ".join(ids) or None}

    def _limits(self, block: Json, element: Json) -> Attributes:
        """What is expected of one control. The browser's own checks are not: Slack's are in ``forms``."""
        is_required = block["type"] == "input" and not block.get("optional")
        most = element.get("max_length")
        placeholder = self.words(element.get("placeholder")) if KINDS[element["type"]] in TYPED else ""
        return {
            "required": "" if is_required else None,
            "aria-invalid": "true" if block["block_id"] in self.errors else None,
            "autofocus": "" if element.get("focus_on_load") else None,
            "maxlength": str(most) if most else None,
            "placeholder": placeholder or None,
            "inputmode": "decimal" if element["type"] == "number_input" else None,
        }

    def _choices(self, element: Json, stands: Any) -> list[tuple[str, list[Choice]]]:
        held = _held(stands)
        match element["type"].removeprefix("multi_"):
            case "users_select":
                return [("", _named(self.choices.people(), held, self.names.person))]
            case "conversations_select" | "channels_select":
                return [("", _named(self.choices.conversations(element), held, self.names.conversation))]
            case "external_select":
                return [("", _named((), [self.words(option["text"]) for option in held], str))]
            case "static_select" | "radio_buttons" | "checkboxes":
                return self._options(element, {option["value"] for option in held})
        return []

    def _options(self, element: Json, held: set[str]) -> list[tuple[str, list[Choice]]]:
        numbers = count()
        groups = element.get("option_groups") or [{"options": element["options"]}]
        return [
            (
                self.words(group.get("label")),
                [self._choice(next(numbers), option, held) for option in group["options"]],
            )
            for group in groups
        ]

    def _choice(self, number: int, option: Json, held: set[str]) -> Choice:
        described = option.get("description")
        description = self.text(described) if described else None
        return Choice(str(number), self.text(option["text"]), description, option["value"] in held)

    def _as_text(self, stands: Any) -> str:
        match stands:
            case int():
                return f"{datetime.fromtimestamp(stands, self.names.zone):%Y-%m-%dT%H:%M}"
            case {"text": text}:
                return self.words(text)
            case str():
                return stands
        return ""


def _dispatching(block: Json, element: Json, press: str) -> Attributes:
    """An input tells the app of its changes where that is asked for; everywhere else all do."""
    if block["type"] == "input" and not block.get("dispatch_action"):
        return {}
    if KINDS[element["type"]] not in TYPED:
        return {"data-dispatch": press, "data-dispatch-on": "change"}
    config = element.get("dispatch_action_config", {})
    triggers = config.get("trigger_actions_on", ["on_enter_pressed"])
    return {"data-dispatch": press, "data-dispatch-on": " ".join(each.split("_")[1] for each in triggers)}


def _held(stands: Any) -> list[Any]:
    """All that stands in an element."""
    if isinstance(stands, list):
        return stands
    return [] if stands is None else [stands]


def _named(offered: Iterable[tuple[str, str]], held: list[str], name: Callable[[str], str]) -> list[Choice]:
    """What is offered by id and label, and what is held besides."""
    there = dict(offered)
    labels = there | {each: name(each) for each in held if each not in there}
    return [Choice(id_, escape(label), is_chosen=id_ in held) for id_, label in labels.items()]
