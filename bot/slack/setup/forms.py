"""What the forms for setting up have in common."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.scheduling.catalog import Typed
from bot.scheduling.obstacles import listed
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    confirm,
    cut,
    divider,
    paragraph,
    plain,
    saying,
    section,
    user,
    words,
)
from bot.slack.setup.memory import EditMemory

CHANGED = (
    "Somebody else has saved this meanwhile. What you entered still stands here, and saving it again puts it"
    " in the place of theirs."
)
RETIRED = "It is offered no more. What was booked with it stays."
MOST_OF_VALUE = 100
MOST_OF_PLACES = 1000


@dataclass(frozen=True)
class Retiring:
    """The button that retires what a form is about, and what that does. ``places``: where it stands, so that
    it cannot be retired.
    """

    action_id: str
    places: Sequence[str] = ()
    told: str = "It is offered no more. What was booked with it stays, and you can make it anew."


@dataclass(frozen=True)
class Draft:
    """A form on its way to a screen. ``saved``: what stands now, where somebody else was faster."""

    memory: EditMemory
    typed: Typed
    saved: Typed | None = None


def edit_form(
    callback_id: str, name: str, blocks: Sequence[Block], draft: Draft, retire: Retiring | None = None
) -> View:
    """A form to make or change a ``name``, with a button to retire one that is there."""
    retiring = [divider(), _retiring(retire, name)] if retire and draft.memory.id else []
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(name),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "private_metadata": draft.memory.written(),
        "blocks": [*_overtaken(blocks, draft), *blocks, *retiring],
    }


def retired() -> View:
    return saying("Retired", section(RETIRED))


def _overtaken(blocks: Sequence[Block], draft: Draft) -> list[Block]:
    """That somebody else saved first, and what stands now where the person has something else."""
    if draft.saved is None:
        return []
    theirs = [each for difference in _differences(blocks, draft.typed, draft.saved) for each in difference]
    return [paragraph(words(CHANGED), *([words(" Saved now:"), *theirs] if theirs else []))]


def _differences(blocks: Sequence[Block], typed: Typed, saved: Typed) -> Iterator[list[Element]]:
    for block in blocks:
        match block:
            case {"label": {"text": str(label)}, "element": dict(input_)}:
                key = str(input_["action_id"])
                value = saved.get(key, "")
                if isinstance(value, str) and value != typed.get(key, ""):
                    yield [words(f"\n{label}: "), _as_shown(input_, value)]


def _as_shown(element: Element, value: str) -> Element:
    """A value as the input shows it to a person: what was picked by its name."""
    match element:
        case {"type": "users_select"} if value:
            return user(value)
        case {"type": "external_select", "min_query_length": 0}:
            return words("another choice")
        case {"options": list(options)}:
            return words(next((each["text"]["text"] for each in options if each["value"] == value), "blank"))
    return words(cut(value, MOST_OF_VALUE) or "blank")


def _retiring(retire: Retiring, name: str) -> Block:
    if retire.places:
        told = f"This {name} stands in {listed(retire.places)}. To retire it, take it out there first."
        return section(cut(told, MOST_OF_PLACES))
    asked = confirm(f"Retire this {name}?", retire.told, "Retire", "Keep")
    button_ = button(f"Retire this {name}", retire.action_id, "retire", style="danger", confirm=asked)
    return actions("retiring", button_)
