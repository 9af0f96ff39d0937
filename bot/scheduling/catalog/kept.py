"""What an editor of the set-up holds in hand: a thing as it is kept, and how it was when it was read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Generic, TypeVar
from uuid import UUID

from bot.scheduling.setup_file.document import Entry

E = TypeVar("E", bound=Entry)

Value = str | tuple[str, ...]
Typed = Mapping[str, Value]
"""What stands in the inputs of a form, by key: text, or the ids of what was picked from a list.

The keys are those of the company file, with dots for keys in keys: ``policy.cancel``. ``forms`` reads and
writes them.
"""


@dataclass(frozen=True)
class Choice:
    """One thing to pick from a list. ``value`` is what is handed back for it."""

    value: str
    label: str


@dataclass(frozen=True)
class Kept(Generic[E]):
    """A thing of the set-up as it was read.

    ``entry`` is what the company file would say of it, ``typed`` what a form shows, with ids for other
    things. Whoever changes it hands ``version`` back, so that nobody overwrites what they did not see.
    """

    id: UUID
    entry: E
    typed: Typed

    @property
    def version(self) -> str:
        return version_of(self.typed)


def version_of(typed: Typed) -> str:
    """Short enough for what a form carries along; equal for equal values."""
    written = json.dumps(dict(typed), sort_keys=True).encode()
    return blake2b(written, digest_size=12).hexdigest()
