"""The methods that show modals and Home tabs, and what they refuse."""

from dataclasses import replace
from typing import Any

import pytest

from bot.sandbox.state.acme import ADA, BEN, SUPPORT
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json
from tests.sandbox.block_kit import home, modal, section, text_input
from tests.sandbox.calling import code, done
from tests.sandbox.clock import Clock

FORM = modal(text_input())


@pytest.fixture
def workspace(workspace: Workspace) -> Workspace:
    """One in which the app has a Home tab."""
    workspace.configuration = replace(workspace.configuration, has_home=True)
    return workspace


def test_modal_opens_on_the_screen_of_whom_the_trigger_is_from(workspace: Workspace) -> None:
    trigger_id = workspace.screens.triggers.give(BEN, looking_at=SUPPORT)

    answer = done(workspace, "views.open", trigger_id=trigger_id, view=FORM)

    (view,) = workspace.screens.views_of(BEN)
    assert answer["view"] == view.payload()
    assert view.opened_from is workspace.conversations[SUPPORT]


def test_trigger_is_good_once(workspace: Workspace) -> None:
    trigger_id = workspace.screens.triggers.give(BEN)
    done(workspace, "views.open", trigger_id=trigger_id, view=FORM)

    assert code(workspace, "views.open", trigger_id=trigger_id, view=FORM) == "exchanged_trigger_id"


def test_trigger_is_good_for_three_seconds(workspace: Workspace, clock: Clock) -> None:
    in_time, late = workspace.screens.triggers.give(BEN), workspace.screens.triggers.give(BEN)

    clock.passes(3)
    done(workspace, "views.open", trigger_id=in_time, view=FORM)
    clock.passes(0.1)
    assert code(workspace, "views.open", trigger_id=late, view=FORM) == "expired_trigger_id"


def test_trigger_of_one_s_own_making_is_refused(workspace: Workspace) -> None:
    assert code(workspace, "views.open", trigger_id="1.2.3", view=FORM) == "invalid_trigger_id"


@pytest.mark.parametrize(
    ("view", "refusal"),
    [
        (modal(), "invalid_arguments"),
        (home(section()), "invalid_arguments"),
        (modal(*(section("S" * 2600) for _ in range(100))), "view_too_large"),
        ("view", "invalid_arguments"),
        (None, "invalid_arguments"),
    ],
    ids=["bad", "wrong_surface", "too_large", "no_object", "none"],
)
def test_bad_view_is_refused_and_the_trigger_stays_good(
    workspace: Workspace, view: Json, refusal: str
) -> None:
    trigger_id = workspace.screens.triggers.give(BEN)

    assert code(workspace, "views.open", trigger_id=trigger_id, view=view) == refusal
    done(workspace, "views.open", trigger_id=trigger_id, view=FORM)


def opened(workspace: Workspace, method: str = "views.open", **parts: Any) -> Json:
    trigger_id = workspace.screens.triggers.give(BEN)
    view: Json = done(workspace, method, trigger_id=trigger_id, view=FORM | parts)["view"]
    return view


def test_two_pushes_and_no_more(workspace: Workspace) -> None:
    root = opened(workspace)
    opened(workspace, "views.push")
    assert opened(workspace, "views.push")["root_view_id"] == root["id"]

    trigger_id = workspace.screens.triggers.give(BEN)
    assert code(workspace, "views.push", trigger_id=trigger_id, view=FORM) == "push_limit_reached"


def test_push_needs_a_modal(workspace: Workspace) -> None:
    trigger_id = workspace.screens.triggers.give(BEN)

    assert code(workspace, "views.push", trigger_id=trigger_id, view=FORM) == "invalid_trigger_id"


def test_modal_is_updated_by_whom_knows_its_latest_version(workspace: Workspace) -> None:
    view = opened(workspace)
    done(workspace, "views.update", view_id=view["id"], hash=view["hash"], view=FORM)

    late = code(workspace, "views.update", view_id=view["id"], hash=view["hash"], view=FORM)

    assert late == "hash_conflict"
    done(workspace, "views.update", view_id=view["id"], view=FORM)


def test_modal_that_is_closed_is_not_found(workspace: Workspace) -> None:
    view = opened(workspace)
    workspace.screens.closes(BEN, view["id"])

    assert code(workspace, "views.update", view_id=view["id"], view=FORM) == "not_found"


def test_modal_has_a_name_of_the_app_s_own(workspace: Workspace) -> None:
    opened(workspace, external_id="form-1")

    done(workspace, "views.update", external_id="form-1", view=FORM | {"external_id": "form-1"})
    trigger_id = workspace.screens.triggers.give(ADA)
    again = code(workspace, "views.open", trigger_id=trigger_id, view=FORM | {"external_id": "form-1"})
    assert again == "duplicate_external_id"


def test_bad_update_changes_nothing(workspace: Workspace) -> None:
    view = opened(workspace)

    assert code(workspace, "views.update", view_id=view["id"], view=modal()) == "invalid_arguments"
    (shown,) = workspace.screens.views_of(BEN)
    assert shown.payload() == view


def test_home_is_published(workspace: Workspace) -> None:
    first = done(workspace, "views.publish", user_id=BEN, view=home(section("Old")))["view"]
    done(workspace, "views.publish", user_id=BEN, hash=first["hash"], view=home(section("New")))

    stale = code(workspace, "views.publish", user_id=BEN, hash=first["hash"], view=home())

    assert stale == "hash_conflict"
    assert workspace.screens.homes[BEN].blocks[0]["text"]["text"] == "New"


def test_home_is_refused(workspace: Workspace) -> None:
    assert code(workspace, "views.publish", user_id="U0NOBODY", view=home()) == "user_not_found"
    assert code(workspace, "views.publish", user_id=BEN, view=FORM) == "invalid_arguments"
    workspace.configuration = replace(workspace.configuration, has_home=False)
    assert code(workspace, "views.publish", user_id=BEN, view=home()) == "not_enabled"
