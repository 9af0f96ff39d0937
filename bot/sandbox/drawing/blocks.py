"""Block Kit as HTML: what the app sent, before the eyes of one person, with real form controls.

The markup is in ``templates/sandbox/blocks.html``: a macro for each type of block (``block_…``) and of
element (``element_…``), and for the kinds of control. What has none is said not to be drawn.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from bot.sandbox.block_kit.elements import holding_elements, initial
from bot.sandbox.drawing import mrkdwn, rich_text
from bot.sandbox.drawing.controls import KINDS, Attributes, Choices, Control, Controls
from bot.sandbox.drawing.forms import press_name, standing
from bot.sandbox.drawing.mrkdwn import Names
from bot.sandbox.state.open_view import Offered, OpenView
from bot.sandbox.state.posted import Posted
from bot.sandbox.values import Json

TEMPLATE = "sandbox/blocks.html"

Macros = Mapping[str, Callable[..., Markup]]


class Drawing:
    """Draws with the macros of ``environment``, which is one that escapes by itself."""

    def __init__(self, environment: Environment) -> None:
        self._macros: Macros = vars(environment.get_template(TEMPLATE).module)

    def message(
        self,
        posted: Posted,
        names: Names,
        choices: Choices,
        within: str = "",
        offered: Offered | None = None,
    ) -> Markup:
        """A message's blocks, or its text where there are none. ``within`` tells two drawings of it apart.

        ``offered`` is what the app offered last, in each list that is searched there.
        """
        drawn = self._message(posted, names, choices, within, offered or {})
        return drawn + self._macros["not_drawn"]("attachments") if posted.has_attachments else drawn

    def _message(
        self, posted: Posted, names: Names, choices: Choices, within: str, offered: Offered
    ) -> Markup:
        if not posted.blocks:
            return Markup('<div class="text">{}</div>').format(mrkdwn.html(posted.text, names))
        there = {
            (block["block_id"], element["action_id"]): initial(element)
            for block, element in holding_elements(posted.blocks)
        }
        prefix = f"{within}{posted.channel}-{posted.ts}"
        return self._blocks(posted.blocks, Controls(prefix, names, choices, there, offered))

    def view(self, view: OpenView, names: Names, choices: Choices) -> Markup:
        """The blocks of a modal or a Home tab, with what the person has entered and what is wrong with it."""
        controls = Controls(view.id, names, choices, standing(view), view.offered, view.errors)
        return self._blocks(view.blocks, controls)

    def _blocks(self, blocks: list[Json], controls: Controls) -> Markup:
        return Pen(self._macros, controls).blocks(blocks)


@dataclass(frozen=True)
class Pen:
    """What the macros draw one message or view with."""

    macros: Macros
    controls: Controls

    def blocks(self, blocks: Iterable[Json]) -> Markup:
        return Markup().join(self.block(block) for block in blocks)

    def block(self, block: Json) -> Markup:
        return self._drawn("block", block["type"], block)

    def element(self, block: Json, element: Json) -> Markup:
        """An element of a block: something to act on, an image, a paragraph of rich text."""
        if control := self.control(block, element):
            return self.macros["control"](control)
        if element["type"] in ("plain_text", "mrkdwn"):
            return Markup('<div class="text">{}</div>').format(self.controls.text(element))
        return self._drawn("element", element["type"], block, element)

    def control(self, block: Json, element: Json) -> Control | None:
        """What is drawn of an element that holds something; None for any other."""
        return self.controls.control(block, element) if element["type"] in KINDS else None

    def parts(self, parts: Iterable[Json]) -> Markup:
        """The parts of a paragraph of rich text."""
        drawn = ((part, rich_text.drawn(part, self.controls.names)) for part in parts)
        return Markup().join(self.not_drawn(part["type"]) if html is None else html for part, html in drawn)

    def verbatim(self, parts: Iterable[Json]) -> str:
        """The same in a block of code: the words alone."""
        return rich_text.verbatim(parts)

    def shows(self, url: str) -> bool:
        """Is it an address that an image may be fetched from?"""
        return mrkdwn.is_safe(url)

    def pressable(self, block: Json, element: Json, option: int | None = None) -> Attributes:
        """The attributes of a button, or of an option in a menu of them. With an address, it is a link."""
        press = press_name(block["block_id"], element["action_id"], option)
        confirming = self.controls.confirming(element)
        url = (element if option is None else element["options"][option]).get("url", "")
        if leading := mrkdwn.leading_to(url, self.controls.names):
            return {**leading, "data-press": press, **confirming}
        return {"name": "press", "value": press, **confirming}

    def not_drawn(self, type_: str) -> Markup:
        return self.macros["not_drawn"](type_)

    def _drawn(self, what: str, type_: str, *arguments: Json) -> Markup:
        macro = self.macros.get(f"{what}_{type_}")
        return macro(self, *arguments) if macro else self.not_drawn(type_)
