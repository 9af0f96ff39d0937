"""The company's colour on Customers' pages, so that everything stays readable (WCAG 2.2: 1.4.3 and 1.4.11).

Pure. Colours are written as HTML has them: ``#1f3a5f``.
"""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from bot.scheduling.errors import Invalid

NO_COLOUR = "Please give the colour as # and six digits, like #1f3a5f."
LIGHT, DARK = "#ffffff", "#000000"
DAY, NIGHT = "#f5f6f8", "#1b202a"
"""Of all that accents stand on, what is nearest to them: by light the page, by dark its cards."""
READABLE = 4.5
"""The least contrast of text with what it stands on."""
BRIGHT = 7.0
"""That of an accent in the dark, where one that can just be read looks as if it were switched off (1.4.6)."""
TINTED = 0.06
"""How much of the accent is in what is under the pointer."""
STEPS = 100


@dataclass(frozen=True)
class Scheme:
    """The accent of links and edges on one ground, and the tint of what is under the pointer."""

    accent: str
    tint: str

    @classmethod
    @lru_cache  # a company has one colour, and each of its letters asks for it four times
    def on(cls, ground: str, colour: str) -> Self:
        """The colour itself or, where it would be hard to read, the nearest shade of it that is not."""
        lightness, least = (0, READABLE) if text_on(ground) == DARK else (1, BRIGHT)
        shades = (_shade(colour, lightness, step / STEPS) for step in range(STEPS + 1))
        schemes = (cls(shade, mixed(ground, shade, TINTED)) for shade in shades)
        return next(each for each in schemes if contrast(each.accent, each.tint) >= least)


def checked_colour(text: str) -> str:
    """The colour in small letters. Raises ``Invalid`` for what is none.

    Any colour will do: where it is too pale or too dark to read, ``Scheme`` finds a shade of it.
    """
    colour = text.strip().lower()
    if not re.fullmatch("#[0-9a-f]{6}", colour):
        raise Invalid({"colour": NO_COLOUR})
    return colour


def text_on(colour: str) -> str:
    """White or black, whichever is easier to read on it. Their contrast is never below 4.5."""
    return max(LIGHT, DARK, key=lambda text: contrast(text, colour))


def contrast(one: str, other: str) -> float:
    """From 1, no contrast at all, to 21, black on white. Source: WCAG 2.2, "contrast ratio"."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """The colour with that share of another in it."""
    parts = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(own + (its - own) * share):02x}" for own, its in parts)


def _shade(colour: str, lightness: int, share: float) -> str:
    """The colour that share nearer to a lightness, black 0 or white 1, and no greyer."""
    hue, own, saturation = rgb_to_hls(*(part / 255 for part in _channels(colour)))
    parts = hls_to_rgb(hue, own + (lightness - own) * share, saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _luminance(colour: str) -> float:
    """Source: WCAG 2.2, "relative luminance"."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
