"""The modal "One-time link": the form, what was made of it, and how a submission is read."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from bot.scheduling.customers import EMAIL_LENGTH, NAME_LENGTH, Customer
from bot.scheduling.errors import Invalid
from bot.scheduling.links import LinkRequest, Origin, PageChoice
from bot.slack.blocks import (
    Block,
    Element,
    View,
    code_block,
    conversation,
    moment,
    option,
    paragraph,
    plain,
    section,
    small_print,
    words,
)
from bot.slack.payloads import SubmittedView

FORM = "onetime_link"

# Each input's block and its action have the same id.
MASTER_PAGE = "master_page"
PERSONALIZE = "personalize"
CUSTOMER_NAME = "customer_name"
CUSTOMER_EMAIL = "customer_email"
EXPIRES = "expires"
CHANNEL = "channel"

MOST_OPTIONS = 100
MOST_REASONS = 10

LIFETIMES = {str(days): timedelta(days=days) for days in (1, 3, 7, 14, 30, 90)}
DEFAULT_LIFETIME = "90"

_BLOCK_OF_FIELD = {
    "master_page": MASTER_PAGE,
    "name": CUSTOMER_NAME,
    "email": CUSTOMER_EMAIL,
    "expires": EXPIRES,
}


class FormMemory(BaseModel):
    """What the form must not forget: where it was opened, and what was typed into inputs that are hidden now.

    It travels with the form as its ``private_metadata``, which Slack limits to 3000 characters.
    """

    model_config = ConfigDict(frozen=True)

    channel_id: str | None = None
    thread_ts: str | None = None
    asks_channel: bool = False
    """Opened from nowhere in particular, so that the form asks where the card goes."""
    name: str = ""
    email: str = ""


def form(choices: Sequence[PageChoice], memory: FormMemory, *, personalized: bool = False) -> View:
    """The form, or, where no Master page is eligible, why not and what to do."""
    eligible = [choice for choice in choices if choice.why_not is None]
    if not eligible:
        return _modal(_nothing_eligible(choices), close="Close")
    blocks = [
        _master_page_input(eligible),
        *_reasons(choices),
        _personalize_input(personalized),
        *(_customer_inputs(memory) if personalized else []),
        _expires_input(),
        *([_channel_input()] if memory.asks_channel else []),
    ]
    modal = _modal(blocks, close="Cancel")
    return modal | {
        "callback_id": FORM,
        "submit": plain("Create link"),
        "private_metadata": memory.model_dump_json(exclude_defaults=True),
    }


def page_options(choices: Sequence[PageChoice], typed: str = "") -> list[Element]:
    """The eligible Master pages whose Internal label holds what was typed, as many as Slack shows."""
    sought = typed.strip().casefold()
    found = [page for page in choices if page.why_not is None and sought in page.label.casefold()]
    return [_page_option(page) for page in found[:MOST_OPTIONS]]


def result(url: str, expires_at: datetime, origin: Origin | None) -> View:
    """The URL, ready to copy. Slack has no copy button to offer (slack.md, section 3)."""
    blocks = [
        section("The link is ready. Copy the URL and send it to your Customer:"),
        code_block(url),
        paragraph(words("It is good for one booking, until "), moment(expires_at), words(".")),
        paragraph(*_whereabouts(origin)),
    ]
    return _modal(blocks, close="Done")


def telling(text: str) -> View:
    """A modal that says one thing."""
    return _modal([section(text)], close="Close")


def is_personalized(view: SubmittedView) -> bool:
    typed = view.typed(PERSONALIZE)
    return typed is not None and bool(typed.selected_options)


def lacks_customer_inputs(view: SubmittedView) -> bool:
    """Was it submitted faster than the inputs for the Customer could appear?"""
    return is_personalized(view) and view.typed(CUSTOMER_NAME) is None


def memory_of(view: SubmittedView) -> FormMemory:
    """What the form remembers, with what stands in the Customer's inputs now."""
    memory = FormMemory.model_validate_json(view.private_metadata or "{}")
    name = _text(view, CUSTOMER_NAME, memory.name)[:NAME_LENGTH]
    email = _text(view, CUSTOMER_EMAIL, memory.email)[:EMAIL_LENGTH]
    return memory.model_copy(update={"name": name, "email": email})


def origin_of(view: SubmittedView) -> Origin | None:
    """Where the link was asked for, or the channel that was picked. None: nowhere."""
    picked = view.typed(CHANNEL)
    if picked is not None:
        return Origin(picked.selected_conversation, None) if picked.selected_conversation else None
    memory = memory_of(view)
    return Origin(memory.channel_id, memory.thread_ts) if memory.channel_id else None


def link_request(view: SubmittedView) -> LinkRequest:
    """The submission, read. Raises ``Invalid``.

    The view's id names the request: the same submission delivered twice asks for one link.
    """
    return LinkRequest(
        master_page_id=_picked_page(view),
        customer=_customer(view),
        lifetime=_lifetime(view),
        origin=origin_of(view),
        request_key=view.id,
    )


def field_errors(invalid: Invalid) -> dict[str, str]:
    """What was wrong, by the block where it is shown."""
    return {_BLOCK_OF_FIELD.get(field, MASTER_PAGE): problem for field, problem in invalid.fields.items()}


def _picked_page(view: SubmittedView) -> UUID:
    typed = view.typed(MASTER_PAGE)
    if typed is None or typed.selected_option is None:
        raise Invalid({"master_page": "Please pick a Master page."})
    try:
        return UUID(typed.selected_option.value)
    except ValueError as error:
        raise Invalid({"master_page": "Please pick a Master page from the list."}) from error


def _customer(view: SubmittedView) -> Customer | None:
    if not is_personalized(view):
        return None
    return Customer.checked(_text(view, CUSTOMER_NAME), _text(view, CUSTOMER_EMAIL))


def _lifetime(view: SubmittedView) -> timedelta:
    typed = view.typed(EXPIRES)
    picked = typed.selected_option.value if typed and typed.selected_option else DEFAULT_LIFETIME
    if picked not in LIFETIMES:
        raise Invalid({"expires": "Please pick how long the link lasts from the list."})
    return LIFETIMES[picked]


def _text(view: SubmittedView, block_id: str, if_hidden: str = "") -> str:
    typed = view.typed(block_id)
    return if_hidden if typed is None else typed.value or ""


def _modal(blocks: Sequence[Block], *, close: str) -> View:
    return {"type": "modal", "title": plain("One-time link"), "close": plain(close), "blocks": list(blocks)}


def _input(block_id: str, label: str, element: Element, **more: bool) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": block_id, **element},
        **more,
    }


def _master_page_input(eligible: Sequence[PageChoice]) -> Block:
    if len(eligible) > MOST_OPTIONS:
        return _input(MASTER_PAGE, "Master page", {"type": "external_select", "min_query_length": 0})
    options = page_options(eligible)
    preset = {"initial_option": options[0]} if len(options) == 1 else {}
    return _input(MASTER_PAGE, "Master page", {"type": "static_select", "options": options, **preset})


def _page_option(page: PageChoice) -> Element:
    return option(page.label, str(page.id))


def _reasons(choices: Sequence[PageChoice]) -> list[Block]:
    """The Master pages that cannot be picked, and why not."""
    lines = [f"{choice.label}: {choice.why_not}" for choice in choices if choice.why_not is not None]
    if not lines:
        return []
    more = [f"… and {len(lines) - MOST_REASONS} more."] if len(lines) > MOST_REASONS else []
    return [small_print("\n".join(["Not available for one-time links:", *lines[:MOST_REASONS], *more]))]


def _nothing_eligible(choices: Sequence[PageChoice]) -> list[Block]:
    if not choices:
        return [section("There are no Master pages yet. An Administrator sets them up with onetime import.")]
    return [section("No Master page can have one-time links at the moment."), *_reasons(choices)]


def _personalize_input(personalized: bool) -> Block:
    ticked = option("The Customer is known: skip the Booking form", "on")
    preset = {"initial_options": [ticked]} if personalized else {}
    element: Element = {"type": "checkboxes", "options": [ticked], **preset}
    return _input(PERSONALIZE, "Personalize link", element, optional=True, dispatch_action=True)


def _customer_inputs(memory: FormMemory) -> list[Block]:
    name = {"type": "plain_text_input", "max_length": NAME_LENGTH, **_initially(memory.name)}
    email = {"type": "email_text_input", **_initially(memory.email)}
    return [
        _input(CUSTOMER_NAME, "Customer name", name),
        _input(CUSTOMER_EMAIL, "Customer email", email),
    ]


def _initially(value: str) -> Element:
    return {"initial_value": value} if value else {}


def _expires_input() -> Block:
    options = {days: option(f"{days} days" if days != "1" else "1 day", days) for days in LIFETIMES}
    element: Element = {
        "type": "static_select",
        "options": list(options.values()),
        "initial_option": options[DEFAULT_LIFETIME],
    }
    return _input(EXPIRES, "Expires", element)


def _channel_input() -> Block:
    # An app cannot post where two people talk to each other, so that only channels are offered.
    element: Element = {
        "type": "conversations_select",
        "default_to_current_conversation": True,
        "filter": {"include": ["public", "private"]},
    }
    return _input(CHANNEL, "Post the card in", element, optional=True)


def _whereabouts(origin: Origin | None) -> list[Element]:
    if origin is None:
        return [words("It was posted nowhere. /onetime list shows it again.")]
    return [
        words("I am posting it in "),
        conversation(origin.channel_id),
        words(", in the thread of its card." if origin.thread_ts is None else ", in the thread."),
        words(" Where I may not, you get it directly."),
    ]
