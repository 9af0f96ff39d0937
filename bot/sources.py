"""Where settings come from: the environment, and a file ``.env`` in the folder that onetime is started in."""

import os
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from dotenv.parser import Binding, parse_stream

from bot.scheduling.near import nearest

ENV_FILE = ".env"
OURS = "ONETIME_"
IN_FILE = (OURS, "SLACK_")
"""How settings begin. In the environment, other programs of Slack's may have theirs beside ours."""

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
"""What else the parser takes for one, such as all of NAME:VALUE, could hold a secret and is not shown."""
OTHERS = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
"""What other programs may call theirs."""

OPEN_QUOTE = re.compile(rf"(?:export\s+)?{NAME.pattern}\s*=\s*(['\"])(?:\\.|(?!\1)[^\\])*\\?")
"""A line that a value in quotes begins in and does not end in."""


@dataclass(frozen=True)
class EnvFile:
    """The file, be it there or not, and what stands in it."""

    path: Path
    is_there: bool
    bindings: tuple[Binding, ...] = ()

    @classmethod
    def here(cls) -> Self:
        """Raises ``OSError`` and ``UnicodeDecodeError``."""
        path = env_path()
        if not path.is_file():
            return cls(path, path.is_fifo())  # what comes out of a pipe can be read once alone
        with path.open(encoding="utf-8") as text:
            return cls(path, True, tuple(parse_stream(text)))

    @property
    def names(self) -> list[str]:
        return [each.key for each in self.bindings if each.key and NAME.fullmatch(each.key) and _is_set(each)]

    @property
    def wrong_lines(self) -> dict[int, str]:
        """The numbers of the lines that are neither NAME=VALUE nor a comment, with what to say of each."""
        wrong = [each for each in self.bindings if each.error or (each.key and not _is_set(each))]
        return {_line(each): _fault(each) for each in wrong}

    @property
    def sought(self) -> str:
        """Where settings were looked for."""
        if self.is_there:
            return f"looked in the environment and in {self.path}"
        if os.path.lexists(self.path):  # Docker makes a folder where a file to mount is missing
            return f"looked in the environment; {self.path} is not a file"
        return f"looked in the environment; there is no {self.path}"

    def strays(self, known: Collection[str]) -> list[str]:
        """Names here and in the environment that look like our settings, and are none of the known."""
        named = [name for name in os.environ if NAME.fullmatch(name) and name.upper().startswith(OURS)]
        named += [name for name in self.names if name.upper().startswith(IN_FILE)]
        return [name for name in dict.fromkeys(named) if name.upper() not in known]


def env_path() -> Path:
    return Path(ENV_FILE).absolute()


def nearest_setting(name: str, known: Collection[str]) -> str | None:
    """The known setting that a name was meant for. All begin alike, and only what follows is compared."""
    beginning, _, rest = name.upper().partition("_")
    rests = [each.partition("_")[2] for each in known if each.startswith(f"{beginning}_")]
    holders = [each for each in rests if rest in each]
    near = holders[0] if len(holders) == 1 else nearest(rest, rests)
    return f"{beginning}_{near}" if near else None


def _is_set(binding: Binding) -> bool:
    """Is this NAME=VALUE, be the value empty or not?"""
    return bool(OTHERS.fullmatch(binding.key or "")) and binding.value is not None


def _line(binding: Binding) -> int:
    """Where a binding begins, behind the empty lines that the parser counts to it."""
    text = binding.original.string
    return binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")


def _fault(binding: Binding) -> str:
    line, *_ = binding.original.string.lstrip().splitlines()
    return "a quote is opened and not closed" if OPEN_QUOTE.fullmatch(line) else "should be NAME=VALUE"
