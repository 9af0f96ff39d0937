"""What a pool promises, said once more and apart from the engine: who gets a booking, what is too close."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

EVERYBODY = ("ana", "ben", "carla", "dan")
PRIORITIES = {"ana": 1, "ben": 1, "carla": 2, "dan": 2}


@dataclass(frozen=True)
class Kind:
    """An Event type: half-hourly starts, no notice, and buffers that differ from the other one's."""

    name: str
    minutes: int
    before: int
    after: int
    fixed: tuple[str, ...] = ()
    """Who takes part beside the one of the pool."""

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)


CALL = Kind("Call", 30, before=0, after=10)
VISIT = Kind("Visit", 60, before=20, after=5, fixed=("eva",))
KINDS = (CALL, VISIT)


@dataclass(frozen=True)
class Method:
    """A pool's distribution method, with the switches that matter in round robin."""

    distribution: str
    corrects: bool = True
    counts_no_shows: bool = False


METHODS = {
    "pooled": Method("pooled"),
    "priority": Method("priority"),
    "round robin": Method("round robin"),
    "round robin, no-shows counted": Method("round robin", counts_no_shows=True),
    "round robin, uncorrected": Method("round robin", corrects=False),
}


@dataclass(eq=False)
class Meeting:
    """A booking as the model has it. ``people``: the one of the pool first."""

    token: str
    booking_id: UUID
    kind: Kind
    start: datetime
    people: tuple[str, ...]
    state: str = "coming"
    """Or ``cancelled`` or ``missed``."""

    @property
    def end(self) -> datetime:
        return self.start + self.kind.length

    @property
    def is_held(self) -> bool:
        return self.state != "cancelled"

    def is_too_close(self, kind: Kind, start: datetime) -> bool:
        """Would a meeting then leave less than the larger buffer before or after this one?"""
        gap_before = timedelta(minutes=max(kind.after, self.kind.before))
        gap_after = timedelta(minutes=max(self.kind.after, kind.before))
        return start + kind.length + gap_before > self.start and start < self.end + gap_after


@dataclass
class Line:
    """Who gets the next booking of one Event type, as each method promises it."""

    method: Method
    queue: list[str] = field(default_factory=lambda: list(EVERYBODY))
    """Round robin: the rotation. Otherwise: the longest idle first."""
    fresh: set[str] = field(default_factory=lambda: set(EVERYBODY))
    """Who never had a booking."""
    owed: Counter[str] = field(default_factory=Counter)

    def first_among(self, names: list[str]) -> set[str]:
        """Who may get it, of these: several where chance decides."""
        if self.method.distribution == "round robin":
            most = max(self.owed[name] for name in names)
            return {next(name for name in self.queue if name in names and self.owed[name] == most)}
        if self.method.distribution == "priority":
            best = min(PRIORITIES[name] for name in names)
            names = [name for name in names if PRIORITIES[name] == best]
        return self.fresh.intersection(names) or {next(name for name in self.queue if name in names)}

    def booked(self, name: str) -> None:
        self.fresh.discard(name)
        if self.owed[name]:
            self.owed[name] -= 1
        else:
            self.queue.remove(name)
            self.queue.append(name)

    def lost(self, name: str, *, no_show: bool) -> None:
        counts = self.method.corrects and (self.method.counts_no_shows or not no_show)
        self.owed[name] += counts and self.method.distribution == "round robin"
