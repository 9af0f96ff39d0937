"""The results, as tables for people and as JSON for programs."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bench.goals import Comparison, Outcome
from bench.scaling import Growth


@dataclass(frozen=True)
class Results:
    """One run. Nothing in it names the machine."""

    seed: int
    rounds: int
    goals: Sequence[Outcome]
    other_readings: Sequence[Outcome]
    growth: Sequence[Growth]


def as_text(results: Results) -> str:
    return "\n\n".join(
        (
            _heading(results),
            _table(SPEED, [_speed_line(outcome) for outcome in results.goals]),
            "The same where the words can be read otherwise, easier or harder:",
            _table(SPEED, [_speed_line(outcome) for outcome in results.other_readings]),
            "What a doubling costs (linear: at most 2, nothing: 1; a tenth more counts as that):",
            _table(GROWTH, [_growth_line(growth) for growth in results.growth]),
        )
    )


def as_json(results: Results) -> str:
    told = {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "seed": results.seed,
        "rounds": results.rounds,
        "goals": [_outcome(outcome) for outcome in results.goals],
        "other_readings": [_outcome(outcome) for outcome in results.other_readings],
        "growth": [asdict(growth) | {"is_kept": growth.is_kept} for growth in results.growth],
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


SPEED = ("workload", "against", "reach", "measured", "reached", "ms", "against ms")
GROWTH = ("doubled", "what is timed", "sizes", "ms", "a doubling", "allowed", "kept")


def _heading(results: Results) -> str:
    return (
        f"Python {platform.python_version()}, {os.cpu_count()} cores; seed {results.seed}, "
        f"{results.rounds} rounds, medians of their ratios; every answer was right."
    )


def _speed_line(outcome: Outcome) -> tuple[str, ...]:
    row = outcome.row
    return (
        row.what,
        row.against,
        str(row.reach),
        row.reach.told(outcome.figure),
        _yes(outcome.is_reached),
        f"{outcome.my_milliseconds:.3f}",
        f"{outcome.their_milliseconds:.3f}",
    )


def _growth_line(growth: Growth) -> tuple[str, ...]:
    return (
        growth.what,
        growth.of,
        " ".join(map(str, growth.sizes)),
        " ".join(f"{milliseconds:.1f}" for milliseconds in growth.milliseconds),
        f"{growth.factor:.2f} times",
        f"≤ {growth.allowed}",
        _yes(growth.is_kept),
    )


def _yes(reached: bool) -> str:
    return "yes" if reached else "NO"


def _table(heading: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(heading, *lines, strict=True)]
    rule = ["-" * width for width in widths]
    return "\n".join(_line(cells, widths) for cells in (heading, rule, *lines))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _outcome(outcome: Outcome) -> dict[str, object]:
    row: Comparison = outcome.row
    return {
        "workload": row.what,
        "against": row.against,
        "reach": asdict(row.reach),
        "figure": outcome.figure,
        "is_reached": outcome.is_reached,
        "milliseconds": outcome.my_milliseconds,
        "against_milliseconds": outcome.their_milliseconds,
    }
