"""The form for a Master page, with its rules: each can be changed, and more can be added, on top of it."""

from collections.abc import Sequence

from bot.scheduling.catalog import Choice
from bot.scheduling.leaves import Leaf
from bot.scheduling.overviews import Overview, RuleView
from bot.slack.blocks import Block, Element, View, actions, button, cut, header, plain, row, section
from bot.slack.setup.fields import Fields
from bot.slack.setup.forms import Draft, Retiring, edit_form
from bot.slack.setup.ids import MASTER_PAGE
from storage.models import RuleType

ADD_RULE = "rule_add"
EDIT_RULE = "rule_edit"
TURN_RULES = "rules_turn"

RULES_ON_A_LEAF = 15

RULE_TYPES = (
    Choice(RuleType.DYNAMIC, "Dynamic: rules decide who gives the meeting"),
    Choice(RuleType.STATIC, "Static: Customers choose whom they meet"),
)
LINK_HINT = (
    "The last part of the page's address: …/p/support. At least 4 letters, digits, - or _."
    " Blank: made from the Public name."
)
NO_RULES = "No rules yet. A rule says who gives the meeting for one Event type: add one for each."
DORMANT = "This page has Static rules: what follows is dormant until you switch it to Dynamic rules."
CREATED = "The Master page is made. Now add its rules: one for each Event type that can be booked on it."


def new_form(draft: Draft, pages: Sequence[Choice]) -> View:
    fields = Fields(draft.typed, of_new=True)
    blocks = [
        *_names(fields),
        fields.pick("rule_type", "Rule type", RULE_TYPES, "One-time links need Dynamic rules."),
        fields.decide("accept_bookings", "Accept bookings", "Customers can book on it"),
        *_booking_pages(fields, pages),
    ]
    return edit_form(MASTER_PAGE.form, "Master page", blocks, draft)


def form(draft: Draft, pages: Sequence[Choice], overview: Overview, told: str = "") -> View:
    """What is in force comes before what is dormant; ``told`` stands on top."""
    fields = Fields(draft.typed)
    listed, rules = _booking_pages(fields, pages), _rules(overview, draft.memory.leaf)
    offered = [*listed, *rules] if overview.rule_type is RuleType.STATIC else [*rules, *listed]
    blocks = [*([section(told)] if told else []), *_names(fields), *offered]
    retiring = Retiring(MASTER_PAGE.retire, told=_retired(overview))
    return edit_form(MASTER_PAGE.form, "Master page", blocks, draft, retiring)


def _retired(overview: Overview) -> str:
    count = overview.open_links
    links = "1 open link stops" if count == 1 else f"{count} open links stop"
    return f"It is offered no more, and {links} working. Coming bookings stay, and can be cancelled."


def _names(fields: Fields) -> list[Block]:
    return [
        fields.line("name", "Public name", "Customers see it.", optional=False),
        fields.line("label", "Internal label", "Only your team sees it. Blank: the Public name."),
        fields.line("link", "Public link", LINK_HINT),
    ]


def _booking_pages(fields: Fields, pages: Sequence[Choice]) -> list[Block]:
    if not pages:
        return []
    hint = "Whom Customers can choose while the page has Static rules. Dynamic rules do without."
    return [fields.pick_some("booking_pages", "Booking pages", pages, hint)]


def _rules(overview: Overview, number: int) -> list[Block]:
    leaf = Leaf.of(overview.rules, number, RULES_ON_A_LEAF)
    dormant = [section(DORMANT)] if overview.rule_type is RuleType.STATIC else []
    return [
        header("Rules"),
        *dormant,
        *([] if overview.rules else [section(NO_RULES)]),
        *map(_rule, leaf.items),
        actions("rules", button("Add a rule", ADD_RULE, "new"), *_turning(leaf)),
    ]


def _rule(rule: RuleView) -> Block:
    text = plain(f"{cut(rule.event_type, 200)}\n{cut(rule.team, 400)}")
    return row(text, button("Change", EDIT_RULE, str(rule.id), about=rule.event_type))


def _turning(leaf: Leaf[RuleView]) -> list[Element]:
    return [
        *([button("Previous rules", f"{TURN_RULES}:back", str(leaf.number - 1))] if leaf.number else []),
        *([] if leaf.is_last else [button("More rules", f"{TURN_RULES}:on", str(leaf.number + 1))]),
    ]
