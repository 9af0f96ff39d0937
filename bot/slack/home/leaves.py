"""Turning the leaves of a list, and going from one section to another."""

from bot.scheduling.leaves import Leaf, T
from bot.slack.blocks import Block, Element, actions, button, small_print
from bot.slack.home.memory import HomeMemory

GO = "home_go"
"""Begins the action id of each button that leads elsewhere; its value is the memory it leads to."""

BEYOND = "There is nothing further."


def go_button(text: str, to: HomeMemory, **more: str) -> Element:
    return button(text, f"{GO}:{text}", to.written(), **more)


def turning(leaf: Leaf[T], memory: HomeMemory, list_name: str) -> list[Block]:
    """Next and Previous, where there is a leaf to turn to. ``list_name``: the list's field in the memory."""
    about = memory.section if list_name == "managed" else list_name
    beyond = [small_print(BEYOND)] if leaf.number and not leaf.items else []
    steps = [
        *(
            [go_button("Previous", memory.turned(**{list_name: leaf.number - 1}), about=about)]
            if leaf.number
            else []
        ),
        *(
            []
            if leaf.is_last
            else [go_button("Next", memory.turned(**{list_name: leaf.number + 1}), about=about)]
        ),
    ]
    return [*beyond, *([actions(f"turn_{list_name}", *steps)] if steps else [])]
