"""A clock that goes when it is told to."""

from dataclasses import dataclass


@dataclass
class Clock:
    """Seconds since 1970."""

    seconds: float = 1_796_000_000.0

    def __call__(self) -> float:
        return self.seconds

    def passes(self, seconds: float) -> None:
        self.seconds += seconds
