"""The modal "One-time link": the form, what was made of it, and how a submission is read."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.scheduling.choosing import Choices
from bot.scheduling.customers import EMAIL_LENGTH, NAME_LENGTH, Customer
from bot.scheduling.dedicated import BookingPageChoice
from bot.scheduling.errors import Invalid
from bot.scheduling.link_policy import LinkPolicy
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
    user,
    words,
)
from bot.slack.errors import FormLost
from bot.slack.home.memory import HomeMemory
from bot.slack.payloads import SlackId, SubmittedView, Timestamp

FORM = "onetime_link"

# Each input's block and its action have the same id.
MASTER_PAGE = "master_page"
PERSONALIZE = "personalize"
CUSTOMER_NAME = "customer_name"
CUSTOMER_EMAIL = "customer_email"
EXPIRES = "expires"
TICKET = "ticket"
CHANNEL = "channel"

MOST_OPTIONS = 100
MOST_ASKED = 5
MOST_REASONS = 10
TICKET_LENGTH = 100

LIFETIMES = {str(days): timedelta(days=days) for days in (1, 3, 7, 14, 30, 90)}
USUAL = "usual"
"""The lifetime that the workspace has set."""

BOOKING_PAGE = "booking_page:"
"""Begins the value of an option that is a Booking page; those of Master pages are ids alone."""

_BLOCK_OF_FIELD = {
    "master_page": MASTER_PAGE,
    "name": CUSTOMER_NAME,
    "email": CUSTOMER_EMAIL,
    "expires": EXPIRES,
    "ticket": TICKET,
}


class FormMemory(BaseModel):
    """What the form must not forget: where it was opened, and what was typed into inputs that are hidden now.

    It travels with the form as its ``private_metadata``, which Slack limits to 3000 characters.
    """

    model_config = ConfigDict(frozen=True)

    channel_id: SlackId | None = None
    thread_ts: Timestamp | None = None
    asks_channel: bool = False
    """Opened from nowhere in particular, so that the form asks where the card goes."""
    name: str = ""
    email: str = ""
    preset: str = ""
    """The option that was picked before the form opened: ``/onetime for @ana``. One that there is not, such
    as ``BOOKING_PAGE``, leaves all unpicked."""
    home: HomeMemory | None = None
    """The Home tab that the form was opened from, to show it anew with the link."""
    warned: str = ""
    """The email of the Customer of whose open links the form has warned."""

    @classmethod
    def of(cls, view: SubmittedView) -> Self:
        """Raises ``FormLost`` for what no form of this app carries."""
        try:
            return cls.model_validate_json(view.private_metadata or "{}")
        except ValidationError as error:
            raise FormLost from error


def form(choices: Choices, memory: FormMemory, *, personalized: bool = False, notice: str = "") -> View:
    """The form, or, where nothing can be picked, why not and what to do. ``notice`` stands on top."""
    if not choices.count:
        return _modal(_nothing_eligible(choices), close="Close")
    blocks = [
        *([section(notice)] if notice else []),
        _master_page_input(choices, memory.preset),
        *_reasons(choices),
        _personalize_input(personalized),
        *(_customer_inputs(memory) if personalized else []),
        _expires_input(choices.policy),
        _ticket_input(choices.policy),
        *([_channel_input()] if memory.asks_channel else []),
    ]
    modal = _modal(blocks, close="Cancel")
    return modal | {
        "callback_id": FORM,
        "submit": plain("Create link"),
        "private_metadata": memory.model_dump_json(exclude_defaults=True),
    }


def page_options(choices: Choices, typed: str = "") -> list[Element]:
    """The eligible Master pages whose Internal label holds what was typed, as many as Slack shows."""
    return [_page_option(page) for page in choices.eligible if _holds(page.label, typed)][:MOST_OPTIONS]


def booking_page_options(choices: Choices, typed: str = "") -> list[Element]:
    """The same for Booking pages, by their names."""
    found = [_booking_page_option(page) for page in choices.bookable if _holds(page.name, typed)]
    return found[:MOST_OPTIONS]


def booking_page_value(page: BookingPageChoice) -> str:
    return f"{BOOKING_PAGE}{page.id}"


def preset_of(choices: Choices, master_page_id: UUID) -> str:
    """The option for a Master page; one that is dedicated to a Booking page is picked as that."""
    dedicated = (page for page in choices.booking_pages if page.master_page_id == master_page_id)
    page = next(dedicated, None)
    return str(master_page_id) if page is None else booking_page_value(page)


def option_groups(choices: Choices, typed: str = "") -> list[Element]:
    """All that can be picked, under a heading for each kind that there is."""
    groups = {
        "Master pages": page_options(choices, typed),
        "One person's Booking page": booking_page_options(choices, typed),
    }
    return [{"label": plain(label), "options": options} for label, options in groups.items() if options]


def result(url: str, expires_at: datetime, origin: Origin | None) -> View:
    """The URL, ready to copy. Slack has no copy button to offer (slack.md, section 3)."""
    blocks = [
        section("The link is ready. Copy the URL and send it to your Customer:"),
        code_block(url),
        paragraph(words("It is good for one booking, until "), moment(expires_at), words(".")),
        paragraph(*_whereabouts(origin)),
    ]
    return _modal(blocks, close="Done")


def url(address: str) -> View:
    """A link's URL once more, ready to copy."""
    return _modal([section("Copy the URL and send it to your Customer:"), code_block(address)], close="Done")


def is_personalized(view: SubmittedView) -> bool:
    typed = view.typed(PERSONALIZE)
    return typed is not None and bool(typed.selected_options)


def lacks_customer_inputs(view: SubmittedView) -> bool:
    """Was it submitted faster than the inputs for the Customer could appear?"""
    return is_personalized(view) and view.typed(CUSTOMER_NAME) is None


def memory_of(view: SubmittedView) -> FormMemory:
    """What the form remembers, with what stands in the Customer's inputs now. Raises ``FormLost``."""
    memory = FormMemory.of(view)
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


def picked_booking_page(view: SubmittedView) -> UUID | None:
    """The Booking page that was picked in place of a Master page. Raises ``Invalid``."""
    picked = view.picked(MASTER_PAGE) or ""
    return _id(picked.removeprefix(BOOKING_PAGE)) if picked.startswith(BOOKING_PAGE) else None


def picked_master_page(view: SubmittedView) -> UUID:
    """Raises ``Invalid``."""
    picked = view.picked(MASTER_PAGE)
    if picked is None:
        raise Invalid({"master_page": "Please pick a Master page."})
    return _id(picked)


def link_request(view: SubmittedView, master_page_id: UUID) -> LinkRequest:
    """The submission, read, for the Master page that it comes to. Raises ``Invalid``.

    The view's id names the request: the same submission delivered twice asks for one link.
    """
    return LinkRequest(
        master_page_id=master_page_id,
        customer=customer_in(view),
        lifetime=_lifetime(view),
        origin=origin_of(view),
        request_key=view.id,
        ticket=_text(view, TICKET),
    )


def customer_in(view: SubmittedView) -> Customer | None:
    """For whom the link is to be personalized, if it is. Raises ``Invalid``."""
    if not is_personalized(view):
        return None
    return Customer.checked(_text(view, CUSTOMER_NAME), _text(view, CUSTOMER_EMAIL))


def field_errors(invalid: Invalid) -> dict[str, str]:
    """What was wrong, by the block where it is shown."""
    return {_BLOCK_OF_FIELD.get(field, MASTER_PAGE): problem for field, problem in invalid.fields.items()}


def _id(picked: str) -> UUID:
    try:
        return UUID(picked)
    except ValueError as error:
        raise Invalid({"master_page": "Please pick a Master page from the list."}) from error


def _lifetime(view: SubmittedView) -> timedelta | None:
    picked = view.picked(EXPIRES) or USUAL
    if picked != USUAL and picked not in LIFETIMES:
        raise Invalid({"expires": "Please pick how long the link lasts from the list."})
    return LIFETIMES.get(picked)


def _page_option(page: PageChoice) -> Element:
    return option(page.label, str(page.id))


def _booking_page_option(page: BookingPageChoice) -> Element:
    return option(page.name, booking_page_value(page))


def _holds(name: str, typed: str) -> bool:
    return typed.strip().casefold() in name.casefold()


def _text(view: SubmittedView, block_id: str, if_hidden: str = "") -> str:
    typed = view.typed(block_id)
    return if_hidden if typed is None else typed.value or ""


def _modal(blocks: Sequence[Block], *, close: str) -> View:
    return {"type": "modal", "title": plain("One-time link"), "close": plain(close), "blocks": list(blocks)}


def _input(block_id: str, label: str, element: Element, **more: bool | Element) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": block_id, **element},
        **more,
    }


def _master_page_input(choices: Choices, preset: str) -> Block:
    groups = option_groups(choices)
    options = [*map(_page_option, choices.eligible), *map(_booking_page_option, choices.bookable)]
    picked = next((option for option in options if option["value"] == preset), None)
    # People are many; where there is one Master page, it is what nearly everybody wants.
    if not preset and (len(choices.eligible) == 1 or choices.count == 1):
        picked = options[0]
    initially = {"initial_option": picked} if picked else {}
    if choices.count > MOST_OPTIONS:
        return _input(
            MASTER_PAGE, "Master page", {"type": "external_select", "min_query_length": 0, **initially}
        )
    listed: Element = {"option_groups": groups} if len(groups) > 1 else {"options": options}
    return _input(MASTER_PAGE, "Master page", {"type": "static_select", **listed, **initially})


def _reasons(choices: Choices) -> list[Block]:
    """The Master pages that cannot be picked, and why not."""
    lines = [f"{page.label}: {page.why_not}" for page in choices.master_pages if page.why_not is not None]
    if not lines:
        return []
    more = [f"… and {len(lines) - MOST_REASONS} more."] if len(lines) > MOST_REASONS else []
    told = small_print("\n".join(["Not available for one-time links:", *lines[:MOST_REASONS], *more]))
    return [told, *_whom_to_ask(choices.administrators)]


def _whom_to_ask(administrators: Sequence[str]) -> list[Block]:
    if not administrators:
        return []
    named = [element for each in administrators[:MOST_ASKED] for element in (words(", "), user(each))]
    return [paragraph(words("Only Administrators can change that. You can ask "), *named[1:], words("."))]


def _nothing_eligible(choices: Choices) -> list[Block]:
    if not choices.master_pages:
        return [section("There are no Master pages yet. An Administrator makes them on this app's Home tab.")]
    return [section("No Master page can have one-time links at the moment."), *_reasons(choices)]


def _personalize_input(personalized: bool) -> Block:
    ticked = option("The Customer is known: skip the Booking form", "on")
    preset = {"initial_options": [ticked]} if personalized else {}
    element: Element = {"type": "checkboxes", "options": [ticked], **preset}
    hint = plain(
        "If the Event type asks for more than name and email, they see the form with these filled in."
    )
    return _input(PERSONALIZE, "Personalize link", element, optional=True, dispatch_action=True, hint=hint)


def _customer_inputs(memory: FormMemory) -> list[Block]:
    name = {"type": "plain_text_input", "max_length": NAME_LENGTH, **_initially(memory.name)}
    email = {"type": "email_text_input", **_initially(memory.email)}
    return [
        _input(CUSTOMER_NAME, "Customer name", name),
        _input(CUSTOMER_EMAIL, "Customer email", email),
    ]


def _initially(value: str) -> Element:
    return {"initial_value": value} if value else {}


def _expires_input(policy: LinkPolicy) -> Block:
    usual = option(f"{policy.lifetime}, as usual", USUAL)
    named = {days: f"{days} days" if days != "1" else "1 day" for days in LIFETIMES}
    others = [option(name, days) for days, name in named.items() if name != policy.lifetime]
    element: Element = {"type": "static_select", "options": [usual, *others], "initial_option": usual}
    return _input(EXPIRES, "Expires", element)


def _ticket_input(policy: LinkPolicy) -> Block:
    element: Element = {"type": "plain_text_input", "max_length": TICKET_LENGTH}
    return _input(TICKET, "Ticket reference", element, optional=not policy.ticket_required)


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
