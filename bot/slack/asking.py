"""Why not? A User asks who would get a time, from wherever a Master page is shown."""

from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.scheduling.errors import Invalid
from bot.scheduling.why import Why
from bot.slack import why
from bot.slack.buttons import carried_id, id_in
from bot.slack.opening import open_view
from bot.slack.payloads import BlockAction, ViewSubmission
from bot.slack.people import SlackPeople


@dataclass(frozen=True)
class Asking:
    people: SlackPeople
    reasons: Why

    async def opened(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Which Event type, and when?"""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person = await self.people.person(action.actor, context, now)
        page_id = carried_id(action)
        askable = await self.reasons.askable(person, page_id)
        await open_view(action.trigger_id, why.form(page_id, askable, now), context)

    async def answered(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """The answer, on top of the question, so that the next one is a step back."""
        submission = ViewSubmission.model_validate(body)
        now = datetime.now(UTC)
        person = await self.people.person(submission.actor, context, now)
        page_id = id_in(submission.view.private_metadata)
        try:
            event_type_id, at = why.question_in(submission.view)
            explanation = await self.reasons.explain(person, page_id, event_type_id, at, now)
        except Invalid as invalid:
            await ack(
                response_action="errors", errors={field: str(why) for field, why in invalid.fields.items()}
            )
        else:
            await ack(response_action="push", view=why.answer(explanation, at))
