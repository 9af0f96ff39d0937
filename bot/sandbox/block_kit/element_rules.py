"""The rules for the elements of Block Kit, and which kinds may stand in which block."""

from collections.abc import Mapping
from typing import Literal

from bot.sandbox.block_kit.checks import (
    Check,
    all_of,
    flag,
    listing,
    matching,
    must,
    number,
    one_of,
    record,
    string,
    unseen,
)
from bot.sandbox.block_kit.compositions import (
    CONFIRM,
    DISPATCH,
    FILTER,
    ID,
    OPTION,
    OPTION_GROUP,
    OPTION_TO_TICK,
    OPTION_WITH_URL,
    PLACEHOLDER,
    URL,
    plain,
)
from bot.sandbox.values import Json

LONGEST_ENTRY = 3000

Surface = Literal["modal", "home", "message"]

_DATE = matching(r"\d{4}-\d\d-\d\d", "a date as in 2026-12-31")
_TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time as in 09:30")
_NUMBER = matching(r"-?\d+(\.\d+)?", "a number")
_SLACK_ID = matching(r"[A-Z0-9]+", "the id of somebody or something in Slack")
_SLACK_IDS = listing(_SLACK_ID, most=100)
_MOST_SELECTED = number(1, 100)


def _element(optional: Mapping[str, Check], required: Mapping[str, Check] | None = None) -> Check:
    return record({"type": string(255), **(required or {})}, {"action_id": ID, **optional})


def _menu(optional: Mapping[str, Check], required: Mapping[str, Check] | None = None) -> Check:
    common = {"placeholder": PLACEHOLDER, "confirm": CONFIRM, "focus_on_load": flag}
    return _element({**common, **optional}, required)


def _entry(optional: Mapping[str, Check], required: Mapping[str, Check] | None = None) -> Check:
    common = {"placeholder": PLACEHOLDER, "dispatch_action_config": DISPATCH, "focus_on_load": flag}
    return _element({**common, **optional}, required)


def _offered(element: Json) -> list[Json]:
    grouped = (option for group in element.get("option_groups", []) for option in group["options"])
    return [*element.get("options", []), *grouped]


def _chosen(element: Json) -> list[Json]:
    """What is chosen at first."""
    single = [element["initial_option"]] if "initial_option" in element else []
    return [*single, *element.get("initial_options", [])]


_options_or_groups = must(
    lambda element: ("options" in element) != ("option_groups" in element),
    "must define either `options` or `option_groups`",
)
_initial_is_offered = must(
    lambda element: all(option in _offered(element) for option in _chosen(element)),
    "initial options must be among the options",
)
_not_too_many_chosen = must(
    lambda element: len(_chosen(element)) <= element.get("max_selected_items", 100),
    "more initial options than may be selected",
)
_initial_fits = must(
    lambda element: len(element.get("initial_value", "")) <= element.get("max_length", LONGEST_ENTRY),
    "initial_value is longer than max_length",
)
_least_below_most = must(
    lambda element: element.get("min_length", 0) <= element.get("max_length", LONGEST_ENTRY),
    "min_length is more than max_length",
)

_STATIC = {
    "options": listing(OPTION, most=100),
    "option_groups": listing(OPTION_GROUP, most=100),
}
_CONVERSATIONS = {"default_to_current_conversation": flag, "filter": FILTER}
_SELECTED = {"max_selected_items": _MOST_SELECTED}
_ANSWERED = {"response_url_enabled": flag}
_SEARCHED = {"min_query_length": number(0, 3000)}

ELEMENTS: dict[str, Check] = {
    "button": _element(
        {
            "url": URL,
            "value": string(2000),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
        {"text": plain(75)},
    ),
    "image": record({"type": string(255), "image_url": URL, "alt_text": string(2000)}),
    "static_select": all_of(
        _menu({**_STATIC, "initial_option": OPTION}), _options_or_groups, _initial_is_offered
    ),
    "multi_static_select": all_of(
        _menu({**_STATIC, **_SELECTED, "initial_options": listing(OPTION, most=100)}),
        _options_or_groups,
        _initial_is_offered,
        _not_too_many_chosen,
    ),
    "external_select": _menu({**_SEARCHED, "initial_option": OPTION}),
    "multi_external_select": all_of(
        _menu({**_SEARCHED, **_SELECTED, "initial_options": listing(OPTION, most=100)}),
        _not_too_many_chosen,
    ),
    "users_select": _menu({"initial_user": _SLACK_ID}),
    "multi_users_select": _menu({**_SELECTED, "initial_users": _SLACK_IDS}),
    "conversations_select": _menu({**_CONVERSATIONS, **_ANSWERED, "initial_conversation": _SLACK_ID}),
    "multi_conversations_select": _menu({**_CONVERSATIONS, **_SELECTED, "initial_conversations": _SLACK_IDS}),
    "channels_select": _menu({**_ANSWERED, "initial_channel": _SLACK_ID}),
    "multi_channels_select": _menu({**_SELECTED, "initial_channels": _SLACK_IDS}),
    "overflow": _element({"confirm": CONFIRM}, {"options": listing(OPTION_WITH_URL, most=5)}),
    "checkboxes": all_of(
        _element(
            {
                "initial_options": listing(OPTION_TO_TICK, most=10),
                "confirm": CONFIRM,
                "focus_on_load": flag,
            },
            {"options": listing(OPTION_TO_TICK, most=10)},
        ),
        _initial_is_offered,
    ),
    "radio_buttons": all_of(
        _element(
            {"initial_option": OPTION_TO_TICK, "confirm": CONFIRM, "focus_on_load": flag},
            {"options": listing(OPTION_TO_TICK, most=10)},
        ),
        _initial_is_offered,
    ),
    "datepicker": _menu({"initial_date": _DATE}),
    "timepicker": _menu({"initial_time": _TIME, "timezone": string(100)}),
    "datetimepicker": _element(
        {"initial_date_time": number(10**9, 10**10 - 1), "confirm": CONFIRM, "focus_on_load": flag}
    ),
    "plain_text_input": all_of(
        _entry(
            {
                "multiline": flag,
                "initial_value": string(LONGEST_ENTRY, least=0),
                "min_length": number(0, LONGEST_ENTRY),
                "max_length": number(1, LONGEST_ENTRY),
            }
        ),
        _initial_fits,
        _least_below_most,
    ),
    "email_text_input": _entry({"initial_value": string(LONGEST_ENTRY, least=0)}),
    "url_text_input": _entry({"initial_value": string(LONGEST_ENTRY, least=0)}),
    "number_input": _entry(
        {"initial_value": _NUMBER, "min_value": _NUMBER, "max_value": _NUMBER}, {"is_decimal_allowed": flag}
    ),
    # Slack has these too. Nothing here can draw them, which the page then says.
    **dict.fromkeys(
        ("rich_text_input", "file_input", "workflow_button", "feedback_buttons", "icon_button"),
        unseen({"action_id": ID, "focus_on_load": flag}),
    ),
}

_MENUS = {
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
    "multi_static_select",
    "multi_external_select",
    "multi_users_select",
    "multi_conversations_select",
    "multi_channels_select",
}
_CHOICES = _MENUS | {"checkboxes", "radio_buttons", "datepicker", "timepicker"}


def _kinds(names: set[str]) -> dict[str, Check]:
    return {name: ELEMENTS[name] for name in names}


ACCESSORIES = _kinds(_CHOICES | {"button", "image", "overflow", "workflow_button"})
IN_ACTIONS = _kinds(_CHOICES | {"button", "datetimepicker", "overflow", "rich_text_input", "workflow_button"})
IN_INPUTS = _kinds(
    _CHOICES
    | {
        "datetimepicker",
        "plain_text_input",
        "email_text_input",
        "url_text_input",
        "number_input",
        "rich_text_input",
        "file_input",
    }
)
IN_CONTEXT_ACTIONS = _kinds({"feedback_buttons", "icon_button"})

_MODALS_ONLY = {"email_text_input", "url_text_input", "number_input", "file_input"}
_NOT_ON: dict[Surface, set[str]] = {
    "modal": set(),
    "home": _MODALS_ONLY | {"datetimepicker"},
    "message": _MODALS_ONLY | {"rich_text_input"},
}
"""Slack has these elsewhere alone (https://docs.slack.dev/reference/block-kit/block-elements)."""


def kinds_on(surface: Surface, kinds: Mapping[str, Check]) -> dict[str, Check]:
    """Those of the kinds that may stand on a surface."""
    return {name: check for name, check in kinds.items() if name not in _NOT_ON[surface]}
