"""The modal in a person's hands: toggling, what is told at which input, and sending it twice."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.slack.errors import WORDS, FormLost
from storage.models import RuleType
from tests.databases import locked, on_sqlite
from tests.slack.agent import Agent
from tests.slack.fake_slack import Break, HangUp, Limit, Mishap, Refuse
from tests.slack.office import DANA, Office
from tests.slack.open_view import OpenView

pytestmark = on_sqlite  # what differs between databases lies below this door


@pytest.fixture
def agent(office: Office) -> Agent:
    return office.agent()


@pytest.fixture
async def view(office: Office) -> OpenView:
    return await office.opens_form()


async def test_personalize_reveals_name_and_email_and_hides_them_again(agent: Agent, view: OpenView) -> None:
    await agent.toggles(view, "Personalize link", on=True)

    assert view.labels == [
        "Master page",
        "Personalize link",
        "Customer name",
        "Customer email",
        "Expires",
        "Ticket reference",
    ]
    assert view.input("Customer email")["element"]["type"] == "email_text_input"

    await agent.toggles(view, "Personalize link", on=False)

    assert view.labels == ["Master page", "Personalize link", "Expires", "Ticket reference"]


async def test_toggling_keeps_what_was_typed(agent: Agent, view: OpenView) -> None:
    view.picks("Expires", "3 days")
    await agent.toggles(view, "Personalize link", on=True)
    view.types("Customer name", "Dana Smith")
    view.types("Customer email", "dana@customer.example")
    await agent.toggles(view, "Personalize link", on=False)
    await agent.toggles(view, "Personalize link", on=True)

    assert [view.value(label) for label in ("Customer name", "Customer email")] == [DANA.name, DANA.email]
    assert view.value("Expires")["value"] == "3"


async def test_what_was_emptied_stays_empty(agent: Agent, view: OpenView) -> None:
    await agent.toggles(view, "Personalize link", on=True)
    view.types("Customer name", "Dana Smith")
    await agent.toggles(view, "Personalize link", on=False)
    await agent.toggles(view, "Personalize link", on=True)
    view.types("Customer name", None)
    await agent.toggles(view, "Personalize link", on=False)
    await agent.toggles(view, "Personalize link", on=True)

    assert view.value("Customer name") is None


async def test_endless_name_fits_the_form_s_memory(agent: Agent, view: OpenView) -> None:
    await agent.toggles(view, "Personalize link", on=True)
    view.types("Customer name", "\x01" * 5_000)
    view.types("Customer email", "\x02" * 5_000)
    await agent.toggles(view, "Personalize link", on=False)
    await agent.toggles(view, "Personalize link", on=True)

    assert view.value("Customer name") == "\x01" * 200
    assert view.value("Customer email") == "\x02" * 254


async def test_toggle_that_arrives_late_changes_nothing(office: Office, agent: Agent, view: OpenView) -> None:
    view.ticks("Personalize link")
    late = agent.toggle(view, "Personalize link")
    await agent.toggles(view, "Personalize link", on=True)
    await agent.toggles(view, "Personalize link", on=False)

    await agent.sends(late)

    assert view.labels == ["Master page", "Personalize link", "Expires", "Ticket reference"]
    assert office.slack.calls("views.update")[-1].answer["error"] == "hash_conflict"


async def test_personalized_link_carries_the_customer(office: Office, agent: Agent, view: OpenView) -> None:
    await agent.toggles(view, "Personalize link", on=True)
    view.types("Customer name", "  Dana Smith ")
    view.types("Customer email", "dana@customer.example")
    await agent.submits(view)

    (link,) = await office.all_links()
    assert (link.customer_name, link.customer_email) == (DANA.name, DANA.email)
    assert view.texts[1].endswith("?skip=1")


async def test_submitting_faster_than_the_inputs_appear_shows_them(
    office: Office, agent: Agent, view: OpenView
) -> None:
    view.ticks("Personalize link")

    await agent.submits(view)

    assert view.labels == [
        "Master page",
        "Personalize link",
        "Customer name",
        "Customer email",
        "Expires",
        "Ticket reference",
    ]
    assert await office.link_count() == 0


NAME, EMAIL = "customer_name", "customer_email"
ONE_ADDRESS = "Please enter one full email address, like name@example.com."


BAD: list[tuple[str | None, str | None, dict[str, str]]] = [
    (None, None, {NAME: "Please enter a name.", EMAIL: "Please enter an email address."}),
    ("  ", "dana@customer.example", {NAME: "Please enter a name."}),
    ("D" * 10_000, "dana@customer.example", {NAME: "Please keep the name under 200 characters."}),
    (
        "Dana\0",
        "dana@customer.example",
        {NAME: "Please leave out control characters and line breaks."},
    ),
    ("Dana", "dana.customer.example", {EMAIL: ONE_ADDRESS}),
    ("Dana", "a@b.example, c@d.example", {EMAIL: ONE_ADDRESS}),
]


async def test_bad_input_is_told_at_its_input(office: Office, agent: Agent, view: OpenView) -> None:
    await agent.toggles(view, "Personalize link", on=True)
    answers = []
    for name, email, _ in BAD:
        view.types("Customer name", name)
        view.types("Customer email", email)
        answers.append(await agent.submits(view))

    assert answers == [{"response_action": "errors", "errors": errors} for *_, errors in BAD]
    assert await office.link_count() == 0


@pytest.mark.parametrize(
    ("label", "value", "error"),
    [
        ("Master page", "not-a-page", {"master_page": "Please pick a Master page from the list."}),
        ("Expires", "36500", {"expires": "Please pick how long the link lasts from the list."}),
    ],
)
async def test_what_the_lists_do_not_offer_is_refused(
    office: Office, agent: Agent, view: OpenView, label: str, value: str, error: dict[str, str]
) -> None:
    view.picks_value(label, value)

    answer = await agent.submits(view)

    assert answer == {"response_action": "errors", "errors": error}
    assert await office.link_count() == 0


async def test_page_that_turned_static_meanwhile_is_told_at_its_input(
    office: Office, agent: Agent, view: OpenView
) -> None:
    await office.change_pages(rule_type=RuleType.STATIC)

    answer = await agent.submits(view)

    assert list(answer["errors"]) == ["master_page"]
    assert answer["errors"]["master_page"].startswith("This Master page has Static rules.")
    assert await office.link_count() == 0


async def test_without_eligible_page_the_form_says_what_to_do(office: Office) -> None:
    await office.change_pages(rule_type=RuleType.STATIC)
    await office.retire_booking_pages()

    view = await office.opens_form()

    assert "submit" not in view.view
    assert view.texts[0] == "No Master page can have one-time links at the moment."
    assert "Switch this page to Dynamic rules" in view.texts[1]


async def test_submission_delivered_twice_makes_one_link(
    office: Office, agent: Agent, view: OpenView
) -> None:
    submission = agent.submission(view)

    answers = await asyncio.gather(*(agent.sends(submission) for _ in range(8)))

    assert len({answer.text for answer in answers}) == 1
    assert await office.link_count() == 1


async def test_command_delivered_twice_opens_one_form(office: Office, agent: Agent) -> None:
    command = agent.command()

    answers = [await agent.sends(command) for _ in range(2)]

    assert [answer.text for answer in answers] == ["", ""]
    assert len(office.slack.views) == 1


async def test_late_trigger_is_explained(office: Office, agent: Agent) -> None:
    command = agent.command()
    office.slack.expires_triggers()

    answer = await agent.sends(command)

    assert answer.json()["text"] == "Slack stopped waiting before the form was ready. Please try again."


async def test_silent_slack_is_explained(office: Office, agent: Agent) -> None:
    office.slack.happens("views.open", HangUp())

    answer = await agent.types()

    assert answer is not None
    assert answer.text == "Slack stopped waiting before the form was ready. Please try again."


@pytest.mark.parametrize("mishap", [Break(), Limit(30)], ids=["broken", "limiting"])
async def test_slack_that_cannot_answer_is_explained(office: Office, agent: Agent, mishap: Mishap) -> None:
    office.slack.happens("views.open", mishap)

    answer = await agent.types()

    assert answer is not None
    assert answer.text == "Slack has trouble answering. Please try again in a moment."


@pytest.mark.parametrize("memory", ["{", '{"channel_id": "nowhere"}', '{"home": {"links": -1}}'])
async def test_memory_that_no_form_carries_is_refused(
    office: Office, agent: Agent, view: OpenView, memory: str
) -> None:
    for forged in (agent.submission(view), agent.toggle(view, "Personalize link")):
        forged["view"]["private_metadata"] = memory
        with capture_logs() as logs:
            answer = await agent.sends(forged)
        told = answer.json()["view"] if answer.text else office.slack.view.view
        assert told["blocks"][0]["text"]["text"] == WORDS[FormLost]
        assert logs == []
    assert await office.link_count() == 0


async def test_database_that_is_away_is_explained(office: Office) -> None:
    """Olga is here for the first time, and that would be kept."""
    async with locked(office.database):
        with capture_logs() as logs:
            answer = await office.agent("U0OWNER").types()

    assert answer is not None
    assert answer.text == "Something that I need does not answer right now. Please try again in a moment."
    assert logs == [
        {"event": "slack_listener_unavailable", "log_level": "warning", "error": "OperationalError"},
    ]


async def test_unexpected_failure_has_a_reference_to_quote(office: Office, agent: Agent) -> None:
    office.slack.happens("views.open", Refuse("view_too_large"))

    with capture_logs() as logs:
        answer = await agent.types()

    assert answer is not None
    assert [(line["event"], line["log_level"]) for line in logs] == [("slack_listener_failed", "error")]
    told = f"Something went wrong on our side (reference {logs[0]['reference']})."
    assert answer.text.startswith(told)
