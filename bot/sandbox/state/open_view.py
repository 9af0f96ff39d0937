"""A modal on a person's screen, or their Home tab: what it shows, and what the person has entered into it."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.block_kit.elements import HOLDINGS, holding_elements, in_state, initial
from bot.sandbox.state.accounts import ACME, APP_ID, BOT_ID
from bot.sandbox.state.conversations import Conversation, is_offered
from bot.sandbox.values import Json

Place = tuple[str, str]
"""An element in a view: its block id and its action id."""

Offered = dict[Place, list[Json]]
"""The options that the app offered last, in each list that is searched there."""

UNLESS_GIVEN: Json = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "title": None,
    "submit": None,
    "close": None,
    "clear_on_close": False,
    "notify_on_close": False,
}
"""Parts of a view that Slack sends, whether the app gave them or not."""


@dataclass
class OpenView:
    """``view`` is what the app sent, each block and element with an id; ``user`` is who sees it."""

    id: str
    user: str
    hash: str
    view: Json
    root_id: str
    previous_id: str | None = None
    opened_from: Conversation | None = None
    """What the person was looking at when it opened."""
    entered: dict[Place, Any] = field(default_factory=dict)
    """It lives on in a new version of the view, where an element of the same ids and type is."""
    offered: Offered = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    """What the app said is wrong, by block id."""

    @property
    def external_id(self) -> str:
        return str(self.view.get("external_id", ""))

    @property
    def blocks(self) -> list[Json]:
        return list(self.view["blocks"])

    def becomes(self, view: Json, hash_: str) -> None:
        """A new version from the app."""
        types = {place: element["type"] for place, element in self._elements().items()}
        self.view, self.hash, self.errors = view, hash_, {}
        stays = {place for place, element in self._elements().items() if types.get(place) == element["type"]}
        self.entered = {place: value for place, value in self.entered.items() if place in stays}
        self.offered = {place: options for place, options in self.offered.items() if place in stays}

    def element(self, block_id: str, action_id: str) -> Json:
        """An element that something can be entered into. Raises ``LookupError``."""
        return self._elements()[block_id, action_id]

    def enter(self, block_id: str, action_id: str, value: Any) -> None:
        """In the shape that Slack gives the element's value: a text, an option, a list of them, an id ..."""
        self.element(block_id, action_id)
        self.entered[block_id, action_id] = value

    def value(self, block_id: str, action_id: str) -> Any:
        """What stands in an element now; None, or for lists [], for nothing."""
        element = self.element(block_id, action_id)
        return self.entered.get((block_id, action_id), self._initial(element))

    def state(self) -> Json:
        """``view.state.values``."""
        values: Json = {}
        for (block_id, action_id), element in self._elements().items():
            held = in_state(element, self.value(block_id, action_id))
            values.setdefault(block_id, {})[action_id] = held
        return values

    def payload(self) -> Json:
        """The view as Slack sends it."""
        return {
            **UNLESS_GIVEN,
            **self.view,
            "id": self.id,
            "team_id": ACME.id,
            "app_id": APP_ID,
            "bot_id": BOT_ID,
            "app_installed_team_id": ACME.id,
            "hash": self.hash,
            "root_view_id": self.root_id,
            "previous_view_id": self.previous_id,
            "state": {"values": self.state()},
        }

    def _elements(self) -> dict[Place, Json]:
        return {
            (block["block_id"], element["action_id"]): element
            for block, element in holding_elements(self.blocks)
        }

    def _initial(self, element: Json) -> Any:
        here, stands = self.opened_from, initial(element)
        if stands or not element.get("default_to_current_conversation"):
            return stands
        if here is None or not is_offered(here, element):
            return stands
        return [here.id] if HOLDINGS[element["type"]].is_list else here.id
