"""Whatever colour the company chooses, everything on its pages can be read."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.scheduling.errors import Invalid
from bot.scheduling.look import (
    BRIGHT,
    DAY,
    NIGHT,
    NO_COLOUR,
    READABLE,
    Scheme,
    checked_colour,
    contrast,
    text_on,
)

STYLESHEET = Path(__file__).parents[2] / "bot" / "web" / "static" / "onetime.css"
colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(colours)
def test_text_on_any_colour_can_be_read(colour: str) -> None:
    assert contrast(text_on(colour), colour) >= READABLE


@given(colours)
def test_accent_can_be_read_on_the_ground_and_on_its_tint(colour: str) -> None:
    for ground, least in ((DAY, READABLE), (NIGHT, BRIGHT)):
        scheme = Scheme.on(ground, colour)

        assert min(contrast(scheme.accent, ground), contrast(scheme.accent, scheme.tint)) >= least


@pytest.mark.parametrize("colour", ["#1f3a5f", "#000000", "#1d4fd8"])
def test_colour_that_can_be_read_by_light_stays_as_it_is(colour: str) -> None:
    assert Scheme.on(DAY, colour).accent == colour


def test_accent_in_the_dark_is_bright_and_no_greyer_than_its_colour() -> None:
    assert Scheme.on(NIGHT, "#1f3a5f").accent == "#9ab6de"


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#ffffff", 4.0),
        ("#1f3a5f", "#1f3a5f", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == ratio


@pytest.mark.parametrize(("text", "colour"), [("#1F3A5F", "#1f3a5f"), (" #ffffff ", "#ffffff")])
def test_colour_is_written_in_small_letters(text: str, colour: str) -> None:
    assert checked_colour(text) == colour


@pytest.mark.parametrize(
    "text", ["", "red", "#fff", "1f3a5f", "#1f3a5g", "#1f3a5f;}", "#1f3a5f\n#", "#१f3a5f"]
)
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_colour(text)

    assert refused.value.fields == {"colour": NO_COLOUR}


def test_grounds_are_those_of_the_stylesheet() -> None:
    light, dark = STYLESHEET.read_text().split("prefers-color-scheme: dark", maxsplit=1)

    assert re.findall("--ground: (#[0-9a-f]{6})", light) == [DAY]
    assert re.findall("--card: (#[0-9a-f]{6})", dark) == [NIGHT]
    for ground in ("card", "ground"):
        [by_day] = re.findall(f"--{ground}: (#[0-9a-f]{{6}})", light)
        [by_night] = re.findall(f"--{ground}: (#[0-9a-f]{{6}})", dark)
        assert contrast(by_day, "#000000") >= contrast(DAY, "#000000")
        assert contrast(by_night, "#ffffff") >= contrast(NIGHT, "#ffffff")
