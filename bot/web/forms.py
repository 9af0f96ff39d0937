"""What is sent to be used: the body of a booking, a question for times. ``Invalid`` names the fields."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, TypeVar
from urllib.parse import parse_qsl
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.requests import Request

from bot.scheduling.booking_details import NOT_PICKED, BookingRequest
from bot.scheduling.customers import CONTROL_CHARACTERS, unprintable
from bot.scheduling.errors import Invalid
from bot.scheduling.sentences import Sentence
from bot.scheduling.serving import NOT_OFFERED
from bot.scheduling.zones import zone_named
from bot.web.security import BODY_LIMIT, BodyTooLarge
from bot.web.visit import day, instant

MOST_FIELDS = 200

PROBLEMS = {
    "event_type": NOT_OFFERED,
    "booking_page": NOT_PICKED,
    "start": Sentence(
        "Please choose a time, with its offset from UTC, like {example}.", example="2026-12-01T09:00:00Z"
    ),
    "from": Sentence("Please give a date, like {example}.", example="2026-12-01"),
    "to": Sentence("Please give a date, like {example}.", example="2026-12-07"),
    "time_zone": Sentence(
        "We do not know this time zone. Please use a name like {example}.", example="Europe/Madrid"
    ),
}
OTHER_PROBLEM = Sentence("Please send text.")
UNREADABLE = Sentence("We could not read this. Please send form fields or a JSON object, in UTF-8.")
JSON_BODY = TypeAdapter(dict[str, str | None])
FORM = "application/x-www-form-urlencoded"

Model = TypeVar("Model", bound=BaseModel)
Read = TypeVar("Read")


def _read_by(reader: Callable[[str], Read | None]) -> BeforeValidator:
    """Pydantic would also take a number for a time and much else for a zone: our own readers are stricter."""

    def read(text: str) -> Read:
        if (value := reader(text)) is None:
            raise ValueError
        return value

    return BeforeValidator(read)


Instant = Annotated[datetime, _read_by(instant)]
Day = Annotated[date, _read_by(day)]
Zone = Annotated[ZoneInfo, _read_by(zone_named)]


class BookingForm(BaseModel):
    """The body of a booking. Whatever has another name is the answer to a field of the Event type."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, str]

    event_type: UUID
    start: Instant
    # The start is in UTC. Who does not say in which zone they saw it, saw that.
    time_zone: Zone = ZoneInfo("UTC")
    name: str | None = None
    email: str | None = None
    request_id: str | None = None
    booking_page: UUID | None = None

    def request(self, language: str) -> BookingRequest:
        return BookingRequest(
            event_type_id=self.event_type,
            start=self.start,
            time_zone=self.time_zone.key,
            name=self.name,
            email=self.email,
            answers=self.__pydantic_extra__,
            request_id=self.request_id,
            booking_page_id=self.booking_page,
            language=language,
        )


class NewTimesQuestion(BaseModel):
    """The query of a question for times. Dates are days of the zone; both are optional."""

    first: Day | None = Field(None, alias="from")
    last: Day | None = Field(None, alias="to")
    time_zone: Zone | None = None


class TimesQuestion(NewTimesQuestion):
    """The same where there are several Event types."""

    event_type: UUID


class MoveForm(BaseModel):
    """The body of a move. Who does not say in which zone they saw the time, saw it in the booking's."""

    start: Instant
    time_zone: Zone | None = None


def booking_request(typed: Mapping[str, str], language: str) -> BookingRequest:
    """What was typed, in a language, as the rules want it. A request id is nobody's typing: any will do."""
    if hidden := [name for name, value in typed.items() if name != "request_id" and unprintable(value)]:
        raise Invalid(dict.fromkeys(hidden, CONTROL_CHARACTERS))
    return _checked(BookingForm, typed).request(language)


def move(typed: Mapping[str, str]) -> MoveForm:
    return _checked(MoveForm, typed)


def new_times_question(request: Request) -> NewTimesQuestion:
    return _checked(NewTimesQuestion, request.query_params)


def times_question(request: Request) -> TimesQuestion:
    return _checked(TimesQuestion, request.query_params)


async def typed(request: Request) -> dict[str, str]:
    """The body's fields by name, as they were sent. Raises ``Invalid``, ``BodyTooLarge``."""
    body = await _body(request)
    match request.headers.get("content-type", FORM).partition(";")[0].strip().lower():
        case "application/json":
            return _json(body)
        case "application/x-www-form-urlencoded":
            return _form(body)
        case _:
            raise _unreadable()


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise BodyTooLarge
    return bytes(body)


def _form(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise _unreadable() from error
    return dict(pairs)


def _json(body: bytes) -> dict[str, str]:
    """The strings of a JSON object; what is null was not sent."""
    try:
        sent = JSON_BODY.validate_json(body)
    except ValidationError as error:
        raise _invalid(error) from error
    return {name: value for name, value in sent.items() if value is not None}


def _checked(model: type[Model], sent: Mapping[str, str]) -> Model:
    try:
        return model.model_validate(dict(sent))
    except ValidationError as error:
        raise _invalid(error) from error


def _invalid(error: ValidationError) -> Invalid:
    """The refusal with our words at each field; an error that is at no field is one of the whole body."""
    places = [problem["loc"] for problem in error.errors(include_input=False, include_url=False)]
    if not all(places):
        return _unreadable()
    return Invalid({str(name): PROBLEMS.get(str(name), OTHER_PROBLEM) for name, *_ in places})


def _unreadable() -> Invalid:
    return Invalid({"body": UNREADABLE})
