"""The forms: from what stands in the inputs to an entry of the company file, and back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import ValidationError

from bot.scheduling.catalog import inputs
from bot.scheduling.catalog.inputs import Directory, Input, Shape
from bot.scheduling.catalog.kept import Typed
from bot.scheduling.errors import Invalid
from bot.scheduling.setup_file.differences import differences
from bot.scheduling.setup_file.document import (
    BookingPageEntry,
    CompanyEntry,
    Entry,
    EventTypeEntry,
    LinksEntry,
    MasterPageEntry,
    PoolEntry,
    RuleEntry,
)
from bot.scheduling.setup_file.draft import problem_in_words
from bot.scheduling.setup_file.rows import DAYS

E = TypeVar("E", bound=Entry)


Problem = tuple[str, str]
"""The key of an input, and what is wrong there, in words."""

NOTHING: Typed = {}

EXAMPLE = "no-name-yet"
"""In the place of what only a person can say."""


@dataclass(frozen=True)
class Form(Generic[E]):
    """The inputs of one kind of entry. ``example``: one with no more in it than there must be."""

    kind: type[E]
    inputs: tuple[Input, ...]
    example: Shape = field(default_factory=dict)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(each.key for each in self.inputs)

    def differences(self, before: E, after: E) -> str:
        """What the inputs changed, in words for the trail."""
        places = (each.place.partition(".")[0] for each in self.inputs)
        return differences(before, after, dict.fromkeys(places))

    def write(self, entry: E, known: Directory) -> Typed:
        """What stands in each input, in full. ``read`` makes the same entry of it."""
        shape = entry.model_dump(by_alias=True)
        return {each.key: each.write(shape, known) for each in self.inputs}

    def read(self, typed: Typed, known: Directory) -> E:
        """Raises ``Invalid`` with what is wrong in each input. A key that is absent is at its default."""
        entry, problems = self.examined(typed, known)
        refuse(problems)
        return entry

    def examined(self, typed: Typed, known: Directory, before: Typed = NOTHING) -> tuple[E, list[Problem]]:
        """The entry, and what is wrong in each input.

        Where something is, the entry has what stood there before, what is in the example, or its default, so
        that the rest can be looked at too.
        """
        shape, problems = self._shape(typed, known)
        try:
            return self.kind.model_validate({**self._stand_ins(dict(problems)), **shape}), problems
        except ValidationError as error:
            problems = [*problems, *self._problems(error)]
            unfilled = {*dict(problems), *(self._key_of(detail["loc"]) for detail in error.errors())}
        sound = {key: value for key, value in typed.items() if key not in dict(problems)}
        shape, _ = self._shape({**before, **sound}, known)
        return self.kind.model_validate({**self._stand_ins(unfilled), **shape}), problems

    def _stand_ins(self, unfilled: Collection[str]) -> Shape:
        """For what has problems already, that it is missing is none besides; nor what would be made of it."""
        return {key: value for key, value in self.example.items() if key in unfilled}

    def _shape(self, typed: Typed, known: Directory) -> tuple[Shape, list[Problem]]:
        shape: Shape = {}
        problems = [(key, "there is no such input") for key in typed if key not in self.keys]
        for each in self.inputs:
            value = typed.get(each.key)
            if value is None or (not value and not each.list_):
                continue
            try:
                each.read(value, shape, known)
            except ValueError as error:
                problems += [(each.key, str(problem)) for problem in error.args]
        return shape, problems

    def _problems(self, error: ValidationError) -> Iterator[Problem]:
        for detail in error.errors(include_url=False):
            if detail["type"] != "default_factory_not_called":
                missing = detail["type"] == "missing"
                yield (
                    self._key_of(detail["loc"]),
                    "should not be blank" if missing else problem_in_words(detail),
                )

    def _key_of(self, location: tuple[int | str, ...]) -> str:
        """The input for a place in the entry: the one whose own place leads furthest to it."""
        place = ".".join(step for step in location if isinstance(step, str))
        found = [each for each in self.inputs if f"{place}.".startswith(f"{each.place}.")]
        return max(found, key=lambda each: len(each.place), default=self.inputs[0]).key


def refuse(problems: Iterable[Problem]) -> None:
    """Raises ``Invalid`` with all of them, where there are any."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    for key, problem in dict.fromkeys(problems):
        told[key].append(_sentence(problem))
    if told:
        raise Invalid({key: " ".join(sentences) for key, sentences in told.items()})


def beside(problems: Sequence[Problem], more: Iterable[Problem]) -> list[Problem]:
    """With more, other than for an input that has problems itself: an example stands in for what is there."""
    return [*problems, *(each for each in more if each[0] not in dict(problems))]


def _sentence(problem: str) -> str:
    """A problem as it stands below an input."""
    return f"{problem[:1].upper()}{problem[1:].removesuffix('.')}."


def changed_keys(before: Typed, after: Typed) -> list[str]:
    return [key for key in after if before.get(key) != after[key]]


EVENT_TYPE = Form(
    EventTypeEntry,
    (
        inputs.text("name"),
        inputs.number_of_minutes("minutes"),
        inputs.text("booking"),
        inputs.sessions("sessions"),
        inputs.text("capacity"),
        inputs.minutes("slots.every"),
        inputs.items("slots.start"),
        inputs.text("slots.most_a_day"),
        inputs.minutes("buffers.before"),
        inputs.minutes("buffers.after"),
        inputs.duration("notice"),
        inputs.horizon("horizon"),
        inputs.text("caps.day"),
        inputs.text("caps.week"),
        inputs.limit("policy.cancel"),
        inputs.limit("policy.reschedule"),
        inputs.text("policy.reason"),
        inputs.form_fields("fields"),
        inputs.reminders("reminders"),
    ),
    {"name": EXAMPLE},
)

BOOKING_PAGE = Form(
    BookingPageEntry,
    (
        inputs.text("name"),
        inputs.text("link"),
        inputs.text("owner"),
        inputs.text("time_zone"),
        *(inputs.hours(f"weekly.{day}") for day in DAYS),
        inputs.dates("dates"),
        inputs.event_types("event_types"),
        inputs.text("location"),
        inputs.text("email"),
    ),
    {"name": EXAMPLE, "link": EXAMPLE, "owner": "U0", "time_zone": "UTC"},
)

POOL = Form(
    PoolEntry,
    (
        inputs.text("name"),
        inputs.text("distribution"),
        inputs.text("automatic_correction"),
        inputs.text("count_no_shows"),
        inputs.members("members"),
        inputs.priorities("priorities", of="members"),
    ),
    {"name": EXAMPLE, "members": [{"page": EXAMPLE}]},
)

MASTER_PAGE = Form(
    MasterPageEntry,
    (
        inputs.text("name"),
        inputs.text("label"),
        inputs.text("link"),
        inputs.text("rule_type"),
        inputs.text("accept_bookings"),
        inputs.booking_pages("booking_pages"),
    ),
    {"name": EXAMPLE, "link": EXAMPLE},
)

RULE = Form(
    RuleEntry,
    (inputs.event_type("event_type"), inputs.team_member("primary"), inputs.team_members("additional")),
    {"event_type": EXAMPLE, "primary": {"page": EXAMPLE}},
)

LINKS = Form(
    LinksEntry,
    (
        inputs.duration("expire"),
        inputs.text("most_open"),
        inputs.text("ticket"),
        inputs.text("only_administrators"),
    ),
)

COMPANY = Form(CompanyEntry, (inputs.text("name"), inputs.text("colour"), inputs.text("logo")))
