"""Timing side by side: in one round, everybody is asked once; every answer has to be the right one."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import thread_time

LEAST_ROUNDS = 5


class WrongAnswer(Exception):
    """Somebody in the race is fast but wrong: no figure of this run counts."""


def nothing() -> None:
    """Nothing has to be done before."""


@dataclass(frozen=True)
class Contestant:
    """Somebody who answers a question. ``before`` is done before each asking, and not timed.

    In its turn it is asked ``times`` times, and the median counts; one asking may hold several ``questions``.
    Who only computes is timed by what it takes of a processor, so that it does not matter what else a machine
    does: on a busy one, long answers would be interrupted, and short ones hardly ever.
    """

    answer: Callable[[], object]
    right: object
    before: Callable[[], None] = nothing
    times: int = 1
    questions: int = 1
    clock: Callable[[], float] = thread_time


@dataclass(frozen=True)
class Race:
    """The seconds that each contestant took for a question, by round."""

    seconds: Mapping[str, tuple[float, ...]]

    def ratio(self, name: str, other: str) -> float:
        """How long ``name`` took, ``other``'s time being 1: the median of the ratios in each round."""
        pairs = zip(self.seconds[name], self.seconds[other], strict=True)
        return median(mine / theirs for mine, theirs in pairs)

    def milliseconds(self, name: str) -> float:
        return 1000 * median(self.seconds[name])


def run(contestants: Mapping[str, Contestant], rounds: int) -> Race:
    """Race for so many rounds, after one that is not counted. Raises ``WrongAnswer``."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, contestant in contestants.items():
            seconds = _turn(name, contestant)
            if number:
                taken[name].append(seconds)
    return Race({name: tuple(seconds) for name, seconds in taken.items()})


def _turn(name: str, contestant: Contestant) -> float:
    gc.collect()
    gc.disable()
    try:
        return median(_asked(name, contestant) for _ in range(contestant.times)) / contestant.questions
    finally:
        gc.enable()


def _asked(name: str, contestant: Contestant) -> float:
    contestant.before()
    began = contestant.clock()
    answer = contestant.answer()
    seconds = contestant.clock() - began
    if answer != contestant.right:
        raise WrongAnswer(f"{name} gave a wrong answer")
    return seconds
