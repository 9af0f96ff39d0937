"""The set-up document as YAML: what is read, what is refused, how it is written."""

from contextlib import suppress
from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.scheduling.setup_file import yaml_text
from bot.scheduling.setup_file.yaml_text import Unreadable
from tests.thoroughness import examples

MARKS = "{}[]:,-#&*!|>'\"%@`?~ \n\ta0Z\\xuU\u2028\ud800\x00é"


def test_every_scalar_is_read_as_the_text_that_stands_there() -> None:
    read = yaml_text.read("a: No\nb: 1:30\nc: 012\nd: 2026-12-24\ne: 09:00-17:00\nf: 'null'\ng: 1e3\n")

    assert read == {
        "a": "No",
        "b": "1:30",
        "c": "012",
        "d": "2026-12-24",
        "e": "09:00-17:00",
        "f": "null",
        "g": "1e3",
    }


def test_lists_and_mappings_are_read_in_either_style() -> None:
    assert (
        yaml_text.read("a: [1, {b: 2}]") == yaml_text.read("a:\n- '1'\n-\n  b: 2") == {"a": ["1", {"b": "2"}]}
    )


@pytest.mark.parametrize("text", ["", "# nothing but a remark\n", "~"])
def test_blank_document_is_nothing(text: str) -> None:
    assert yaml_text.read(text) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "a: b: c",
            (
                "line 1, column 5: this colon has no place here: text that holds one needs quotes around it,"
                " and a key above that others belong to needs its own"
            ),
        ),
        (
            "a:\n  b: [1, 2\nc: 3",
            (
                "line 2, column 6: in the bracket that is opened here a comma is missing, or a quote or"
                " bracket is one too few or too many"
            ),
        ),
        ("a: 'b\nc: d", "line 1, column 4: the quote that is opened here is not closed"),
        ("a:\n\t- b", "line 2, column 1: a tab stands here: indent with spaces"),
        ("a: @b", "line 1, column 4: text that begins with this character needs quotes around it"),
        (
            "a:\n  - b: 1\n   c: 2",
            "line 3, column 4: this should begin in the column of what it belongs with",
        ),
        (
            "a:\n  - b: 1\n  c: 2",
            "line 3, column 3: this should begin in the column of what it belongs with",
        ),
        ("a:\n  b: 1\n  - c", "line 3, column 3: this should begin in the column of what it belongs with"),
        (
            "a: 'Ana's'",
            (
                "line 1, column 9: a quote or bracket in this line is one too few or too many; an apostrophe"
                " within single quotes is written twice"
            ),
        ),
        (
            "a: {b: #fff}",
            "line 1, column 13: a value is missing before this; # begins a comment, unless it is in quotes",
        ),
        ('a: "\\s"', "line 1, column 6: a backslash in double quotes begins an escape: write it twice"),
        ("a: 1\nb:2", "line 2, column 1: a colon and a space are missing in this line, as in minutes: 30"),
        ("a: ? b", "line 1, column 4: mapping keys are not allowed here"),
        ("a: 1\nb: 2\na: 3", "line 3, column 1: the key 'a' stands twice in one place"),
        ("[a]: 1", "line 1, column 1: a key should be one word"),
        ("~: 1", "line 1, column 1: a key should be one word"),
        ("a:\n  b:\n", "line 2, column 3: nothing stands behind 'b': give it a value, or [] for none"),
        ("a: null", "line 1, column 1: nothing stands behind 'a': give it a value, or [] for none"),
        ("a:\n  -\n", "line 2, column 4: nothing stands here: give the item a value, or take it out"),
        ("a: 1\n---\nb: 2", "there are several documents here: '---' begins another"),
        ("a: ok\nb: \x00", "line 2, column 4: the character U+0000 has no place in a document"),
        ("a: \ud800", "line 1, column 4: the character U+D800 has no place in a document"),
        ('a: "\\UFFFFFFFF"', "an escape (\\U) or a directive (%) holds a number that is out of range"),
        ("%YAML 1." + "9" * 5000, "an escape (\\U) or a directive (%) holds a number that is out of range"),
        (
            "a: !!python/name:os.system x",
            "line 1, column 4: tags (!) are not understood here: write the plain value",
        ),
        ("[" * 200, "line 1, column 12: lists and keys are nested too deeply here"),
        ("a" * 1_000_001, "the document is longer than 1,000,000 characters"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_text_that_is_no_document_is_refused_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        yaml_text.read(text)

    assert str(refusal.value) == problem


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor() -> None:
    layers = "\n".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]" for n in range(1, 10))

    with pytest.raises(Unreadable) as refusal:
        yaml_text.read(f"b0: &b0 [lol]\n{layers}")

    problem = "line 1, column 5: anchors and aliases (& and *) are not understood here: write the value out"
    assert str(refusal.value) == problem


@given(st.text(st.sampled_from(MARKS), max_size=60))
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    with suppress(Unreadable):
        yaml_text.read(text)


def test_short_values_are_written_on_one_line_and_long_ones_spread() -> None:
    week = {day: ["09:00-13:00", "14:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}

    written = yaml_text.write(
        {
            "administrators": ("U1", "U2"),
            "booking_pages": [
                {"link": "ana", "weekly": {"mon": ["22:00-02:00"]}, "dates": {date(2026, 12, 24): []}},
                {"link": "ben", "weekly": week, "members": [{"page": "ana", "priority": 2}]},
            ],
            "pools": [],
        }
    )

    assert (
        written
        == """\
administrators: [U1, U2]

booking_pages:
  - link: ana
    weekly: {mon: [22:00-02:00]}
    dates: {2026-12-24: []}
  - link: ben
    weekly:
      mon: [09:00-13:00, 14:00-18:00]
      tue: [09:00-13:00, 14:00-18:00]
      wed: [09:00-13:00, 14:00-18:00]
      thu: [09:00-13:00, 14:00-18:00]
      fri: [09:00-13:00, 14:00-18:00]
    members:
      - {page: ana, priority: 2}

pools: []
"""
    )


PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=130)


@settings(max_examples=examples(15, thorough=2500))
@given(st.lists(st.fixed_dictionaries({"name": PRINTABLE, "flow": st.lists(PRINTABLE)}), min_size=1))
def test_written_text_reads_back_here_and_with_any_reader_of_yaml(entries: list[dict[str, object]]) -> None:
    written = yaml_text.write({"entries": entries})

    assert yaml_text.read(written) == {"entries": entries}
    assert yaml.safe_load(written) == {"entries": entries}
