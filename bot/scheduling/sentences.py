"""What the rules say to people: in English, and in a form that a door can say in another language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

UNITS = (("day", 24 * 60), ("hour", 60), ("minute", 1))
"""What lengths of time are told in, with how many minutes each has."""


@dataclass(frozen=True)
class Length:
    """A length of time in whole minutes, told in the largest unit that it is a multiple of: ``2 days``."""

    minutes: int

    @property
    def counted(self) -> tuple[int, str]:
        """How many, and of which unit."""
        return next((self.minutes // size, unit) for unit, size in UNITS if self.minutes % size == 0)

    def __str__(self) -> str:
        count, unit = self.counted
        return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


class Sentence(str):
    """An English sentence, which remembers the pattern and the values that it was made of.

    ``Sentence("Please keep this under {most} characters.", most=200)`` is that text with the number in it,
    and its pattern is what stands in the catalogs of languages. Names of people, and what they typed, are
    values and never part of a pattern.
    """

    pattern: str
    values: Mapping[str, object]

    def __new__(cls, pattern: str, /, **values: object) -> Self:
        sentence = super().__new__(
            cls, pattern.format_map({name: str(value) for name, value in values.items()})
        )
        sentence.pattern = pattern
        sentence.values = values
        return sentence
