"""What is posted, whatever people are called."""

import html
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.block_kit.block_rules import problems_of_message
from bot.scheduling.booking_views import BookingView, Provider
from bot.scheduling.customers import Customer
from bot.scheduling.link_views import LinkView
from bot.scheduling.policy import NOT_ACCEPTING, LinkState
from bot.slack import cards
from bot.slack.blocks import Message, cut
from storage.models import BookingStatus
from tests.slack.posted import shown

MADE = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
SOME_ID = UUID("01930000-0000-7000-8000-000000000001")
PLAIN = Customer("Dana", "dana@customer.example")

BOOKING = BookingView(
    id=SOME_ID,
    event_type="Support call",
    minutes=30,
    page_name="Acme Support",
    starts=MADE + timedelta(days=1),
    ends=MADE + timedelta(days=1, minutes=30),
    time_zone="Europe/Madrid",
    status=BookingStatus.SCHEDULED,
    sequence=0,
    customer=PLAIN,
    answers={},
    location="",
    cancel_reason="",
    created_at=MADE,
    providers=(Provider("Ana", "U0ANA", "Europe/Madrid"), Provider("Carla", "U0CARLA", "America/New_York")),
    corrected=True,
)
LINK = LinkView(
    id=SOME_ID,
    workspace_id=SOME_ID,
    master_page_id=SOME_ID,
    master_page="Support EMEA",
    state=LinkState.ACTIVE,
    suspended_because=None,
    created_at=MADE,
    expires_at=MADE + timedelta(days=90),
    created_by="U0BEN",
    customer=PLAIN,
    ticket="",
    opened_at=None,
    revoked_by=None,
    channel_id="C0SUPPORT",
    thread_ts=None,
    card_ts=None,
    booking=None,
)

STATES = [
    pytest.param(
        LINK, "Active, not opened yet. Good for one booking until 2027-03-01 09:00 UTC", True, id="active"
    ),
    pytest.param(
        replace(LINK, opened_at=MADE),
        "Opened 2026-12-01 09:00 UTC, not booked yet. Good for one booking until 2027-03-01 09:00 UTC",
        True,
        id="opened",
    ),
    pytest.param(
        replace(LINK, state=LinkState.SUSPENDED, suspended_because=NOT_ACCEPTING),
        f"Suspended. {NOT_ACCEPTING}",
        True,
        id="suspended",
    ),
    pytest.param(
        replace(LINK, state=LinkState.SPENT, booking=BOOKING),
        "Booked: Support call for 2026-12-02 09:00 UTC, with @U0ANA and @U0CARLA.",
        False,
        id="booked_with_a_panel",
    ),
    pytest.param(
        replace(LINK, state=LinkState.SPENT, booking=replace(BOOKING, status=BookingStatus.CANCELLED)),
        "Cancelled: Support call for 2026-12-02 09:00 UTC, with @U0ANA and @U0CARLA.",
        False,
        id="booked_and_cancelled",
    ),
    pytest.param(
        replace(LINK, state=LinkState.EXPIRED),
        "Expired 2027-03-01 09:00 UTC without a booking.",
        False,
        id="expired",
    ),
    pytest.param(
        replace(LINK, state=LinkState.REVOKED, revoked_by="U0ANA"), "Revoked by @U0ANA.", False, id="revoked"
    ),
    pytest.param(
        replace(LINK, state=LinkState.REVOKED), "Revoked by the operator.", False, id="revoked_from_the_shell"
    ),
]


@pytest.mark.parametrize(("link", "state", "can_be_revoked"), STATES)
def test_card_says_what_state_the_link_is_in(link: LinkView, state: str, can_be_revoked: bool) -> None:
    card = cards.card(link)

    assert shown(card.blocks[1]).splitlines()[-1] == f"State: {state}"
    assert (card.blocks[-1]["type"] == "actions") == can_be_revoked
    assert problems(card) == []


@pytest.mark.parametrize(
    ("message", "told"),
    [
        pytest.param(
            cards.moved(BOOKING),
            ["Dana moved Support call to 2026-12-02 09:00 UTC, with @U0ANA and @U0CARLA."],
            id="moved",
        ),
        pytest.param(
            cards.cancelled(BOOKING),
            ["Cancelled: Support call for 2026-12-02 09:00 UTC, with @U0ANA and @U0CARLA."],
            id="cancelled without a reason",
        ),
        pytest.param(
            cards.cancelled(replace(BOOKING, cancel_reason="We found it.")),
            [
                "Cancelled: Support call for 2026-12-02 09:00 UTC, with @U0ANA and @U0CARLA.",
                "Reason: We found it.",
            ],
            id="cancelled with a reason",
        ),
        pytest.param(
            cards.unmailed(BOOKING, "customer", "booked"),
            ["I could not mail Dana the confirmation. Please see to it in another way."],
            id="not mailed to the Customer",
        ),
        pytest.param(
            cards.unmailed(BOOKING, "1", "cancelled"),
            ["I could not mail @U0CARLA the cancellation. Please see to it in another way."],
            id="not mailed to a provider",
        ),
    ],
)
def test_thread_hears_what_became_of_the_meeting(message: Message, told: list[str]) -> None:
    assert [shown(block) for block in message.blocks] == told
    assert problems(message) == []


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400)
EVIL_TEXT = st.sampled_from(
    ["<!channel>", "<@U0BEN>", "<https://evil.example|Acme>", "*bold* `code` ~no~", "@here", ":tada:", "&lt;"]
)
CUSTOMERS = st.builds(Customer, ANY_TEXT | EVIL_TEXT, ANY_TEXT | EVIL_TEXT)


@given(CUSTOMERS)
def test_no_customer_can_change_what_slack_parses(customer: Customer) -> None:
    assert [parsed(message) for message in messages(customer)] == [
        parsed(message) for message in messages(PLAIN)
    ]
    assert [problems(message) for message in messages(customer)] == [[]] * 8


def test_card_names_the_ticket() -> None:
    card = cards.card(replace(LINK, ticket="ZD-4711"))

    assert "Ticket: ZD-4711" in "\n".join(map(shown, card.blocks)).splitlines()


@given(ANY_TEXT | EVIL_TEXT)
def test_no_label_can_mention_or_link(label: str) -> None:
    card = cards.card(replace(LINK, master_page=label))

    told, _, rest = card.text.rpartition(". Active")
    assert html.unescape(told) == f"One-time link for {label}"
    assert not {"<", ">"} & set(told)
    assert rest == cards.card(LINK).text.partition(". Active")[2]
    assert problems(card) == []


@pytest.mark.parametrize(
    ("text", "kept"), [("four", "four"), ("fiver", "fiver"), ("longer", "long…")], ids=["under", "at", "over"]
)
def test_text_is_cut_at_its_limit(text: str, kept: str) -> None:
    assert cut(text, 5) == kept


def messages(customer: Customer) -> list[Message]:
    """Everything that is ever posted about a Customer."""
    booking = replace(BOOKING, customer=customer)
    spent = replace(LINK, customer=customer, state=LinkState.SPENT, booking=booking)
    active = replace(LINK, customer=customer)
    over = replace(booking, status=BookingStatus.CANCELLED, cancel_reason=customer.name)
    cancelled = replace(spent, booking=over)
    return [
        cards.card(active),
        cards.card(spent),
        cards.card(cancelled),
        cards.booked(booking),
        cards.moved(booking),
        cards.cancelled(over),
        cards.unmailed(booking, "customer", "booked"),
        cards.listed([active, spent]),
    ]


def problems(message: Message) -> list[str]:
    """What Slack would refuse, and what no screen reader could read."""
    unread = [] if message.text else ["nothing for notifications and screen readers"]
    return unread + problems_of_message({"blocks": message.blocks})


def parsed(message: Message) -> Any:
    """The message without what Slack shows as it is: plain text, and the words of rich text."""
    return message.text, _parsed(message.blocks)


def _parsed(value: Any) -> Any:
    match value:
        case {"type": "plain_text" | "text" as kind, "text": str()}:
            return kind
        case dict():
            return {name: _parsed(inner) for name, inner in value.items()}
        case list():
            return [_parsed(inner) for inner in value]
        case _:
            return value
