"""What is compared with what, and how far a figure has to go."""

from dataclasses import dataclass

from bench.race import Race


@dataclass(frozen=True)
class Faster:
    """At least so many times faster."""

    times: float

    def figure(self, race: Race, mine: str, theirs: str) -> float:
        return race.ratio(theirs, mine)

    def is_reached(self, figure: float) -> bool:
        return figure >= self.times

    def told(self, figure: float) -> str:
        return f"{figure:,.0f} times faster" if figure >= 100 else f"{figure:.1f} times faster"

    def __str__(self) -> str:
        return f"≥ {self.times:,.0f} times faster"


@dataclass(frozen=True)
class AtMost:
    """At most so much of the other's time."""

    share: float

    def figure(self, race: Race, mine: str, theirs: str) -> float:
        return race.ratio(mine, theirs)

    def is_reached(self, figure: float) -> bool:
        return figure <= self.share

    def told(self, figure: float) -> str:
        return f"{figure:.2f} times" if self.share >= 1 else f"1/{1 / figure:.0f}"

    def __str__(self) -> str:
        return f"≤ {self.share:.1f} times" if self.share >= 1 else f"≤ 1/{1 / self.share:.0f}"


@dataclass(frozen=True)
class Comparison:
    """A row of the table. ``mine`` and ``theirs`` are contestants of a race."""

    what: str
    against: str
    mine: str
    theirs: str
    reach: Faster | AtMost


@dataclass(frozen=True)
class Outcome:
    """A row with its figure, and the median milliseconds of both."""

    row: Comparison
    figure: float
    my_milliseconds: float
    their_milliseconds: float

    @property
    def is_reached(self) -> bool:
        return self.row.reach.is_reached(self.figure)


def outcome(row: Comparison, race: Race) -> Outcome:
    return Outcome(
        row,
        row.reach.figure(race, row.mine, row.theirs),
        race.milliseconds(row.mine),
        race.milliseconds(row.theirs),
    )
