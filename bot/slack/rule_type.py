"""The modal "Switch rule type": what is asked, what it would do, what was done; and a list of rule types."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from bot.scheduling.catalog import Choice
from bot.scheduling.errors import Invalid
from bot.scheduling.overviews import Overview, OverviewPage
from bot.scheduling.switching import UNDO as UNDO_TIME
from bot.scheduling.switching import AffectedLink, Effects
from bot.slack.blocks import (
    Block,
    Element,
    Message,
    View,
    actions,
    cut,
    divider,
    header,
    moment,
    option,
    paragraph,
    plain,
    section,
    small_print,
    user,
    web_link,
    words,
)
from bot.slack.page_buttons import Asked, switch_button, undo_button
from bot.slack.payloads import SubmittedView
from bot.slack.setup.fields import Fields
from storage.models import RuleType

FORM = "rule_type_switch"
CONFIRMING = "rule_type_confirm"

# Each input's block and its action have the same id.
MASTER_PAGE = "switched_page"
RULE_TYPE = "rule_type"
REASON = "reason"

MOST_LISTED = 15
MOST_LINKS = 10
MOST_MAKERS = 10
REASON_LENGTH = 500
NAME_SHOWN = 60

NO_PAGES = "There are no Master pages yet. An Administrator makes them on this app's Home tab."
KEPT = (
    "The rules are kept. Whenever the page is switched back, its unspent links work again, and for"
    f" {UNDO_TIME.seconds // 60} minutes one click undoes the switch."
)


@dataclass(frozen=True)
class Threads:
    """Where threads can be read: in the workspace of this domain, where Slack names one."""

    domain: str | None

    def url(self, link: AffectedLink) -> str | None:
        """The thread in which a link is talked about. None: there is none that others can read."""
        if link.channel_id is None or link.thread_ts is None or link.channel_id.startswith("D"):
            return None
        if self.domain is None:
            return None
        return (
            f"https://{self.domain}.slack.com/archives/{link.channel_id}/p{link.thread_ts.replace('.', '')}"
        )


def form(pages: Sequence[Choice]) -> View:
    """Which Master page, and to which rule type."""
    if not pages:
        return _modal([section(NO_PAGES)], close="Close")
    preset = {MASTER_PAGE: pages[0].value} if len(pages) == 1 else {}
    types = [option(_named(each), each) for each in (RuleType.DYNAMIC, RuleType.STATIC)]
    blocks = [
        Fields(preset).pick(MASTER_PAGE, "Master page", pages),
        _input(RULE_TYPE, "Rule type", {"type": "radio_buttons", "options": types}),
    ]
    return _modal(blocks, close="Cancel") | {"callback_id": FORM, "submit": plain("Continue")}


def asked_in(view: SubmittedView) -> Asked:
    """What was picked in the form. Raises ``Invalid``."""
    picked = {block_id: view.picked(block_id) for block_id in (MASTER_PAGE, RULE_TYPE)}
    if missing := {block_id: "Please pick one." for block_id, value in picked.items() if value is None}:
        raise Invalid(missing)
    try:
        return Asked.model_validate({"page_id": picked[MASTER_PAGE], "to": picked[RULE_TYPE]})
    except ValidationError as error:
        raise Invalid({MASTER_PAGE: "Please pick a Master page from the list."}) from error


def confirming(effects: Effects, threads: Threads) -> View:
    """What the switch would do, before it is done."""
    reason = {"type": "plain_text_input", "multiline": True, "max_length": REASON_LENGTH}
    blocks = [
        header(f"{cut(effects.label, NAME_SHOWN)}: switch to {_named(effects.to)}"),
        *_what_it_does(effects, threads),
        _input(REASON, "Reason", reason, optional=True),
        *([small_print(KEPT)] if effects.to is RuleType.STATIC else []),
    ]
    asked = Asked(page_id=effects.page_id, to=effects.to)
    return _modal(blocks, close="Cancel") | {
        "callback_id": CONFIRMING,
        "submit": plain(f"Switch to {effects.to.capitalize()}"),
        "private_metadata": asked.model_dump_json(),
    }


def reason_in(view: SubmittedView) -> str:
    typed = view.typed(REASON)
    return (typed.value or "") if typed else ""


def done(effects: Effects) -> View:
    """What the switch did, and the way back."""
    return _modal(_what_was_done(effects), close="Done")


def listed(found: OverviewPage, now: datetime) -> Message:
    """The Master pages with their rule types, and the way to switch each."""
    if not found.overviews:
        return Message(NO_PAGES, [section(NO_PAGES)])
    shown = found.overviews[:MOST_LISTED]
    blocks = [block for page in shown for block in _listed(page, now)]
    if found.total > len(shown):
        blocks.append(
            small_print(f"These are the first {len(shown)} of {found.total}; the Home tab has all.")
        )
    return Message("Rule types of your Master pages", [header("Rule types"), *blocks])


def _what_it_does(effects: Effects, threads: Threads) -> list[Block]:
    if effects.to is RuleType.DYNAMIC:
        return [
            paragraph(words(f"{_links(effects)} again.{_asleep(effects.asleep)}")),
            *_links_shown(effects, threads),
            *_warned(effects, "would then offer nothing to book"),
        ]
    return [
        paragraph(
            words(f"{_links(effects)} working.{_asleep(effects.asleep)}", bold=effects.link_count > 0),
            *_makers(effects),
        ),
        *_links_shown(effects, threads),
        paragraph(words(_cancel_only(effects.cancel_only), bold=effects.cancel_only > 0)),
        *([paragraph(words(_awaiting(effects.awaiting), bold=True))] if effects.awaiting else []),
        *_warned(effects, "would then offer nothing to book"),
    ]


def _links(effects: Effects) -> str:
    verbs = ("stops", "stop") if effects.to is RuleType.STATIC else ("works", "work")
    if not effects.link_count:
        return f"No unspent link {verbs[0]}"
    if effects.link_count == 1:
        return f"1 unspent link {verbs[0]}"
    return f"{effects.link_count} unspent links {verbs[1]}"


def _asleep(count: int) -> str:
    if not count:
        return ""
    return f" {'1 is' if count == 1 else f'{count} are'} suspended already, and will be after the switch."


def _makers(effects: Effects) -> list[Element]:
    if not effects.makers:
        return []
    shown = [
        element
        for made_by, count in effects.makers[:MOST_MAKERS]
        for element in (words(", "), _person(made_by), words(f" ({count})"))
    ]
    more = [words(" and others")] if len(effects.makers) > MOST_MAKERS else []
    return [words(" Made by "), *shown[1:], *more, words(".")]


def _links_shown(effects: Effects, threads: Threads) -> list[Block]:
    if not effects.links:
        return []
    shown = effects.links[:MOST_LINKS]
    lines = [element for link in shown for element in (words("\n"), *_link_line(link, threads))]
    left = effects.link_count - len(shown)
    more = [words(f"\nand {left} more")] if left else []
    return [paragraph(*lines[1:], *more)]


def _link_line(link: AffectedLink, threads: Threads) -> list[Element]:
    whom = cut(link.customer.name, NAME_SHOWN) if link.customer else "whoever gets it"
    ticket = f" ({cut(link.ticket, NAME_SHOWN)})" if link.ticket else ""
    made = [words(f"• For {whom}{ticket}, made by "), _person(link.made_by)]
    address = threads.url(link)
    return [*made, words(": "), web_link(address, "thread")] if address else made


def _cancel_only(count: int) -> str:
    if not count:
        return "No coming booking is affected."
    bookings = "1 coming booking" if count == 1 else f"{count} coming bookings"
    return f"{bookings} can then be cancelled, but not moved to another time."


def _awaiting(count: int) -> str:
    who = "1 Customer who was" if count == 1 else f"{count} Customers who were"
    return f"{who} asked to pick another time cannot pick one while the page is Static."


def _warned(effects: Effects, follows: str) -> list[Block]:
    """What ``follows`` for whoever comes by the general link, and why."""
    if effects.nothing_offered is None:
        return []
    return [section(f"Its general link {follows}. {effects.nothing_offered}")]


def _what_was_done(effects: Effects) -> list[Block]:
    undoing = [actions("undo", undo_button(effects.page_id))] if effects.to is RuleType.STATIC else []
    return [
        section(_now(effects)),
        section(_heard(effects)),
        *_warned(effects, "offers nothing to book now"),
        *undoing,
    ]


def _now(effects: Effects) -> str:
    return f"“{cut(effects.label, NAME_SHOWN)}” has {_named(effects.to)} now."


def _heard(effects: Effects) -> str:
    if not effects.link_count:
        return "No unspent link was affected."
    links = "1 unspent link" if effects.link_count == 1 else f"{effects.link_count} unspent links"
    if effects.to is RuleType.STATIC:
        return f"Suspended: {links}. Cards and threads in Slack say so. Nothing is lost."
    return f"Working again: {links}. Cards and threads in Slack say so."


def _listed(page: Overview, now: datetime) -> list[Block]:
    about = [
        words(cut(page.label, NAME_SHOWN), bold=True),
        words(f"\n{_named(page.rule_type)}"),
        *_switched(page),
    ]
    undoing = page.undo_until is not None and now < page.undo_until
    buttons = [switch_button(page), *([undo_button(page.id)] if undoing else [])]
    return [paragraph(*about), actions(str(page.id), *buttons), divider()]


def _switched(page: Overview) -> list[Element]:
    if page.switched_at is None:
        return []
    return [words(", switched by "), _person(page.switched_by), words(" "), moment(page.switched_at)]


def _person(user_id: str | None) -> Element:
    return words("the operator") if user_id is None else user(user_id)


def _named(rule_type: RuleType) -> str:
    return f"{rule_type.capitalize()} rules"


def _modal(blocks: Sequence[Block], *, close: str) -> View:
    return {
        "type": "modal",
        "title": plain("Switch rule type"),
        "close": plain(close),
        "blocks": list(blocks),
    }


def _input(block_id: str, label: str, element: Element, **more: bool) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": block_id, **element},
        **more,
    }
