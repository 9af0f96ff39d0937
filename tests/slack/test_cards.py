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
from bot.scheduling.news import News
from bot.scheduling.permissions import UserChange
from bot.scheduling.policy import NOT_ACCEPTING, LinkState
from bot.slack import cards, thread
from bot.slack.blocks import Message, cut, words
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

SPENT = replace(LINK, state=LinkState.SPENT, booking=BOOKING)
CANCELLED = replace(BOOKING, status=BookingStatus.CANCELLED, cancelled_by="U0BEN")
EVERYTHING = tuple(UserChange)
WHAT = "Support call for 2026-12-02 09:00 UTC, with @U0ANA and @U0CARLA."


def become(status: BookingStatus, *changes: UserChange) -> LinkView:
    return replace(SPENT, booking=replace(BOOKING, status=status), changes=changes)


STATES = [
    pytest.param(
        LINK,
        "Active, not opened yet. Good for one booking until 2027-03-01 09:00 UTC",
        ["Revoke"],
        id="active",
    ),
    pytest.param(
        replace(LINK, opened_at=MADE),
        "Opened 2026-12-01 09:00 UTC, not booked yet. Good for one booking until 2027-03-01 09:00 UTC",
        ["Revoke"],
        id="opened",
    ),
    pytest.param(
        replace(LINK, state=LinkState.SUSPENDED, suspended_because=NOT_ACCEPTING),
        f"Suspended. {NOT_ACCEPTING}",
        ["Revoke"],
        id="suspended",
    ),
    pytest.param(
        become(BookingStatus.SCHEDULED, *EVERYTHING),
        f"Booked: {WHAT}",
        ["Cancel meeting", "Ask for another time", "No-show"],
        id="booked with a panel",
    ),
    pytest.param(
        become(BookingStatus.RESCHEDULED, UserChange.CANCEL), f"Moved: {WHAT}", ["Cancel meeting"], id="moved"
    ),
    pytest.param(
        become(BookingStatus.COMPLETED, UserChange.NO_SHOW), f"Completed: {WHAT}", ["No-show"], id="completed"
    ),
    pytest.param(become(BookingStatus.NO_SHOW), f"The Customer did not come: {WHAT}", [], id="no-show"),
    pytest.param(
        replace(SPENT, booking=replace(CANCELLED, cancelled_by="customer")),
        f"Cancelled by the Customer: {WHAT}",
        ["Send a fresh link"],
        id="cancelled by the Customer",
    ),
    pytest.param(
        replace(SPENT, booking=CANCELLED),
        f"Cancelled by @U0BEN: {WHAT}",
        ["Send a fresh link"],
        id="cancelled by a User",
    ),
    pytest.param(
        replace(SPENT, booking=CANCELLED, is_replaced=True),
        f"Cancelled by @U0BEN: {WHAT}",
        [],
        id="cancelled, and a fresh link was made",
    ),
    pytest.param(
        replace(SPENT, booking=replace(CANCELLED, awaits_new_time=True)),
        f"Cancelled, and the Customer was asked for another time: {WHAT}",
        [],
        id="to be picked again",
    ),
    pytest.param(
        replace(LINK, state=LinkState.EXPIRED),
        "Expired 2027-03-01 09:00 UTC without a booking.",
        ["Send a fresh link"],
        id="expired",
    ),
    pytest.param(
        replace(LINK, state=LinkState.REVOKED, revoked_by="U0ANA"),
        "Revoked by @U0ANA.",
        ["Send a fresh link"],
        id="revoked",
    ),
    pytest.param(
        replace(LINK, state=LinkState.REVOKED, is_replaced=True),
        "Revoked by the operator.",
        [],
        id="revoked from the shell, and a fresh one was sent",
    ),
]


@pytest.mark.parametrize(("link", "state", "buttons"), STATES)
def test_card_says_what_state_the_link_is_in_and_what_can_be_done(
    link: LinkView, state: str, buttons: list[str]
) -> None:
    card = cards.card(link)

    assert [shown(block) for block in card.blocks[2:]] == [
        " ".join(f"[{text}]" for text in buttons) for _ in buttons[:1]
    ]
    assert shown(card.blocks[1]).splitlines()[-1] == f"State: {state}"
    assert problems(card) == []


def news(event: str, **facts: object) -> dict[str, object]:
    """What a notice holds of what happened to the booking."""
    kept: dict[str, Any] = {
        "starts": BOOKING.starts,
        "ends": BOOKING.ends,
        "time_zone": BOOKING.time_zone,
        "status": BOOKING.status,
        "sequence": 1,
        "by": None,
        "reason": "",
        "before": None,
    }
    return News(event=event, **kept | facts).model_dump(mode="json")


OFFER = "[Send a fresh link]"


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        pytest.param(
            news("booked"),
            [f"Dana booked {WHAT}", "The Customer corrected the details: Dana, dana@customer.example"],
            id="booked",
        ),
        pytest.param(
            news("moved", before=MADE),
            [f"Dana moved {WHAT.replace('for', 'from 2026-12-01 09:00 UTC to')}"],
            id="moved",
        ),
        pytest.param(news("moved"), [f"Dana picked a new time: {WHAT}"], id="picked again"),
        pytest.param(
            news("cancelled", by="customer"),
            [f"Cancelled by the Customer: {WHAT}", OFFER],
            id="cancelled without a reason",
        ),
        pytest.param(
            news("cancelled", by="U0BEN", reason="We found it."),
            [f"Cancelled by @U0BEN: {WHAT}", "Reason: We found it.", OFFER],
            id="cancelled with a reason",
        ),
        pytest.param(
            news("cancelled", by="shell"),
            [f"Cancelled by the operator: {WHAT}", OFFER],
            id="cancelled from the shell",
        ),
        pytest.param(
            news("new time asked", by="U0BEN", reason="Ana is ill."),
            [
                f"@U0BEN asked Dana for another time: {WHAT[:-1]}, is cancelled, and can be picked again.",
                "Reason: Ana is ill.",
            ],
            id="to be picked again",
        ),
        pytest.param(news("no-show"), [f"Dana did not come to {WHAT}"], id="no-show"),
        pytest.param(
            {"event": "fresh link asked", "state": "expired"},
            ["@U0BEN: The Customer asks for a new time. This link has expired.", OFFER],
            id="asks after the expiry",
        ),
        pytest.param(
            {"event": "fresh link asked", "state": "suspended"},
            ["@U0BEN: The Customer asks for a new time. This link does not work at the moment.", OFFER],
            id="asks while it is suspended",
        ),
        pytest.param(
            {"event": "fresh link asked", "state": "active", "lacking": ["Onboarding", "Demo"]},
            [
                "@U0BEN: The Customer asks for a time: none is available for Onboarding and Demo. "
                + thread.STAYS_GOOD
            ],
            id="asks where there are no times",
        ),
        pytest.param(
            {"event": "unmailed", "recipient": "customer", "about": "booked"},
            ["I could not mail Dana the confirmation. Please see to it in another way."],
            id="not mailed to the Customer",
        ),
        pytest.param(
            {"event": "unmailed", "recipient": "1", "about": "cancelled"},
            ["I could not mail @U0CARLA the cancellation. Please see to it in another way."],
            id="not mailed to a provider",
        ),
    ],
)
def test_thread_hears_what_became_of_the_meeting(facts: dict[str, object], told: list[str]) -> None:
    message = thread.told(SPENT, facts)

    assert message is not None
    assert [shown(block) for block in message.blocks] == told
    assert problems(message) == []


def test_what_is_told_is_what_was_so_then() -> None:
    """Since then the meeting has moved, and was cancelled."""
    message = thread.told(replace(SPENT, booking=replace(CANCELLED, starts=MADE)), news("booked"))

    assert message is not None
    assert shown(message.blocks[0]) == f"Dana booked {WHAT}"


@pytest.mark.parametrize(
    "facts", [{"event": "never heard of"}, news("booked")], ids=["unknown", "no booking"]
)
def test_thread_hears_nothing_of_what_there_is_nothing_to_say(facts: dict[str, object]) -> None:
    assert thread.told(LINK, facts) is None


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
    assert [problems(message) for message in messages(customer)] == [[]] * 10


def test_card_names_the_ticket() -> None:
    card = cards.card(replace(LINK, ticket="ZD-4711"))

    assert "Ticket: ZD-4711" in "\n".join(map(shown, card.blocks)).splitlines()


@given(ANY_TEXT | EVIL_TEXT)
def test_no_label_can_mention_or_link(label: str) -> None:
    card = cards.card(replace(LINK, master_page=label))

    told, _, rest = card.text.rpartition(". Active")
    assert html.unescape(told) == f"One-time link for {cut(label, 3000)}"
    assert not {"<", ">"} & set(told)
    assert rest == cards.card(LINK).text.partition(". Active")[2]
    assert problems(card) == []


@pytest.mark.parametrize(
    ("text", "kept"), [("four", "four"), ("fiver", "fiver"), ("longer", "long…")], ids=["under", "at", "over"]
)
def test_text_is_cut_at_its_limit(text: str, kept: str) -> None:
    assert cut(text, 5) == kept


def test_name_turns_nothing_that_stands_behind_it() -> None:
    assert words("\u202eanaD\u2066") == words("anaD")


def messages(customer: Customer) -> list[Message]:
    """Everything that is ever posted about a Customer."""
    booking = replace(BOOKING, customer=customer)
    spent = replace(LINK, customer=customer, state=LinkState.SPENT, booking=booking)
    active = replace(LINK, customer=customer)
    over = replace(booking, status=BookingStatus.CANCELLED, cancel_reason=customer.name)
    cancelled = replace(spent, booking=over)
    why = News.model_validate(news("any", by="customer", reason=customer.name, before=MADE))
    return [
        cards.card(active),
        cards.card(spent),
        cards.card(cancelled),
        *(said(SOME_ID, over, why) for said in thread.SAID.values()),
        thread.unmailed(booking, "customer", "booked"),
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
