"""The modal "Who would get it?"."""

from dataclasses import replace
from uuid import UUID

from bot.scheduling.standings import PageStanding, SeatStanding
from bot.scheduling.why import Askable, EventTypeChoice, Explanation
from bot.slack import why
from tests.slack.examples import LONG, NOW, Examples

EVENT_TYPES = tuple(EventTypeChoice(UUID(int=n), f"{n}{LONG}") for n in range(120))
STANDING = PageStanding(UUID(int=1), LONG, "Tue 10:00", is_free=True, gets_it=True, why=LONG)
EXPLANATION = Explanation(
    LONG, LONG, is_offered=True, verdict=LONG, seats=(SeatStanding(LONG, (STANDING,) * 60),)
)

EXAMPLES: Examples = {
    why.form: [
        why.form(UUID(int=1), Askable(LONG, event_types, None), NOW)
        for event_types in (EVENT_TYPES[:100], EVENT_TYPES)
    ]
    + [why.form(UUID(int=1), Askable(LONG, (), LONG), NOW)],
    why.answer: [why.answer(EXPLANATION, NOW), why.answer(replace(EXPLANATION, seats=()), NOW)],
}
