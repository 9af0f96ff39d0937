"""Slack's markup, and what in it is none."""

import pytest

from bot.sandbox.drawing.mrkdwn import html
from tests.sandbox.drawn import BEN

TOMORROW = 1_796_202_000
"""2026-12-02 10:00 in Madrid."""


def linked(url: str, label: str) -> str:
    return f'<a href="{url}" rel="noopener" target="_blank">{label}</a>'


def mentioned(text: str) -> str:
    return f'<span class="mention">{text}</span>'


STYLES = [
    ("plain words", "plain words"),
    ("", ""),
    ("one\ntwo", "one<br>two"),
    ("*bold*, _italic_ and ~gone~.", "<strong>bold</strong>, <em>italic</em> and <s>gone</s>."),
    ("*_both_*", "<strong><em>both</em></strong>"),
    ("*two words* more*", "<strong>two words</strong> more*"),
    ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
    ("* not bold *, *nor\nthis*", "* not bold *, *nor<br>this*"),
    ("`*code* <https://x.example|x>`", "<code>*code* x</code>"),
    ("_see <https://x.example/a_b|x>_", f"<em>see {linked('https://x.example/a_b', 'x')}</em>"),
    (":tada: stays", ":tada: stays"),
    ("• a list\n• as text", "• a list<br>• as text"),
]


def test_style() -> None:
    assert [(text, html(text, BEN)) for text, _ in STYLES] == STYLES


BLOCKS = [
    ("> quoted *text*", "<blockquote>quoted <strong>text</strong></blockquote>"),
    ("&gt; so\n&gt;too\nnot this", "<blockquote>so<br>too</blockquote>not this"),
    ("before\n>>> all\nthe rest", "before<blockquote>all<br>the rest</blockquote>"),
    ("a\n```\n*x*\n\n<https://x.example>\n```\nb", "a<pre><code>*x*\n\nhttps://x.example</code></pre>b"),
    ("```x``````y```", "<pre><code>x</code></pre><pre><code>y</code></pre>"),
    ("``` not closed", "``` not closed"),
]


def test_quotes_and_code_blocks() -> None:
    assert [(text, html(text, BEN)) for text, _ in BLOCKS] == BLOCKS


LINKS = [
    ("<https://x.example/?a=1&amp;b=2|Open it>", linked("https://x.example/?a=1&amp;b=2", "Open it")),
    ("<https://x.example>", linked("https://x.example", "https://x.example")),
    (
        "See https://x.example/a, please.",
        f"See {linked('https://x.example/a', 'https://x.example/a')}, please.",
    ),
    ("https://x.example/_a_-_-", linked("https://x.example/_a_-_-", "https://x.example/_a_-_-")),
    ("<mailto:dana@x.example>", linked("mailto:dana@x.example", "dana@x.example")),
    ("<javascript:alert(1)|Open it>", "Open it"),
    ("<javascript:alert(1)>", "&lt;javascript:alert(1)&gt;"),
    ("<https://[x|broken>", "broken"),
    ('<https://x.example/"onclick="|x>', linked("https://x.example/&#34;onclick=&#34;", "x")),
]


def test_links_lead_to_the_web_or_to_mail() -> None:
    assert [(text, html(text, BEN)) for text, _ in LINKS] == LINKS


MENTIONS = [
    ("<@U0BEN>", mentioned("@Ben Okafor")),
    ("<@U0BEN|ben>", mentioned("@Ben Okafor")),
    ("<#C0SUPPORT>", mentioned("#support")),
    ("<!here> <!channel|@channel>", f"{mentioned('@here')} {mentioned('@channel')}"),
    ("<!subteam^S1|@agents>", mentioned("@agents")),
    ("<!subteam^S1>", mentioned("@S1")),
    ("<!unheard^of|words>", "words"),
    ("<!unheard>", "&lt;!unheard&gt;"),
]


def test_mentions_have_names() -> None:
    assert [(text, html(text, BEN)) for text, _ in MENTIONS] == MENTIONS


def test_dates_are_in_the_readers_zone() -> None:
    written = (
        '<time datetime="2026-12-02T10:00:00+01:00" title="2026-12-02 10:00 Europe/Madrid">'
        "Tomorrow at 10:00 AM</time>"
    )

    assert html(f"<!date^{TOMORROW}^{{date_pretty}} at {{time}}|then>", BEN) == written
    assert html(f"<!date^{TOMORROW}^{{date_pretty}} at {{time}}^https://x.example|then>", BEN) == linked(
        "https://x.example", written
    )


@pytest.mark.parametrize("seconds", ["soon", "9" * 20])
def test_date_that_is_none_has_its_fallback(seconds: str) -> None:
    assert html(f"<!date^{seconds}^{{time}}|some *day*>", BEN) == "some *day*"


NO_MARKUP = [
    ("&lt;b&gt; &amp;amp; &copy;", "&lt;b&gt; &amp;amp; &amp;copy;"),
    ("a < b", "a &lt; b"),
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("*<b>*", "<strong>&lt;b&gt;</strong>"),
    ("&lt;!channel&gt;", "&lt;!channel&gt;"),
]


def test_nothing_becomes_markup_of_its_own() -> None:
    assert [(text, html(text, BEN)) for text, _ in NO_MARKUP] == NO_MARKUP


def test_long_text_of_marks_that_never_close_is_read_at_once() -> None:
    text = "*a _b ~c <d " * 3000

    assert html(text, BEN).unescape() == text
