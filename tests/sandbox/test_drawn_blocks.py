"""What apps send, as people see it, hear it and act on it."""

from typing import Any
from uuid import UUID

import pytest
from bs4 import Tag

from bot.sandbox.block_kit.elements import HOLDINGS
from bot.sandbox.drawing.controls import GROUPS, KINDS
from bot.sandbox.state.open_view import OpenView
from bot.sandbox.values import Json
from bot.scheduling.links import Origin, PageChoice
from bot.slack import modals
from bot.slack.modals import FormMemory
from tests.sandbox.block_kit import (
    actions,
    button,
    confirm,
    element,
    input_,
    mrkdwn,
    option,
    options,
    plain,
    rich,
    section,
    text_input,
    words,
)
from tests.sandbox.drawn import BEN, Drawn, drawn_message, drawn_modal, drawn_view, view_of

THREE = options(3)
GROUPED = [{"label": plain("First"), "options": THREE[:1]}, {"label": plain("Rest"), "options": THREE[1:]}]
PARTS: dict[str, Json] = {
    kind: {"options": THREE}
    for kind in ("static_select", "multi_static_select", "checkboxes", "radio_buttons")
}
PICTURE = {"image_url": "https://x.example/a.png", "alt_text": "A cat"}
TYPED = ["plain_text_input", "email_text_input", "url_text_input", "number_input"]
LINK = '<a href="https://x.example" rel="noopener" target="_blank">here</a>'


def asked(kind: str, action_id: str = "do", **parts: Any) -> Json:
    return element(kind, action_id, **(PARTS.get(kind, {}) | parts))


def pages(count: int) -> list[PageChoice]:
    return [PageChoice(UUID(int=number), f"Page {number}", f"page-{number}", None) for number in range(count)]


def control(drawn: Drawn, kind: str) -> Tag:
    """The one thing that stands for an element: in groups their frame."""
    return drawn.one("fieldset") if KINDS[kind] in GROUPS else drawn.controls[0]


def inside(drawn: Drawn) -> str:
    """The markup, without the line breaks that mean nothing."""
    return "".join(str(drawn.html).splitlines())


@pytest.mark.parametrize("kind", KINDS)
def test_label_hint_and_error_belong_to_their_input(kind: str) -> None:
    view = view_of(input_(asked(kind), hint=plain("A hint")))
    view.errors = {"asked": "This is <wrong>."}

    drawn = drawn_view(view)

    assert drawn.name(control(drawn, kind)) == "Label"
    assert drawn.description(control(drawn, kind)) == "A hint This is <wrong>."
    assert drawn.one("[role=alert]").get_text() == "This is <wrong>."
    assert drawn.one(".field")["class"] == ["field", "wrong"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind] not in GROUPS])
def test_control_that_is_wrong_says_so(kind: str) -> None:
    view = view_of(input_(asked(kind)))
    view.errors = {"asked": "No."}

    assert drawn_view(view).controls[0]["aria-invalid"] == "true"
    assert drawn_modal(input_(asked(kind))).controls[0].get("aria-invalid") is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_control_has_a_name_and_an_id_of_its_own(kind: str) -> None:
    drawn = drawn_message(
        section("Beside", block_id="one", accessory=asked(kind)),
        {"type": "section", "block_id": "two", "fields": [plain("x")], "accessory": asked(kind)},
        actions(asked(kind, "a"), asked(kind, "b"), block_id="three"),
    )

    named = drawn.html.select("fieldset") + drawn.controls
    ids = [tag["id"] for tag in drawn.html.select("[id]")]
    assert [tag for tag in named if not drawn.name(tag)] == []
    assert len(ids) == len(set(ids))


def test_what_is_optional_is_said_and_the_rest_is_required() -> None:
    drawn = drawn_modal(text_input("name"), {**text_input("reason"), "optional": True})

    name, reason = drawn.controls
    assert (drawn.name(name), name.has_attr("required")) == ("Label", True)
    assert (drawn.name(reason), reason.has_attr("required")) == ("Label (optional)", False)


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - set(TYPED)))
def test_change_is_sent_where_it_is_asked_for(kind: str) -> None:
    silent = drawn_modal(input_(asked(kind)))
    telling = drawn_modal(input_(asked(kind), dispatch_action=True))

    assert silent.html.select("[data-dispatch], noscript [name=press]") == []
    told = {(tag["data-dispatch"], tag["data-dispatch-on"]) for tag in telling.html.select("[data-dispatch]")}
    assert told == {("asked:do", "change")}
    assert telling.attributes("noscript [name=press]") == {"name": "press", "value": "asked:do"}


@pytest.mark.parametrize("kind", TYPED)
@pytest.mark.parametrize(
    ("config", "when"),
    [
        ({}, "enter"),
        ({"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}, "character"),
        (
            {"dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]}},
            "enter character",
        ),
    ],
)
def test_what_is_typed_is_sent_when_the_app_says(kind: str, config: Json, when: str) -> None:
    drawn = drawn_modal(input_(asked(kind, **config), dispatch_action=True))

    assert drawn.attributes("input")["data-dispatch-on"] == when


def test_change_beside_a_text_is_always_sent() -> None:
    drawn = drawn_message(section(block_id="a b", accessory=asked("checkboxes", "c:d")))

    assert [tag["data-dispatch"] for tag in drawn.controls] == ["a%20b:c%3Ad"] * 3


@pytest.mark.parametrize("kind", ["static_select", "checkboxes", "datepicker", "external_select"])
def test_what_is_to_be_confirmed_is_told_at_the_control(kind: str) -> None:
    drawn = drawn_message(actions(asked(kind, confirm=confirm()), block_id="asked"))

    told = {
        name: drawn.controls[0].get(f"data-confirm-{name}") for name in ("title", "text", "confirm", "deny")
    }
    assert told == {"title": "Sure?", "text": "Really?", "confirm": "Yes", "deny": "No"}


def test_button() -> None:
    pressed = button(style="danger", confirm=confirm(style="danger", text=mrkdwn("*Really?*\nThis stays.")))

    drawn = drawn_message(actions(pressed, block_id="link"))

    assert drawn.one("button")["class"] == ["button", "danger"]
    assert drawn.one("button").get_text() == "Go"
    assert drawn.attributes("button") == {
        "name": "press",
        "value": "link:go",
        "data-confirm-title": "Sure?",
        "data-confirm-text": "Really? This stays.",
        "data-confirm-confirm": "Yes",
        "data-confirm-deny": "No",
        "data-confirm-style": "danger",
    }


def test_button_may_be_called_otherwise_by_screen_readers() -> None:
    drawn = drawn_message(actions(button(accessibility_label="Go there"), block_id="link"))

    assert drawn.name(drawn.one("button")) == "Go there"


def test_button_with_an_address_is_a_link_that_is_pressed_as_well() -> None:
    drawn = drawn_message(actions(button(url="https://x.example/?a&b"), block_id="link"))

    assert drawn.one("a")["href"] == "https://x.example/?a&b"
    assert drawn.one("a")["data-press"] == "link:go"


def test_button_leads_to_no_script() -> None:
    drawn = drawn_message(actions(button(url="javascript:alert(1)"), block_id="link"))

    assert drawn.attributes("button") == {"name": "press", "value": "link:go"}


def test_overflow_is_a_menu_of_buttons() -> None:
    menu = [option("Edit", "edit"), option("Open", "open", url="https://x.example")]

    drawn = drawn_message(section(block_id="page", accessory=element("overflow", options=menu)))

    assert drawn.name(drawn.one("summary")) == "More"
    assert [each.get_text() for each in drawn.html.select("li")] == ["Edit", "Open"]
    assert drawn.attributes("button") == {"name": "press", "value": "page:do:0"}
    assert drawn.attributes("a") == {"data-press": "page:do:1"}


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("plain_text_input", 'say "hi" & <b>', 'say "hi" & <b>'),
        ("datepicker", "2026-12-02", "2026-12-02"),
        ("timepicker", "09:30", "09:30"),
        ("datetimepicker", 1_796_202_000, "2026-12-02T10:00"),
        ("external_select", option("Found <it>"), "Found <it>"),
    ],
)
def test_what_is_entered_is_shown(kind: str, value: object, shown: str) -> None:
    view = view_of(input_(asked(kind)))
    view.enter("asked", "do", value)

    assert drawn_view(view).one("input")["value"] == shown


def test_text_of_several_lines_keeps_the_first_when_it_is_empty() -> None:
    drawn = drawn_modal(text_input(multiline=True, initial_value="\none\n<two>"))

    # A browser drops the first line break in a textarea.
    assert drawn.one("textarea").get_text() == "\n\none\n<two>"


@pytest.mark.parametrize(
    ("kind", "type_", "mode"),
    [
        ("plain_text_input", "text", None),
        ("email_text_input", "email", None),
        ("url_text_input", "url", None),
        ("number_input", "text", "decimal"),
        ("datepicker", "date", None),
        ("timepicker", "time", None),
        ("datetimepicker", "datetime-local", None),
    ],
)
def test_inputs_bring_the_right_keyboard(kind: str, type_: str, mode: str | None) -> None:
    drawn = drawn_modal(input_(asked(kind)))

    assert (drawn.one("input")["type"], drawn.one("input").get("inputmode")) == (type_, mode)


def test_input_tells_what_it_takes_and_where_to_begin() -> None:
    asked_for = element("plain_text_input", max_length=20, placeholder=plain("Name"), focus_on_load=True)

    typed = drawn_modal(input_(asked_for)).one("input")

    assert (typed["maxlength"], typed["placeholder"], typed.has_attr("autofocus")) == ("20", "Name", True)


def test_select_offers_nothing_first_and_then_the_options_by_their_places() -> None:
    options = [option("<One>"), option("Two", "2", description=plain("the second"))]

    drawn = drawn_modal(input_(element("static_select", options=options, initial_option=options[1])))

    assert [(each["value"], each.get_text()) for each in drawn.html.select("option")] == [
        ("", "Choose"),
        ("0", "<One>"),
        ("1", "Two (the second)"),
    ]
    assert drawn.one("option[selected]")["value"] == "1"


def test_select_shows_groups_and_its_placeholder() -> None:
    drawn = drawn_modal(
        input_(element("static_select", option_groups=GROUPED, placeholder=plain("Pick one")))
    )

    assert drawn.one("option[value='']").get_text() == "Pick one"
    groups = {
        str(group["label"]): [each["value"] for each in group.select("option")]
        for group in drawn.html.select("optgroup")
    }
    assert groups == {"First": ["0"], "Rest": ["1", "2"]}


@pytest.mark.parametrize(
    ("kind", "offered"),
    [
        ("users_select", [("U0ADMIN", "Ada Lima"), ("U0BEN", "Ben Okafor")]),
        ("conversations_select", [("C0SUPPORT", "#support"), ("G0VIP", "#vip-escalations")]),
        ("channels_select", [("C0SUPPORT", "#support")]),
    ],
)
def test_menus_offer_who_and_what_there_is(kind: str, offered: list[tuple[str, str]]) -> None:
    one = drawn_modal(input_(element(kind)))
    several = drawn_modal(input_(element(f"multi_{kind}")))

    assert [(each["value"], each.get_text()) for each in one.html.select("option")[1:]] == offered
    assert [(tick["value"], several.name(tick)) for tick in several.controls] == offered


def test_who_is_chosen_stays_although_the_menu_does_not_offer_them() -> None:
    drawn = drawn_modal(input_(element("users_select", initial_user="U0GONE")))

    assert drawn.one("option[selected]").get_text() == "U0GONE"


@pytest.mark.parametrize(("kind", "type_"), [("checkboxes", "checkbox"), ("radio_buttons", "radio")])
def test_choices_have_labels_descriptions_and_ticks(kind: str, type_: str) -> None:
    options = [option("One"), {"text": mrkdwn("*Two*"), "value": "2", "description": mrkdwn("_second_")}]
    initial = {"initial_options": [options[1]]} if kind == "checkboxes" else {"initial_option": options[1]}

    drawn = drawn_modal(input_(element(kind, options=options, **initial)))

    one, two = drawn.controls
    assert {tick["type"] for tick in (one, two)} == {type_}
    assert (one["value"], drawn.name(one), one.has_attr("checked")) == ("0", "One", False)
    assert (two["value"], drawn.name(two), two.has_attr("checked")) == ("1", "Two", True)
    assert drawn.description(two) == "second"
    assert drawn.one("label strong").get_text() == "Two"


def test_groups_of_choices_have_names() -> None:
    drawn = drawn_modal(input_(element("multi_static_select", option_groups=GROUPED)))

    assert [drawn.name(group) for group in drawn.html.select("fieldset fieldset")] == ["First", "Rest"]


def test_list_that_is_searched_offers_what_was_found() -> None:
    view = view_of(input_(element("external_select", min_query_length=0)))
    view.offered = {("asked", "do"): THREE}

    drawn = drawn_view(view)

    assert drawn.attributes("input") == {
        "name": "v:asked:do",
        "value": "",
        "data-search": "asked:do",
        "data-search-from": "0",
    }
    assert drawn.one("datalist")["id"] == drawn.one("input")["list"]
    assert [each["value"] for each in drawn.html.select("datalist option")] == [
        "Option 0",
        "Option 1",
        "Option 2",
    ]
    assert drawn.attributes("noscript button") == {"name": "search", "value": "asked:do"}
    assert drawn.one("noscript button")["formaction"] == "/sandbox/search"


@pytest.mark.parametrize(
    ("most", "searches"), [({}, 5), ({"max_selected_items": 3}, 1), ({"max_selected_items": 2}, 0)]
)
def test_several_that_are_searched_can_be_unpicked_and_added_to(most: Json, searches: int) -> None:
    drawn = drawn_modal(input_(element("multi_external_select", initial_options=THREE[:2], **most)))

    ticked = drawn.html.select("[type=checkbox][checked]")
    assert [drawn.name(tick) for tick in ticked] == ["Option 0", "Option 1"]
    assert [drawn.name(each) for each in drawn.html.select("[data-search]")] == [
        f"Search {number}" for number in range(1, searches + 1)
    ]
    assert drawn.html.select("[type=checkbox][data-search]") == []


def test_the_same_message_can_be_drawn_twice_on_a_page() -> None:
    block = actions(asked("datepicker"), block_id="asked")

    once, again = drawn_message(block), drawn_message(block, within="thread-")

    assert once.one("input")["id"] == "C0SUPPORT-1796.1:asked:do"
    assert again.one("input")["id"] == "thread-C0SUPPORT-1796.1:asked:do"
    assert once.one("input")["name"] == again.one("input")["name"] == "v:asked:do"


def test_message_without_blocks_is_its_text() -> None:
    assert inside(drawn_message(text="*Hi* <https://x.example|here>")) == (
        f'<div class="text"><strong>Hi</strong> {LINK}</div>'
    )


@pytest.mark.parametrize(
    ("block", "html"),
    [
        ({"type": "header", "text": plain("A <b> title")}, "<h3>A &lt;b&gt; title</h3>"),
        ({"type": "divider"}, "<hr/>"),
        (
            {"type": "context", "elements": [mrkdwn("_small_"), {"type": "image", **PICTURE}]},
            (
                '<div class="context"><div class="text"><em>small</em></div>'
                '<img alt="A cat" src="https://x.example/a.png"/></div>'
            ),
        ),
        (
            {"type": "image", **PICTURE, "title": plain("Cats")},
            '<figure><figcaption>Cats</figcaption><img alt="A cat" src="https://x.example/a.png"/></figure>',
        ),
        (
            {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "A cat"},
            '<figure><span class="not-drawn">not drawn here: image</span></figure>',
        ),
        (
            {"type": "image", "image_url": "data:image/png,", "alt_text": "A cat"},
            '<figure><span class="not-drawn">not drawn here: image</span></figure>',
        ),
        (
            {"type": "alert", "level": "warning", "text": mrkdwn("*Careful*")},
            (
                '<div class="alert warning" role="note"><strong>Warning:</strong>'
                '<div class="text"><strong>Careful</strong></div></div>'
            ),
        ),
        (
            {"type": "alert", "text": plain("Well")},
            '<div class="alert default" role="note"><div class="text">Well</div></div>',
        ),
        (
            {
                "type": "table",
                "rows": [
                    [{"type": "raw_text", "text": "Page"}, {"type": "raw_text", "text": "Links"}],
                    [rich(words("Support")), {"type": "raw_number", "value": 7, "text": "7"}],
                ],
            },
            (
                '<div aria-label="Table" class="table" role="group" tabindex="0"><table>'
                '<tr><th scope="col">Page</th><th scope="col">Links</th></tr>'
                '<tr><td><div class="rich-text"><p>Support</p></div></td><td>7</td></tr></table></div>'
            ),
        ),
        (
            {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [words("said")]}]},
            '<div class="rich-text"><blockquote>said</blockquote></div>',
        ),
        (
            rich(
                words("https://x.example/<o>\n"),
                {"type": "link", "url": "https://y.example"},
                kind="rich_text_preformatted",
            ),
            '<div class="rich-text"><pre><code>https://x.example/&lt;o&gt;https://y.example</code></pre></div>',
        ),
    ],
)
def test_block(block: Json, html: str) -> None:
    assert inside(drawn_message({"block_id": "1", **block})) == html


@pytest.mark.parametrize(
    ("style", "opening", "closing"),
    [
        ({"style": "bullet"}, '<ul class="indent-0">', "</ul>"),
        ({"style": "ordered", "indent": 1, "offset": 2}, '<ol class="indent-1" start="3">', "</ol>"),
    ],
)
def test_list_in_rich_text(style: Json, opening: str, closing: str) -> None:
    items = [{"type": "rich_text_section", "elements": [words(text)]} for text in ("one", "two")]
    block = {
        "type": "rich_text",
        "block_id": "1",
        "elements": [{"type": "rich_text_list", **style, "elements": items}],
    }

    assert inside(drawn_message(block)) == (
        f'<div class="rich-text">{opening}<li>one</li><li>two</li>{closing}</div>'
    )


@pytest.mark.parametrize(
    ("part", "html"),
    [
        (words("*as* <it>\nstands"), "*as* &lt;it&gt;<br/>stands"),
        (
            words("all", style={"bold": True, "italic": True, "strike": True}),
            "<s><em><strong>all</strong></em></s>",
        ),
        (words("x", style={"code": True, "bold": False}), "<code>x</code>"),
        ({"type": "link", "url": "https://x.example", "text": "here"}, LINK),
        ({"type": "link", "url": "https://x.example"}, LINK.replace("here", "https://x.example")),
        ({"type": "link", "url": "javascript:alert(1)", "text": "here"}, "here"),
        ({"type": "user", "user_id": "U0BEN"}, '<span class="mention">@Ben Okafor</span>'),
        ({"type": "channel", "channel_id": "C0SUPPORT"}, '<span class="mention">#support</span>'),
        ({"type": "usergroup", "usergroup_id": "S1"}, '<span class="mention">@S1</span>'),
        ({"type": "broadcast", "range": "here"}, '<span class="mention">@here</span>'),
        ({"type": "emoji", "name": "tada"}, ":tada:"),
        ({"type": "color", "value": "#ff0000"}, "#ff0000"),
        (
            {
                "type": "date",
                "timestamp": 1_796_202_000,
                "format": "{date_short_pretty} {time}",
                "fallback": "then",
            },
            (
                '<time datetime="2026-12-02T10:00:00+01:00" title="2026-12-02 10:00 Europe/Madrid">'
                "Tomorrow 10:00 AM</time>"
            ),
        ),
        ({"type": "date", "timestamp": 10**20, "format": "{time}", "fallback": "then"}, "then"),
        (
            {
                "type": "date",
                "timestamp": 10**20,
                "format": "{time}",
                "url": "https://x.example",
                "fallback": "here",
            },
            LINK,
        ),
        ({"type": "team", "team_id": "T1"}, '<span class="not-drawn">not drawn here: team</span>'),
    ],
)
def test_part_of_rich_text(part: Json, html: str) -> None:
    assert str(drawn_message({**rich(part), "block_id": "1"}).one("p")) == f"<p>{html}</p>"


def test_section_has_text_fields_and_something_beside() -> None:
    block = section(
        "Words", block_id="1", fields=[mrkdwn("*One*"), plain("Two")], accessory={"type": "image", **PICTURE}
    )

    drawn = drawn_message(block)

    assert drawn.one(".words > .text").get_text() == "Words"
    assert [each.get_text() for each in drawn.html.select(".fields > .text")] == ["One", "Two"]
    assert drawn.one(".accessory img")["alt"] == "A cat"


@pytest.mark.parametrize(
    "block",
    [
        {"type": "video", "block_id": "1"},
        {"type": "rich_text", "block_id": "1", "elements": [{"type": "video"}]},
        actions({"type": "video"}, block_id="1"),
        section(block_id="1", accessory={"type": "video"}),
        input_({"type": "video", "action_id": "x"}),
        {"type": "video<script>", "block_id": "1"},
    ],
)
def test_what_is_not_known_is_said_not_to_be_drawn(block: Json) -> None:
    assert drawn_modal(block).one(".not-drawn").get_text().startswith("not drawn here: video")


@pytest.mark.parametrize(
    "view",
    [
        modals.form(pages(2), FormMemory(asks_channel=True), personalized=True),
        modals.form(pages(101), FormMemory(), personalized=False),
        modals.form([], FormMemory()),
        modals.result("https://x.example/o/abc", BEN.now, Origin("C0SUPPORT", None)),
    ],
    ids=["form", "search", "nothing_there", "result"],
)
def test_modals_of_the_bot_are_drawn_whole(view: Json) -> None:
    blocks = [{"block_id": f"made{number}", **block} for number, block in enumerate(view["blocks"])]

    drawn = drawn_view(OpenView("V1", "U0BEN", "1.hash", {**view, "blocks": blocks}, "V1"))

    assert drawn.text != ""
    assert drawn.html.select(".not-drawn") == []


def test_all_that_holds_something_is_drawn_but_rich_text() -> None:
    assert HOLDINGS.keys() - KINDS.keys() == {"rich_text_input"}


def test_nothing_that_is_drawn_needs_a_script_or_a_style_of_its_own() -> None:
    blocks = [input_(asked(kind), kind, dispatch_action=True) for kind in KINDS]

    drawn = drawn_modal(*blocks, actions(button(confirm=confirm()), block_id="last"))

    attributes = {name for tag in drawn.html.find_all(True) for name in tag.attrs}
    assert drawn.html.select("script, style") == []
    assert {name for name in attributes if name == "style" or name.startswith("on")} == set()
