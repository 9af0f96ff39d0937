"""The fields of the Booking form."""

from collections.abc import Callable, Mapping

from bot.scheduling.offers import FormField, OfferedEventType
from bot.scheduling.sentences import Sentence
from bot.web.contexts import Field

CUSTOMER_FIELDS = (
    FormField("name", Sentence("Your name"), required=True),
    FormField("email", Sentence("Your email"), required=True),
)
KINDS = {"email": "email", "phone": "tel", "mobile": "tel", "note": "textarea"}
AUTOCOMPLETE = {
    "name": "name",
    "email": "email",
    "company": "organization",
    "phone": "tel",
    "mobile": "tel",
}


def fields_of(
    event_type: OfferedEventType,
    said: Callable[[str], str],
    known: Mapping[str, str],
    errors: Mapping[str, str],
) -> tuple[Field, ...]:
    """Name, email and the Event type's own, with what is known, or wrong, of each."""
    return tuple(
        Field(
            f"field-{number}",
            field.name,
            said(field.label),
            known.get(field.name, ""),
            said(errors[field.name]) if field.name in errors else None,
            field.required,
            kind=KINDS.get(field.name, "text"),
            autocomplete=AUTOCOMPLETE.get(field.name, "off"),
        )
        for number, field in enumerate((*CUSTOMER_FIELDS, *event_type.fields))
    )
