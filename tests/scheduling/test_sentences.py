"""A sentence is English, and knows what it was made of."""

import pytest

from bot.scheduling.sentences import Length, Sentence


def test_sentence_is_its_english_text() -> None:
    sentence = Sentence("Please keep this under {most} characters.", most=200)

    assert sentence == "Please keep this under 200 characters."
    assert (sentence.pattern, sentence.values) == ("Please keep this under {most} characters.", {"most": 200})


def test_sentence_stands_in_another() -> None:
    inner = Sentence("Please write to {name}.", name="Ana")

    assert Sentence("It is over. {advice}", advice=inner) == "It is over. Please write to Ana."


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (1, "1 minute"),
        (15, "15 minutes"),
        (60, "1 hour"),
        (90, "90 minutes"),
        (1440, "1 day"),
        (14 * 1440, "14 days"),
        (1500, "25 hours"),
        (0, "0 days"),
    ],
)
def test_length_is_told_in_its_largest_whole_unit(minutes: int, text: str) -> None:
    assert str(Length(minutes)) == text
