"""The form as a function of what there is to choose from."""

from uuid import UUID

import pytest

from bot.sandbox.block_kit.block_rules import problems_of_view
from bot.sandbox.state import open_view
from bot.scheduling.links import Origin, PageChoice
from bot.slack import modals
from bot.slack.modals import FormMemory
from bot.slack.payloads import SubmittedView
from tests.slack.open_view import OpenView


def pages(count: int, why_not: str | None = None) -> list[PageChoice]:
    return [PageChoice(UUID(int=n), f"Page {n}", f"page-{n}", why_not) for n in range(1, count + 1)]


HERE = FormMemory(channel_id="C0SUPPORT")


def opened(choices: list[PageChoice], memory: FormMemory = HERE, *, personalized: bool = False) -> OpenView:
    view = modals.form(choices, memory, personalized=personalized)
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
    assert len(modals.page_options([*pages(120), *pages(5, why_not="Static")], typed)) == found


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

    assert view.texts == ["There are no Master pages yet. An Administrator sets them up with onetime import."]
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
