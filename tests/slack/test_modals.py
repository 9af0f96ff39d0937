"""The form as a function of what there is to choose from."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from bot.sandbox.block_kit.block_rules import problems_of_view
from bot.sandbox.state import open_view
from bot.scheduling.dedicated import BookingPageChoice
from bot.scheduling.link_policy import LinkPolicy
from bot.scheduling.links import Origin, PageChoice
from bot.slack import modals
from bot.slack.blocks import plain
from bot.slack.modals import FormMemory
from bot.slack.payloads import SubmittedView
from tests.slack.choices import POLICY, booking_pages, choices, pages
from tests.slack.open_view import OpenView

HERE = FormMemory(channel_id="C0SUPPORT")


def opened(
    master_pages: list[PageChoice],
    memory: FormMemory = HERE,
    *,
    people: Sequence[BookingPageChoice] = (),
    policy: LinkPolicy = POLICY,
    personalized: bool = False,
) -> OpenView:
    view = modals.form(choices(master_pages, people, policy), memory, personalized=personalized)
    assert problems_of_view(view, "modal") == []
    return OpenView(open_view.OpenView("V1", "U0BEN", "hash", view, root_id="V1"))


def submitted(view: OpenView) -> SubmittedView:
    return SubmittedView.model_validate(view.payload())


@pytest.mark.parametrize("count", [2, 100])
def test_up_to_a_hundred_pages_come_with_the_form(count: int) -> None:
    view = opened(pages(count))

    assert len(view.options("Master page")) == count
    assert view.value("Master page") is None


def test_only_page_there_is_is_picked() -> None:
    assert opened(pages(1)).value("Master page")["text"]["text"] == "Page 1"


def test_more_pages_are_searched() -> None:
    element = opened(pages(101)).input("Master page")["element"]

    assert element == {"type": "external_select", "action_id": "master_page", "min_query_length": 0}


@pytest.mark.parametrize(
    ("typed", "found"),
    [("", 100), (" PAGE 12 ", 2), ("nothing like it", 0)],
    ids=["nothing_typed", "part_of_the_label", "no_such_label"],
)
def test_search_goes_by_the_label(typed: str, found: int) -> None:
    offered = choices([*pages(120), *pages(5, why_not="Static")])

    assert len(modals.page_options(offered, typed)) == found


def test_long_label_is_cut_to_what_an_option_holds() -> None:
    choice = PageChoice(UUID(int=1), "L" * 200, "page", None)

    assert opened([choice]).options("Master page") == [f"{'L' * 74}…"]


def test_reasons_stop_at_ten() -> None:
    view = opened([*pages(1), *pages(12, why_not="W" * 500)])

    (reasons,) = view.texts
    assert len(reasons) == 3000
    assert opened([*pages(1), *pages(12, why_not="Static")]).texts[0].splitlines()[-1] == "… and 2 more."


def test_without_any_page_the_form_says_who_makes_one() -> None:
    view = opened([])

    assert view.texts == [
        "There are no Master pages yet. An Administrator makes them on this app's Home tab."
    ]
    assert "submit" not in view.view


def test_form_from_anywhere_asks_for_the_channel() -> None:
    view = opened(pages(1), FormMemory(asks_channel=True))

    assert view.labels[-1] == "Post the card in"


@pytest.mark.parametrize(
    ("memory", "picked", "origin"),
    [
        pytest.param(FormMemory(), None, None, id="nowhere"),
        pytest.param(FormMemory(channel_id="C1"), None, Origin("C1", None), id="a_channel"),
        pytest.param(FormMemory(channel_id="C1", thread_ts="1.2"), None, Origin("C1", "1.2"), id="a_thread"),
        pytest.param(FormMemory(asks_channel=True), "C2", Origin("C2", None), id="picked"),
        pytest.param(FormMemory(asks_channel=True), None, None, id="not_picked"),
    ],
)
def test_link_goes_where_it_was_asked_for(
    memory: FormMemory, picked: str | None, origin: Origin | None
) -> None:
    view = opened(pages(1), memory)
    if picked:
        view.picks_channel("Post the card in", picked)

    assert modals.origin_of(submitted(view)) == origin


def test_name_and_email_live_on_in_the_form_s_memory() -> None:
    view = opened(pages(1), personalized=True)
    view.types("Customer name", "Dana")

    assert modals.memory_of(submitted(view)) == FormMemory(channel_id="C0SUPPORT", name="Dana")


def grouped(view: OpenView) -> dict[str, list[str]]:
    """The options of the Master page input under their headings."""
    groups = view.input("Master page")["element"]["option_groups"]
    return {
        group["label"]["text"]: [option["text"]["text"] for option in group["options"]] for group in groups
    }


def test_one_person_s_booking_page_can_be_picked_beside_master_pages() -> None:
    assert grouped(opened(pages(1), people=booking_pages(2))) == {
        "Master pages": ["Page 1"],
        "One person's Booking page": ["Ana 1", "Ana 2"],
    }


def test_booking_page_that_can_have_no_link_is_left_out() -> None:
    view = opened(pages(2), people=booking_pages(1, why_not="It has no Event type."))

    assert view.options("Master page") == ["Page 1", "Page 2"]


def test_dedicated_master_page_is_picked_as_the_booking_page_that_it_is_for() -> None:
    made, ana = pages(2), booking_pages(1)
    people = [replace(ana[0], master_page_id=made[1].id)]

    assert grouped(opened(made, people=people)) == {
        "Master pages": ["Page 1"],
        "One person's Booking page": ["Ana 1"],
    }


def test_booking_page_that_was_asked_for_is_picked_already() -> None:
    (ana,) = booking_pages(1)
    view = opened(pages(3), FormMemory(preset=modals.booking_page_value(ana)), people=[ana])

    assert view.value("Master page")["text"]["text"] == "Ana 1"
    assert modals.picked_booking_page(submitted(view)) == ana.id


def test_booking_page_that_was_asked_for_is_picked_however_many_there_are() -> None:
    people = booking_pages(500)
    view = opened(pages(120), FormMemory(preset=modals.booking_page_value(people[400])), people=people)

    assert view.value("Master page")["text"]["text"] == "Ana 401"


def test_search_finds_people_too() -> None:
    offered = choices(pages(120), booking_pages(20))

    found = modals.booking_page_options(offered, "ana 2")

    assert [option["value"] for option in found] == [
        modals.booking_page_value(page) for page in offered.booking_pages if page.name in ("Ana 2", "Ana 20")
    ]
    assert modals.option_groups(offered, "ana 2") == [
        {"label": plain("One person's Booking page"), "options": found}
    ]


def test_form_names_how_long_links_last_here_and_leaves_the_ticket_open() -> None:
    view = opened(pages(1), policy=replace(POLICY, lifetime="5 business days"))

    assert view.options("Expires")[:2] == ["5 business days, as usual", "1 day"]
    assert view.value("Expires")["value"] == modals.USUAL
    assert view.input("Ticket reference")["optional"]


def test_required_ticket_is_required_in_the_form() -> None:
    view = opened(pages(1), policy=replace(POLICY, ticket_required=True))

    assert not view.input("Ticket reference")["optional"]
