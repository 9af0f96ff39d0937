"""Modals on a person's screen: stacked, answered, closed."""

import pytest

from bot.sandbox.refusals import Refused
from bot.sandbox.state.open_view import OpenView
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json
from tests.sandbox.block_kit import modal, plain, section, text_input

FORM = modal(text_input())
RESULT = modal(section("Done"))


@pytest.fixture
def form(workspace: Workspace) -> OpenView:
    return workspace.screens.shows("U0BEN", FORM)


def on_screen(workspace: Workspace) -> list[str]:
    return [view.id for view in workspace.screens.views_of("U0BEN")]


def test_modal_is_on_one_person_s_screen(workspace: Workspace, form: OpenView) -> None:
    assert workspace.screens.view("U0BEN", form.id) is form
    assert workspace.screens.view("U0ADMIN", form.id) is None
    assert workspace.screens.views_of("U0ADMIN") == []


def test_three_modals_stack_and_no_more(workspace: Workspace, form: OpenView) -> None:
    second = workspace.screens.pushes(form, RESULT)
    third = workspace.screens.pushes(second, RESULT)

    assert (third.root_id, third.previous_id) == (form.id, second.id)
    with pytest.raises(Refused, match="push_limit_reached"):
        workspace.screens.pushes(third, RESULT)


def test_closing_leads_back_to_the_one_below(workspace: Workspace, form: OpenView) -> None:
    pushed = workspace.screens.pushes(form, RESULT)

    assert workspace.screens.closes("U0BEN", pushed.id) is pushed
    assert on_screen(workspace) == [form.id]


def test_clearing_closes_the_whole_stack_and_nothing_else(workspace: Workspace, form: OpenView) -> None:
    other = workspace.screens.shows("U0BEN", RESULT)
    pushed = workspace.screens.pushes(form, RESULT)

    assert workspace.screens.clears("U0BEN", pushed.id) == [pushed, form]
    assert on_screen(workspace) == [other.id]


def test_nobody_closes_what_somebody_else_sees(workspace: Workspace, form: OpenView) -> None:
    with pytest.raises(LookupError):
        workspace.screens.closes("U0ADMIN", form.id)


@pytest.mark.parametrize("answer", [{}, {"unknown": "part"}])
def test_empty_answer_closes(workspace: Workspace, form: OpenView, answer: Json) -> None:
    workspace.screens.acknowledged(form, answer)

    assert on_screen(workspace) == []


def test_errors_stand_at_their_inputs_until_the_next_version(workspace: Workspace, form: OpenView) -> None:
    workspace.screens.acknowledged(form, {"response_action": "errors", "errors": {"name": "Too short"}})
    assert form.errors == {"name": "Too short"}

    workspace.screens.acknowledged(form, {"response_action": "update", "view": FORM})
    assert form.errors == {}


def test_update_keeps_the_modal_and_changes_its_hash(workspace: Workspace, form: OpenView) -> None:
    before = form.hash

    workspace.screens.acknowledged(form, {"response_action": "update", "view": RESULT})

    assert on_screen(workspace) == [form.id]
    assert form.blocks[0]["text"] == plain("Done")
    assert form.hash != before


def test_push_and_clear(workspace: Workspace, form: OpenView) -> None:
    workspace.screens.acknowledged(form, {"response_action": "push", "view": RESULT})
    assert len(on_screen(workspace)) == 2

    workspace.screens.acknowledged(form, {"response_action": "clear"})
    assert on_screen(workspace) == []


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        pytest.param(
            {"response_action": "errors", "errors": {"gone": "No"}}, "invalid_errors", id="no_such_input"
        ),
        pytest.param({"response_action": "errors", "errors": {}}, "invalid_errors", id="no_errors"),
        pytest.param({"response_action": "update", "view": modal()}, "invalid_view", id="bad_update"),
        pytest.param({"response_action": "push", "view": None}, "invalid_view", id="no_view"),
        pytest.param({"response_action": "explode"}, "invalid_response_action", id="unknown"),
        pytest.param({"response_action": "update"}, "invalid_response_action", id="nothing_to_show"),
    ],
)
def test_bad_answer_is_refused_and_changes_nothing(
    workspace: Workspace, form: OpenView, answer: Json, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        workspace.screens.acknowledged(form, answer)

    assert on_screen(workspace) == [form.id]
    assert (form.view["title"], form.errors) == (FORM["title"], {})


def test_parts_without_ids_get_some(workspace: Workspace) -> None:
    view = workspace.screens.shows("U0BEN", modal(section(), section()))
    first, second = (block["block_id"] for block in view.blocks)

    assert first != second


def test_home_is_published_and_then_changed(workspace: Workspace) -> None:
    first = workspace.screens.publishes("U0BEN", {"type": "home", "blocks": [section("Old")]})
    again = workspace.screens.publishes("U0BEN", {"type": "home", "blocks": [section("New")]})

    assert again is first
    assert workspace.screens.view("U0BEN", first.id) is first
    assert first.blocks[0]["text"] == plain("New")
    assert on_screen(workspace) == []
