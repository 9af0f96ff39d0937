"""Blocks that hold no control, as people read them."""

import pytest

from bot.sandbox.values import Json
from tests.sandbox.block_kit import (
    actions,
    element,
    mrkdwn,
    options,
    plain,
    rich,
    section,
    words,
)
from tests.sandbox.drawn import Drawn, drawn_message

THREE = options(3)
PICTURE = {"image_url": "https://x.example/a.png", "alt_text": "A cat"}
LINK = '<a href="https://x.example" rel="noopener" target="_blank">here</a>'


def inside(drawn: Drawn) -> str:
    """The markup, without the line breaks that mean nothing."""
    return "".join(str(drawn.html).splitlines())


def test_the_same_message_can_be_drawn_twice_on_a_page() -> None:
    block = actions(element("datepicker"), block_id="asked")

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
