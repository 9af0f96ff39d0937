"""What a Customer sends to book, and what of it can be kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from bot.scheduling import availability
from bot.scheduling.customers import CONTROL_CHARACTERS, Customer, unprintable
from bot.scheduling.errors import Invalid
from bot.scheduling.sentences import Sentence
from bot.scheduling.zones import FIRST_YEAR, LAST_YEAR, zone_named
from storage.models import EventType

ANSWER_LENGTH = 2000
NOT_A_START = Sentence("This time is not offered. Please pick one of the open times.")
NOT_PICKED = Sentence("Please choose whom you would like to meet.")
NO_ZONE = Sentence("Please choose a time zone from the list.")


@dataclass(frozen=True)
class BookingRequest:
    """What a Customer sends. ``start`` is aware; ``time_zone`` is the zone in which the Customer saw it.

    Without name and email, a personalized link's own stand. ``booking_page_id`` is whom they picked on a
    Static page. The same ``request_id`` again, which may be any string, finds the same booking. ``language``
    is the name of the wording in which they booked.
    """

    event_type_id: UUID
    start: datetime
    time_zone: str
    name: str | None = None
    email: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    request_id: str | None = None
    booking_page_id: UUID | None = None
    language: str = "en"

    @property
    def details(self) -> str:
        """Whose request it is and for when. Where anybody may know the link, its id alone says too little."""
        return f"{self.start.timestamp()} {(self.email or '').strip().casefold()}"


@dataclass(frozen=True)
class Details:
    """A request found usable. ``start`` is in UTC minutes."""

    start: int
    time_zone: str
    language: str
    customer: Customer
    answers: dict[str, str]


def checked(
    request: BookingRequest, event_type: EventType, personalized: Customer | None, to_pick: Collection[UUID]
) -> Details:
    """What is to be kept of a request. Raises ``Invalid`` with everything that is wrong with it.

    ``to_pick``: the Booking pages of which the Customer has to have picked one, where there are any.
    """
    problems: dict[str, str] = {}
    if to_pick and request.booking_page_id not in to_pick:
        problems["booking_page"] = NOT_PICKED
    if (start := start_of(request.start)) is None:
        problems["start"] = NOT_A_START
    if zone_named(request.time_zone) is None:
        problems["time_zone"] = NO_ZONE
    answers = {each["name"]: request.answers.get(each["name"], "").strip() for each in event_type.fields}
    for each in event_type.fields:
        if problem := answer_problem(answers[each["name"]], required=each["required"]):
            problems[each["name"]] = problem
    customer = _customer(request, personalized, problems)
    if problems or start is None or customer is None:
        raise Invalid(problems)
    return Details(start, request.time_zone, request.language, customer, answers)


def start_of(start: datetime) -> int | None:
    """The start in UTC minutes; None for one that no grid can hold."""
    in_utc = start.astimezone(UTC) if FIRST_YEAR <= start.year <= LAST_YEAR else None
    if in_utc is None or in_utc.second or in_utc.microsecond or in_utc.minute % availability.TICK:
        return None
    return availability.minute_of(in_utc)


def _customer(
    request: BookingRequest, personalized: Customer | None, problems: dict[str, str]
) -> Customer | None:
    if personalized is not None and request.name is None and request.email is None:
        return personalized
    try:
        return Customer.checked(request.name or "", request.email or "")
    except Invalid as invalid:
        problems.update(invalid.fields)
        return None


def answer_problem(answer: str, *, required: bool) -> Sentence | None:
    """What is wrong with something a Customer typed, in words for them. None: it can be kept."""
    if required and not answer:
        return Sentence("Please fill this in.")
    if len(answer) > ANSWER_LENGTH:
        return Sentence("Please keep this under {most} characters.", most=ANSWER_LENGTH)
    if unprintable(answer):
        return CONTROL_CHARACTERS
    return None
