"""The forms: from what stands in the inputs to an entry of the company file, and back."""

from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Form(Generic[E]):
    """The inputs of one kind of entry."""

    kind: type[E]
    inputs: tuple[Input, ...]

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
        shape, problems = self._shape(typed, known)
        try:
            entry = self.kind.model_validate(shape)
        except ValidationError as error:
            problems = {**dict(self._problems(error)), **problems}
        if problems:
            raise Invalid({key: sentence(problem) for key, problem in problems.items()})
        return entry

    def _shape(self, typed: Typed, known: Directory) -> tuple[Shape, dict[str, str]]:
        shape: Shape = {}
        problems = dict.fromkeys(typed.keys() - self.keys, "there is no such input")
        for each in self.inputs:
            value = typed.get(each.key)
            if value is None or (not value and not each.list_):
                continue
            try:
                each.read(value, shape, known)
            except ValueError as problem:
                problems[each.key] = str(problem)
        return shape, problems

    def _problems(self, error: ValidationError) -> Iterator[tuple[str, str]]:
        """The first problem of each input."""
        told = set()
        for detail in error.errors(include_url=False):
            key = self._key_of(detail["loc"])
            if detail["type"] != "default_factory_not_called" and key not in told:
                told.add(key)
                yield key, "should not be blank" if detail["type"] == "missing" else problem_in_words(detail)

    def _key_of(self, location: tuple[int | str, ...]) -> str:
        """The input for a place in the entry: the one whose own place leads furthest to it."""
        place = ".".join(step for step in location if isinstance(step, str))
        found = [each for each in self.inputs if f"{place}.".startswith(f"{each.place}.")]
        return max(found, key=lambda each: len(each.place), default=self.inputs[0]).key


def sentence(problem: str) -> str:
    """A problem as it stands below an input."""
    return f"{problem[:1].upper()}{problem[1:].removesuffix('.')}."


def changed_keys(before: Typed, after: Typed) -> list[str]:
    return [key for key in after if before.get(key) != after[key]]


EVENT_TYPE = Form(
    EventTypeEntry,
    (
        inputs.text("name"),
        inputs.text("minutes"),
        inputs.text("booking"),
        inputs.sessions("sessions"),
        inputs.text("capacity"),
        inputs.text("slots.every"),
        inputs.items("slots.start"),
        inputs.text("slots.most_a_day"),
        inputs.text("buffers.before"),
        inputs.text("buffers.after"),
        inputs.text("notice"),
        inputs.horizon("horizon"),
        inputs.text("caps.day"),
        inputs.text("caps.week"),
        inputs.text("policy.cancel"),
        inputs.text("policy.reschedule"),
        inputs.text("policy.reason"),
        inputs.form_fields("fields"),
        inputs.items("reminders"),
    ),
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
)

RULE = Form(
    RuleEntry,
    (inputs.event_type("event_type"), inputs.team_member("primary"), inputs.team_members("additional")),
)

LINKS = Form(
    LinksEntry,
    (
        inputs.text("expire"),
        inputs.text("most_open"),
        inputs.text("ticket"),
        inputs.text("only_administrators"),
    ),
)

COMPANY = Form(CompanyEntry, (inputs.text("name"), inputs.text("colour"), inputs.text("logo")))
