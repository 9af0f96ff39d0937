"""The inputs of the forms for setting up, and what stands in them when a form is submitted.

An input's action has the key by which the rules know it, so that what is typed goes to the rules by key as
text, and what they find wrong comes back to the same place. Its block is called so too, save in a form in
whose place another for the same thing comes: in a block of the same name Slack would keep what was typed,
whatever was made of it.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.scheduling.catalog import Choice, Typed
from bot.scheduling.catalog.kept import Value
from bot.scheduling.errors import Invalid
from bot.slack.blocks import Block, Element, cut, option, plain, section
from bot.slack.payloads import SubmittedView
from bot.slack.payloads import Typed as Entered

HINT_LENGTH = 2000
ERROR_LENGTH = 2000
ENTRY_LENGTH = 3000
MOST_OPTIONS = 100
YES, NO = "true", "false"
TOO_MUCH = "more than Slack lets anybody change here. It stays as it is; the company file can change it."


@dataclass(frozen=True)
class Fields:
    """Makes inputs that show what stands in the form already."""

    typed: Typed
    of_new: bool = False
    """In a form for something new, in whose place the one for what was made comes."""

    def line(self, key: str, label: str, hint: str = "", *, optional: bool = True) -> Block:
        """A line of text."""
        return self._entry(key, label, hint, optional=optional)

    def lines(self, key: str, label: str, hint: str) -> Block:
        """Several lines of text."""
        return self._entry(key, label, hint, optional=True, multiline=True)

    def pick(self, key: str, label: str, choices: Sequence[Choice], hint: str = "") -> Block:
        """One of a list. A list that is too long for Slack to show is searched (``search.py``)."""
        chosen = _options([each for each in choices if each.value == self.text(key)])
        initial = {"initial_option": chosen[0]} if chosen else {}
        return self._input(key, label, _menu("select", choices) | initial, hint)

    def pick_some(
        self, key: str, label: str, choices: Sequence[Choice], hint: str = "", *, optional: bool = True
    ) -> Block:
        """Some of a list, or none where it is ``optional``."""
        if len(self.values(key)) > MOST_OPTIONS:
            return _too_much(label)
        chosen = {each.value: each for each in choices}
        initial = _options([chosen[value] for value in self.values(key) if value in chosen])
        element = _menu("multi_select", choices) | ({"initial_options": initial} if initial else {})
        return self._input(key, label, element, hint, optional=optional)

    def decide(self, key: str, label: str, text: str, hint: str = "") -> Block:
        """Yes or no."""
        ticked = option(text, YES)
        initial = {"initial_options": [ticked]} if self.text(key) == YES else {}
        return self._input(
            key, label, {"type": "checkboxes", "options": [ticked], **initial}, hint, optional=True
        )

    def person(self, key: str, label: str, hint: str = "") -> Block:
        """Somebody of the workspace."""
        initial = {"initial_user": self.text(key)} if self.text(key) else {}
        return self._input(key, label, {"type": "users_select", **initial}, hint)

    def search(self, key: str, label: str, hint: str = "") -> Block:
        """One of a list that is never shown whole; each is called by its value."""
        value = self.text(key)
        initial = {"initial_option": option(value, value)} if value else {}
        return self._input(key, label, {"type": "external_select", "min_query_length": 1, **initial}, hint)

    def text(self, key: str) -> str:
        value = self.typed.get(key, "")
        return value if isinstance(value, str) else ""

    def values(self, key: str) -> tuple[str, ...]:
        value = self.typed.get(key, ())
        return () if isinstance(value, str) else value

    def _entry(self, key: str, label: str, hint: str, *, optional: bool, multiline: bool = False) -> Block:
        if len(self.text(key)) > ENTRY_LENGTH:
            return _too_much(label)
        initial = {"initial_value": self.text(key)} if self.text(key) else {}
        several = {"multiline": True} if multiline else {}
        element = {"type": "plain_text_input", "max_length": ENTRY_LENGTH, **several, **initial}
        return self._input(key, label, element, hint, optional=optional)

    def _input(self, key: str, label: str, element: Element, hint: str, *, optional: bool = False) -> Block:
        return {
            "type": "input",
            "block_id": f"new.{key}" if self.of_new else key,
            "label": plain(label),
            "element": {"action_id": key, **element},
            **({"hint": plain(hint, HINT_LENGTH)} if hint else {}),
            **({"optional": True} if optional else {}),
        }


def typed_in(view: SubmittedView) -> dict[str, Value]:
    """What stands in a form, by key."""
    inputs = view.state.values.values()
    return {key: _value(entered) for by_key in inputs for key, entered in by_key.items()}


def found(choices: Sequence[Choice], sought: str) -> list[Element]:
    """The choices whose label holds what was typed, as many as Slack shows: first where a word begins so."""
    part = sought.strip().casefold()
    begins = re.compile(rf"\b{re.escape(part)}")
    holding = [each for each in choices if part in each.label.casefold()]
    holding.sort(key=lambda each: not begins.search(each.label.casefold()))
    return _options(holding[:MOST_OPTIONS])


def at_fields(invalid: Invalid, view: SubmittedView) -> dict[str, str]:
    """Those of the problems that belong to an input of the form. Raises them again where none does."""
    places = {key: block_id for block_id, by_key in view.state.values.items() for key in by_key}
    told = {
        places[key]: cut(problem, ERROR_LENGTH) for key, problem in invalid.fields.items() if key in places
    }
    if not told:
        raise invalid
    return told


def _too_much(label: str) -> Block:
    """In the place of an input that Slack could not show whole. Without an input, all stays as it is."""
    return section(f"{label}: {TOO_MUCH}")


def _value(entered: Entered) -> Value:
    if entered.type == "checkboxes":
        return YES if entered.selected_options else NO
    if entered.type.startswith("multi_"):
        return tuple(choice.value for choice in entered.selected_options)
    picked = entered.selected_option.value if entered.selected_option else None
    return picked or entered.selected_user or entered.value or ""


def _menu(kind: str, choices: Sequence[Choice]) -> Element:
    multi = "multi_" if kind == "multi_select" else ""
    if len(choices) > MOST_OPTIONS:
        return {"type": f"{multi}external_select", "min_query_length": 0}
    return {"type": f"{multi}static_select", "options": _options(choices)}


def _options(choices: Collection[Choice]) -> list[Element]:
    return [option(each.label, each.value) for each in choices]
