"""What each template shows: one dataclass per template, ready to print."""

from dataclasses import dataclass
from typing import ClassVar

from bot.languages import Wording

Pairs = tuple[tuple[str, str], ...]
"""Names and values of hidden inputs."""


@dataclass(frozen=True)
class LanguageChoice:
    """A language in which the page can be read, and where."""

    code: str
    name: str
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class Masthead:
    """The company's name, logo and colours, as far as they are set."""

    name: str = ""
    logo: str | None = None
    colours: str | None = None
    """Where its stylesheet is."""


@dataclass(frozen=True)
class Frame:
    """What stands around every page."""

    wording: Wording
    """In which the page speaks."""
    title: str
    """Stands in tabs: never holds anything personal."""
    page_name: str = ""
    """The Master page's Public name."""
    masthead: Masthead = Masthead()
    languages: tuple[LanguageChoice, ...] = ()
    opened: str | None = None
    """Where the script tells that a person has this link open."""
    guessed_zone: str | None = None
    """The zone shown until the script has asked the browser for its own. None: it is known already."""


@dataclass(frozen=True)
class Page:
    template: ClassVar[str]

    frame: Frame


@dataclass(frozen=True)
class EventTypeChoice:
    name: str
    length: str
    href: str


@dataclass(frozen=True)
class EventTypesPage(Page):
    """The first step, where there is more than one Event type."""

    template = "event_types.html"

    notice: str | None
    choices: tuple[EventTypeChoice, ...]


@dataclass(frozen=True)
class TimeChoice:
    value: str
    """The instant, as RFC 3339 in UTC."""
    label: str
    day: str = ""
    """Where the time does not stand under its day."""


@dataclass(frozen=True)
class Best:
    """A few times that come before all others."""

    name: str
    times: tuple[TimeChoice, ...]


@dataclass(frozen=True)
class WeekChoice:
    name: str
    href: str
    is_shown: bool


@dataclass(frozen=True)
class Day:
    name: str
    times: tuple[TimeChoice, ...]

    @property
    def is_wide(self) -> bool:
        """Are there labels that take more room than ``09:30``?"""
        return any(len(time.label) > len("09:30") for time in self.times)


@dataclass(frozen=True)
class WayOut:
    """A button for whoever cannot go on, and what it does."""

    action: str
    button: str
    hint: str


@dataclass(frozen=True)
class TimesPage(Page):
    """The step at which a time is chosen: one week of open times."""

    template = "times.html"

    event_type: str
    length: str
    notice: str | None
    action: str
    hidden: Pairs
    zone_hidden: Pairs
    """What the form that changes the zone sends besides it."""
    zone: str
    place: str
    elsewhere: str | None
    """On whose time the people are whom the Customer meets, where that is another."""
    best: Best | None
    days: tuple[Day, ...]
    weeks: tuple[WeekChoice, ...]
    next_day: str | None
    """The first day with times besides an empty week, and where to find it."""
    next_day_href: str | None
    asking: WayOut | None
    """Where there are no times at all, and one can be asked for."""
    back: str | None


@dataclass(frozen=True)
class Meeting:
    """What is about to be booked, or was."""

    event_type: str
    length: str
    sentence: str
    """When, in whose time and, where it is known, with whom."""
    zone: str
    elsewhere: str | None
    """When it is for the provider, whose clock shows another time."""


@dataclass(frozen=True)
class WhomChoice:
    value: str
    name: str


@dataclass(frozen=True)
class WhomPage(Page):
    """The step at which the Customer picks whom to meet, on a Static page. It ``books`` after the form."""

    template = "whom.html"

    meeting: Meeting
    choices: tuple[WhomChoice, ...]
    books: bool
    action: str
    hidden: Pairs
    change: str


@dataclass(frozen=True)
class ConfirmPage(Page):
    """The last step where the form is skipped."""

    template = "confirm.html"

    meeting: Meeting
    first_name: str
    masked_email: str
    action: str
    hidden: Pairs
    not_you: str
    change: str


@dataclass(frozen=True)
class Field:
    """One field of the Booking form."""

    id: str
    name: str
    label: str
    value: str
    error: str | None
    required: bool
    kind: str
    """``text``, ``email``, ``tel`` or ``textarea``: decides the keyboard of a phone."""
    autocomplete: str

    @property
    def described_by(self) -> str:
        """The ids of what a screen reader says about the field besides its label."""
        hint = () if self.required else (f"{self.id}-hint",)
        error = (f"{self.id}-error",) if self.error else ()
        return " ".join(hint + error)


@dataclass(frozen=True)
class FormPage(Page):
    """The Booking form."""

    template = "form.html"

    meeting: Meeting
    problems: tuple[str, ...]
    """What is wrong and stands at no field."""
    has_errors: bool
    fields: tuple[Field, ...]
    action: str
    hidden: Pairs
    change: str


@dataclass(frozen=True)
class TakenPage(Page):
    """The time has gone: fresh times, and everything that was typed is kept."""

    template = "taken.html"

    event_type: str
    length: str
    notice: str
    best: Best | None
    days: tuple[Day, ...]
    place: str
    action: str
    hidden: Pairs
    asking: WayOut | None
    """Where there are no times at all, and one can be asked for."""
    change: str


@dataclass(frozen=True)
class KeptTimesPage(TimesPage):
    """A time for a meeting that has one already."""

    template = "kept_times.html"

    before: str | None
    """When the meeting is as yet, if it is."""
    keep: str
    """Where to turn back to."""


@dataclass(frozen=True)
class MovePage(Page):
    """The last step of picking another time."""

    template = "move.html"

    meeting: Meeting
    before: str | None
    """When the meeting is as yet, if it is."""
    action: str
    hidden: Pairs
    change: str
    keep: str


@dataclass(frozen=True)
class CancelPage(Page):
    """Asks once more before a meeting is cancelled: a program that only follows links gets no further."""

    template = "cancel.html"

    meeting: Meeting
    reason: Field | None
    """None: it is not asked for."""
    action: str
    keep: str


@dataclass(frozen=True)
class Link:
    name: str
    href: str


@dataclass(frozen=True)
class BookedPage(Page):
    """The Customer's own booking, whatever has become of it."""

    template = "booked.html"

    heading: str
    is_coming: bool
    notice: str | None
    """Why something that was asked for was not done, or that it was."""
    notes: tuple[str, ...]
    """What has become of the meeting."""
    why_not: tuple[str, ...]
    """What cannot be done about one that is coming. It stands where the buttons would."""
    reason: str
    """Why it was cancelled, as somebody typed it."""
    meeting: Meeting
    providers: str
    location: str
    location_href: str | None
    calendar_file: str
    calendars: tuple[Link, ...]
    reschedule: str | None
    """Where another time is picked. None: it cannot be."""
    cancel: str | None
    hidden: Pairs
    """What goes along to both."""
    again: str | None
    """Where another can be booked, for whoever booked by a general link, once nothing of this one is left."""
    asking: WayOut | None
    """Where nothing of this is left, and a new time can be asked for."""
    mailed_to: str | None
    """Where letters about the meeting go. None: none are sent."""


@dataclass(frozen=True)
class RefusalPage(Page):
    """What happened, and what to do about it."""

    template = "refusal.html"

    message: str
    problems: tuple[str, ...]
    advice: str
    notice: str | None = None
    """What was done about it already."""
    ways_out: tuple[WayOut, ...] = ()
    begin_anew: str = ""
    """The address at which another meeting can be booked."""
