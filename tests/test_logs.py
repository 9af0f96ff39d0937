"""What the process says of itself: never a token."""

import pytest

from bot.logs import redacted


@pytest.mark.parametrize(
    ("line", "safe"),
    [
        pytest.param("/o/4fL-x_9", "/o/…", id="link"),
        pytest.param("/b/4fL-x_9/invite.ics", "/b/…/invite.ics", id="booking"),
        pytest.param("/o/4fL?skip=1", "/o/…?skip=1", id="with a query"),
        pytest.param("/o/4%2FfL%20x/times", "/o/…/times", id="with escapes"),
        pytest.param(
            'GET "https://book.example/o/4fL" 500', 'GET "https://book.example/o/…" 500', id="address"
        ),
        pytest.param(r'{"event": "at /o/4fL\nnext"}', r'{"event": "at /o/…\nnext"}', id="inside JSON"),
        pytest.param("/o//4fL", "/o//…", id="two slashes"),
        pytest.param("/O/4fL", "/O/…", id="capital"),
        pytest.param("/o/4fL /b/5gM", "/o/… /b/…", id="two"),
        pytest.param("/slack/events /static/onetime.css", "/slack/events /static/onetime.css", id="none"),
    ],
)
def test_tokens_are_cut_out(line: str, safe: str) -> None:
    assert redacted(line) == safe
