"""What Users do with a meeting: the buttons for it, and the modals that ask them why."""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.scheduling.booking_details import ANSWER_LENGTH
from bot.scheduling.booking_views import BookingView
from bot.scheduling.errors import Invalid
from bot.scheduling.permissions import UserChange
from bot.slack.blocks import Element, View, button, confirm, paragraph, plain, small_print, words
from bot.slack.errors import FormLost
from bot.slack.home.memory import HomeMemory
from bot.slack.payloads import SubmittedView
from bot.slack.phrases import what_and_when

CANCEL = "meeting_cancel"
REQUEST_RESCHEDULE = "meeting_request_reschedule"
NO_SHOW = "meeting_no_show"
REASON = "reason"


def buttons(booking_id: UUID, changes: Sequence[UserChange], about: str = "") -> list[Element]:
    """What can be done about a meeting. Each button carries the booking's id; ``about`` tells which it is."""
    value, ask = str(booking_id), "Ask for another time"
    made = {
        UserChange.CANCEL: button("Cancel meeting", CANCEL, value, about=about, style="danger"),
        UserChange.REQUEST_RESCHEDULE: button(ask, REQUEST_RESCHEDULE, value, about=about),
        UserChange.NO_SHOW: button("No-show", NO_SHOW, value, about=about, confirm=_really_missed()),
    }
    return [made[change] for change in changes]


class MeetingMemory(BaseModel):
    """What a modal about a meeting must not forget: which one, and the Home tab that it was opened from."""

    model_config = ConfigDict(frozen=True)

    booking_id: UUID
    home: HomeMemory | None = None

    @classmethod
    def of(cls, view: SubmittedView) -> Self:
        """Raises ``FormLost``."""
        try:
            return cls.model_validate_json(view.private_metadata)
        except ValidationError as error:
            raise FormLost from error


def cancelling(booking: BookingView, home: HomeMemory | None = None) -> View:
    """Asks why the meeting is cancelled."""
    told = "The Customer is told, with this reason. The link that was used stays used."
    return _asking_why(booking, home, CANCEL, "Cancel meeting", "Cancel meeting", told)


def asking_again(booking: BookingView, home: HomeMemory | None = None) -> View:
    """Asks why the Customer is to pick another time."""
    told = (
        "This cancels the meeting. The Customer is told, with this reason, and picks another time of the same"
        " people. No new link is needed."
    )
    return _asking_why(booking, home, REQUEST_RESCHEDULE, "Ask for another time", "Ask", told)


def reason(view: SubmittedView) -> str:
    typed = view.typed(REASON)
    return (typed.value if typed else None) or ""


def field_errors(invalid: Invalid) -> dict[str, str]:
    """What was wrong, by the block where it is shown."""
    return dict.fromkeys([REASON], " ".join(invalid.fields.values()))


def _asking_why(
    booking: BookingView, home: HomeMemory | None, callback_id: str, title: str, submit: str, told: str
) -> View:
    about = [words(booking.customer.name, bold=True), words(": "), *what_and_when(booking), words(".")]
    typed: Element = {
        "type": "plain_text_input",
        "action_id": REASON,
        "multiline": True,
        "max_length": ANSWER_LENGTH,
    }
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title),
        "submit": plain(submit),
        "close": plain("Keep meeting"),
        "private_metadata": MeetingMemory(booking_id=booking.id, home=home).model_dump_json(),
        "blocks": [
            paragraph(*about),
            {
                "type": "input",
                "block_id": REASON,
                "label": plain("Reason"),
                "optional": True,
                "element": typed,
            },
            small_print(told),
        ],
    }


def _really_missed() -> Element:
    told = "The meeting is marked as a no-show. This cannot be undone."
    return confirm("Did the Customer not come?", told, "No-show", "Back")
