"""The methods of the Web API that show modals and Home tabs."""

import json

from bot.sandbox.api.people_methods import person
from bot.sandbox.block_kit.block_rules import ViewType, problems_of_view
from bot.sandbox.refusals import Refused
from bot.sandbox.state.open_view import OpenView
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json

MOST_BYTES = 250_000


def open_(workspace: Workspace, arguments: Json) -> Json:
    trigger = workspace.screens.triggers.good(arguments["trigger_id"])
    _must_be_good(workspace, arguments["view"], "modal")
    trigger.is_used = True
    looking_at = workspace.conversations.get(trigger.looking_at or "")
    return _shown(workspace.screens.shows(trigger.user_id, arguments["view"], looking_at))


def push(workspace: Workspace, arguments: Json) -> Json:
    trigger = workspace.screens.triggers.good(arguments["trigger_id"])
    below = workspace.screens.views_of(trigger.user_id)
    if not below:
        raise Refused("invalid_trigger_id", ["it does not come from a modal"])
    _must_be_good(workspace, arguments["view"], "modal")
    pushed = workspace.screens.pushes(below[-1], arguments["view"])
    trigger.is_used = True
    return _shown(pushed)


def update(workspace: Workspace, arguments: Json) -> Json:
    shown = _sought(workspace, arguments)
    _must_be_of_now(shown, arguments)
    _must_be_good(workspace, arguments["view"], shown.view["type"], shown)
    workspace.screens.updates(shown, arguments["view"])
    return _shown(shown)


def publish(workspace: Workspace, arguments: Json) -> Json:
    if not workspace.configuration.has_home:
        raise Refused("not_enabled")
    user_id = person(workspace, arguments["user_id"]).id
    home = workspace.screens.homes.get(user_id)
    if home is not None:
        _must_be_of_now(home, arguments)
    _must_be_good(workspace, arguments["view"], "home", home)
    return _shown(workspace.screens.publishes(user_id, arguments["view"]))


def _sought(workspace: Workspace, arguments: Json) -> OpenView:
    external_id = arguments.get("external_id")
    for view in _all(workspace):
        if view.id == arguments.get("view_id") or (external_id and view.external_id == external_id):
            return view
    raise Refused("not_found")


def _must_be_of_now(shown: OpenView, arguments: Json) -> None:
    if arguments.get("hash") not in (None, shown.hash):
        raise Refused("hash_conflict")


def _must_be_good(
    workspace: Workspace, view: Json, type_: ViewType, instead_of: OpenView | None = None
) -> None:
    if len(json.dumps(view).encode()) > MOST_BYTES:
        raise Refused("view_too_large")
    if problems := problems_of_view(view, type_):
        raise Refused("invalid_arguments", problems)
    others = [other for other in _all(workspace) if other is not instead_of]
    if view.get("external_id") and any(other.external_id == view["external_id"] for other in others):
        raise Refused("duplicate_external_id")


def _all(workspace: Workspace) -> list[OpenView]:
    return [*workspace.screens.views, *workspace.screens.homes.values()]


def _shown(view: OpenView) -> Json:
    return {"view": view.payload()}
