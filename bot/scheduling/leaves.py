"""Long lists, looked at one leaf at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Leaf(Generic[T]):
    """Some of a list's items. The first leaf has the number 0."""

    items: tuple[T, ...]
    number: int
    is_last: bool

    @classmethod
    def of(cls, items: Sequence[T], number: int, size: int) -> "Leaf[T]":
        """The leaf of that number of a whole list."""
        return cls.beginning(items[number * size :], number, size)

    @classmethod
    def beginning(cls, items: Sequence[T], number: int, size: int) -> "Leaf[T]":
        """The leaf that ``items`` begin; one item more than is shown says that another leaf follows."""
        return cls(tuple(items[:size]), number, is_last=len(items) <= size)
