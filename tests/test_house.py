"""The house keeps its order: directions of imports, documentation that is true, packages that are whole."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import click
import pytest

from bot.__main__ import onetime
from bot.settings import FIELDS

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = set(FIELDS)
README = (ROOT / "README.md").read_text()

LINT_IMPORTS = "from importlinter.cli import lint_imports; exit(lint_imports(no_cache=True, no_logo=True))"

PRINT_SHIPPED = """
from bot import shipped
print(shipped.read(shipped.EXAMPLE_COMPANY) + shipped.manifest(shipped.EXAMPLE_ADDRESS), end="")
"""


def test_imports_point_one_way() -> None:
    linted = python("-c", LINT_IMPORTS)
    assert linted.returncode == 0, linted.stdout


def test_readme_has_every_command_with_its_options_and_no_other() -> None:
    assert sorted(first_cells("| command | does |\n|---|---|")) == sorted(commands_below(onetime, "onetime"))


def test_readme_has_every_setting_and_no_other() -> None:
    assert sorted(first_cells("| setting | meaning | default |\n|---|---|---|")) == sorted(SETTINGS)


def test_readme_names_settings_that_exist_wherever_it_names_any() -> None:
    named = set(re.findall(r"\b(?:ONETIME|SLACK)_[A-Z_]+\b", README))
    assert named == SETTINGS


def test_readme_names_make_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"^make ([a-z]+)|`make ([a-z]+)`", README, re.MULTILINE))
    assert {first or second for first, second in named} <= targets


@pytest.mark.parametrize("lock", ["run", "dev", "uv"])
def test_locks_hold_hashes_and_no_address(lock: str) -> None:
    lines = (ROOT / "requirements" / f"{lock}.txt").read_text().splitlines()
    assert [line for line in lines if "//" in line or line.startswith("-")] == []
    pinned = [line for line in lines if re.match(r"\w", line)]
    assert [line for line in pinned if not re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+ .*\\$", line)] == []


def test_locks_hold_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {distribution(line) for line in project["project"]["dependencies"]}
    lines = (ROOT / "requirements" / "run.txt").read_text().splitlines()
    assert wanted <= {distribution(line) for line in lines if "==" in line}


def test_wheel_is_whole_and_works_alone(tmp_path: Path) -> None:
    built = python("-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path))
    assert built.returncode == 0, built.stderr
    [wheel] = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    ZipFile(wheel).extractall(installed)
    assert names(installed / "bot" / "templates") == names(ROOT / "templates")
    assert names(installed / "bot" / "web" / "static") == names(ROOT / "bot" / "web" / "static")
    assert names(installed) == {"bot", "storage", *names(installed, "*.dist-info")}

    for_tables = f"sqlite+aiosqlite:///{tmp_path / 'wheel.db'}"
    example = str(ROOT / "examples" / "acme.yml")
    migrated = python("-m", "bot", "import", example, cwd=installed, ONETIME_DATABASE_URL=for_tables)
    assert (migrated.returncode, migrated.stderr) == (0, "")
    shipped = python("-c", PRINT_SHIPPED, cwd=installed)
    assert (
        shipped.stdout == (ROOT / "examples" / "acme.yml").read_text() + (ROOT / "manifest.yml").read_text()
    )


def python(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the packages that lie in ``cwd``, and nothing set but ``environment``."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(cwd)} | environment
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def names(folder: Path, pattern: str = "*") -> set[str]:
    return {path.name for path in folder.glob(pattern)}


def first_cells(header: str) -> list[str]:
    """The first column of the README's table under this header, as far as it is code."""
    table = README.partition(f"{header}\n")[2].partition("\n\n")[0]
    return re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)


def commands_below(group: click.Group, name: str) -> Iterator[str]:
    """Each command as the README writes it: ``onetime link list [--json]``."""
    for below, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands_below(command, f"{name} {below}")
        else:
            yield " ".join([f"{name} {below}", *map(written, command.params)])


def written(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Option):
        return parameter.opts[0] if parameter.required else f"[{parameter.opts[0]}]"
    return parameter.make_metavar(click.Context(click.Command("any")))


def distribution(line: str) -> str:
    """The name of what a line of requirements asks for."""
    return re.split(r"[\[<>=~! ]", line, maxsplit=1)[0].lower().replace("_", "-")
