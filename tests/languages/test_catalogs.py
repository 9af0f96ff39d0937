"""Every language says everything that English says, and nothing else."""

import re
from collections.abc import Sequence

import pytest
from babel.messages.catalog import Message

from bot.languages.wording import CATALOGS
from tests.languages.messages import TRANSLATED, extracted, read, updated, written

PLACES = re.compile(r"%\(\w+\)s|\{\w*\}|<[^>]*>")
"""What stands for a value, and markup."""
FORMS = {"es": 2, "de": 2, "fr": 2, "pt": 2, "ja": 1, "ar": 6}


def forms(text: str | Sequence[str] | None) -> list[str]:
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def messages(code: str) -> list[Message]:
    return [message for message in read(code) if message.id]


@pytest.fixture(params=TRANSLATED)
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_catalog_is_in_step_with_the_code(code: str) -> None:
    """If not, ``make messages`` mends that; then translate what is new."""
    assert (CATALOGS / f"{code}.po").read_bytes() == written(updated(code))


def test_every_message_is_translated(code: str) -> None:
    assert [message.id for message in messages(code) if not all(forms(message.string)) or message.fuzzy] == []


def test_messages_are_those_of_the_code(code: str) -> None:
    assert {str(message.id) for message in messages(code)} == {
        str(message.id) for message in extracted() if message.id
    }


def test_translation_has_the_places_and_the_markup_of_the_original(code: str) -> None:
    """Of a message in the plural, one form may leave the number out: "one day"."""
    for message in messages(code):
        original = sorted(PLACES.findall(forms(message.id)[-1]))
        for form in forms(message.string):
            found = sorted(PLACES.findall(form))
            if message.pluralizable:
                assert set(found) <= set(original), message.id
            else:
                assert found == original, message.id


def test_plurals_have_all_forms(code: str) -> None:
    assert read(code).num_plurals == FORMS[code]
    assert [
        message.id
        for message in messages(code)
        if message.pluralizable and len(forms(message.string)) != FORMS[code]
    ] == []


def test_no_translation_begins_or_ends_with_space(code: str) -> None:
    translated = [form for message in messages(code) for form in forms(message.string)]

    assert [form for form in translated if form != form.strip()] == []


def test_translations_differ_from_english() -> None:
    """But for what is punctuation alone, and words that languages share."""
    same = {
        (code, str(message.id))
        for code in TRANSLATED
        for message in messages(code)
        if message.id == message.string and re.search(r"[A-Za-z]{2}", PLACES.sub("", forms(message.id)[0]))
    }

    assert same == {("de", "optional")}
