"""The Overview of each Master page: what it is, what stands on it, and what can be done about it."""

from dataclasses import dataclass

from bot.scheduling.leaves import Leaf
from bot.scheduling.overviews import Overview, RuleView
from bot.slack import page_buttons
from bot.slack.blocks import (
    Block,
    Element,
    actions,
    button,
    confirm,
    cut,
    divider,
    paragraph,
    section,
    user,
    words,
)
from bot.slack.home.leaves import go_button, turning
from bot.slack.home.memory import HomeMemory, Section
from bot.slack.setup.ids import MASTER_PAGE
from storage.models import RuleType

SHARE = "master_page_share"
ACCEPT_BOOKINGS = "master_page_accept"

ON, OFF = "on", "off"
LEAF_SIZE = 5
MOST_RULES = 6

FIRST_STEPS = {
    Section.EVENT_TYPES: "Begin with an Event type: what can be booked, such as a call of 30 minutes.",
    Section.BOOKING_PAGES: "Next, make a Booking page for each person who can be booked.",
    Section.MASTER_PAGES: "Now make a Master page: Customers book on it, and one-time links lead to it.",
}
"""What to do first where there are no Master pages, by the section where it is done."""


@dataclass(frozen=True)
class MasterPagesShown:
    """``first_step``: where there is no Master page yet, the section in which to do what comes next."""

    leaf: Leaf[Overview]
    first_step: Section


def master_pages(shown: MasterPagesShown, memory: HomeMemory) -> list[Block]:
    leaf = shown.leaf
    new = actions("master_pages", button("New Master page", MASTER_PAGE.new, "new", style="primary"))
    if leaf.items or leaf.number:
        overviews = [block for page in leaf.items for block in _overview(page)]
        return [new, *overviews, *turning(leaf, memory, "managed")]
    told = section(FIRST_STEPS[shown.first_step])
    if shown.first_step is Section.MASTER_PAGES:
        return [told, new]
    to = memory.turned(section=shown.first_step, managed=0)
    return [told, actions("first_step", go_button(f"Go to {shown.first_step}", to, style="primary"))]


def in_short(page: Overview) -> list[Element]:
    """What a Master page is: its names, its rule type, whether it accepts bookings, what it has going."""
    return [
        words(f"{cut(page.label, 200)}\n", bold=True),
        words(f"Public name: {cut(page.name, 200)}, {_rules_and_bookings(page)}\n"),
        words(f"{_links(page)}{_count(page.coming_bookings, 'coming booking')}"),
        *_dedicated(page),
    ]


def rule_line(rule: RuleView) -> str:
    return f"{cut(rule.event_type, 200)}: {cut(rule.team, 300)}"


def _overview(page: Overview) -> list[Block]:
    return [
        paragraph(*in_short(page), *_switched(page), words(f"\n{_offered(page)}")),
        actions(f"overview:{page.id}", *_buttons(page)),
        divider(),
    ]


def _buttons(page: Overview) -> list[Element]:
    value = str(page.id)
    return [
        button("Share & Publish", SHARE, value, about=page.label),
        button("Edit", MASTER_PAGE.edit, value, about=page.label),
        _accept_button(page),
        page_buttons.switch_button(page),
        *([page_buttons.undo_button(page.id, page.label)] if page.undo_until else []),
        page_buttons.who_button(page.id, page.label),
    ]


def _accept_button(page: Overview) -> Element:
    if not page.accepts_bookings:
        return button("Accept bookings", ACCEPT_BOOKINGS, f"{ON}:{page.id}", about=page.label)
    links = (
        ""
        if page.suspends_links
        else f", and {_count(page.open_links, 'open link')} will not work until then"
    )
    asked = confirm(
        "Stop accepting bookings?",
        f"Nobody can book, cancel or reschedule on this page until you switch it on again{links}."
        " Nothing is spent.",
        "Stop",
        "Keep on",
    )
    value = f"{OFF}:{page.id}"
    return button("Stop accepting bookings", ACCEPT_BOOKINGS, value, about=page.label, confirm=asked)


def _links(page: Overview) -> str:
    if not page.suspends_links:
        return f"{_count(page.open_links, 'open link')}, "
    return f"{_count(page.open_links, 'link')} suspended, " if page.open_links else ""


def _rules_and_bookings(page: Overview) -> str:
    return f"{page.rule_type.capitalize()} rules, {_takes(page)}"


def _takes(page: Overview) -> str:
    if not page.accepts_bookings:
        return "does not accept bookings"
    return "offers nothing to book" if page.nothing_offered_because else "accepts bookings"


def _dedicated(page: Overview) -> list[Element]:
    return [words(f"\nMade for the Booking page of {page.dedicated_to}")] if page.dedicated_to else []


def _switched(page: Overview) -> list[Element]:
    if page.switched_by is None:
        return []
    return [words("\nRule type last switched by "), user(page.switched_by)]


def _offered(page: Overview) -> str:
    if page.nothing_offered_because:
        return page.nothing_offered_because
    if page.rule_type is RuleType.STATIC:
        return _lines([f"Booking pages: {cut(', '.join(page.booking_pages), 500)}"], 1)
    return _lines([f"• {rule_line(rule)}" for rule in page.rules], MOST_RULES)


def _lines(lines: list[str], most: int) -> str:
    left = len(lines) - most
    return "\n".join([*lines[:most], *([f"and {left} more"] if left > 0 else [])])


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
