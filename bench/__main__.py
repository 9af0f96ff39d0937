"""``python -m bench``: races the engine, prints the tables, and writes them to a file."""

from asyncio import Runner
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import click

from bench import company, database, page_view, race, report, scaling, speed, workloads
from bench.goals import outcome
from bench.race import LEAST_ROUNDS, Contestant
from bench.report import Results

RESULTS = Path(__file__).with_name("results.json")


@click.command()
@click.option("--rounds", type=click.IntRange(min=LEAST_ROUNDS), default=7, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, other bookings.")
@click.option("--write", type=click.Path(dir_okay=False, path_type=Path), default=RESULTS, show_default=True)
def main(rounds: int, seed: int, write: Path) -> None:
    """Race the engine against rivals and floors. A wrong answer ends the run; a goal missed does not."""
    with TemporaryDirectory(prefix="onetime-bench-") as folder, Runner() as runner:
        results = _measured(runner, Path(folder), seed, rounds)
    click.echo(report.as_text(results))
    write.write_text(report.as_json(results), encoding="utf-8")


def _measured(runner: Runner, folder: Path, seed: int, rounds: int) -> Results:
    with ExitStack() as stack:
        reading = _reading(runner, stack, folder, seed)
        viewing = _viewing(runner, stack, folder, seed)
        timed = race.run(speed.contestants(seed) | reading | viewing, rounds)
    return Results(
        seed,
        rounds,
        [outcome(row, timed) for row in speed.ROWS],
        [outcome(row, timed) for row in speed.OTHER_READINGS],
        scaling.measured(runner, folder, seed, rounds),
    )


def _reading(runner: Runner, stack: ExitStack, folder: Path, seed: int) -> dict[str, Contestant]:
    """Bmix in a database."""
    made = runner.run(company.new_company(folder, "bmix", workloads.five_zones(seed)))
    stack.callback(lambda: runner.run(made.database.dispose()))
    engine = database.bare_engine(made)
    stack.callback(lambda: runner.run(engine.dispose()))
    product = partial(database.read_as_the_product_does, made, database.shown())
    bare = partial(database.read_bare, engine, made, database.shown())
    right = runner.run(bare())
    return {
        "reading": Contestant(lambda: runner.run(product()), right, times=speed.OFTEN, clock=perf_counter),
        "bare": Contestant(lambda: runner.run(bare()), right, times=speed.OFTEN, clock=perf_counter),
    }


def _viewing(runner: Runner, stack: ExitStack, folder: Path, seed: int) -> dict[str, Contestant]:
    """A Customer opens a link to A. What the database's thread takes counts too."""
    made = runner.run(company.new_company(folder, "a", workloads.single(seed)))
    stack.callback(lambda: runner.run(made.database.dispose()))
    token = runner.run(company.link(made))
    product, bare = page_view.as_the_product_answers(made), runner.run(page_view.bare(made, token))
    seen = partial(page_view.seen, token=token)
    right = runner.run(seen(bare))
    return {
        "page view": Contestant(
            lambda: runner.run(seen(product)), right, times=speed.OFTEN, clock=process_time
        ),
        "bare page": Contestant(lambda: runner.run(seen(bare)), right, times=speed.OFTEN, clock=process_time),
    }


main()
