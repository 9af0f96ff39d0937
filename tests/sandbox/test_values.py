"""JSON as it comes from the other end, with whatever may stand in it."""

import pytest

from bot.sandbox.values import DEEPEST, parsed


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"text": "Grüße 🎉"}', {"text": "Grüße 🎉"}),
        (r'{"text": "\ud83c\udf89"}', {"text": "🎉"}),
        (r'{"text": "half \ud83c of one"}', {"text": "half ? of one"}),
        (r'{"\ud800": 1}', {"?": 1}),
    ],
)
def test_text_is_read_in_whole_characters(text: str, value: object) -> None:
    assert parsed(text) == value


def test_depth_has_a_limit() -> None:
    assert parsed(nested(DEEPEST)) is not None
    for depth in (DEEPEST + 1, 100_000):
        with pytest.raises(ValueError, match="nested too deep"):
            parsed(nested(depth))
