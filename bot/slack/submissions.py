"""What a person does in the form: toggle, search, submit."""

from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncAck, AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.scheduling.errors import Invalid, NotEligible
from bot.scheduling.links import Links
from bot.scheduling.people import Person
from bot.slack import modals
from bot.slack.blocks import View
from bot.slack.payloads import BlockAction, SubmittedView, Suggestion, ViewSubmission
from bot.slack.people import SlackPeople
from bot.slack.web_api import failure_of

OUTDATED = ("hash_conflict", "not_found")
"""The form has changed or closed meanwhile: a newer event is on its way, or nobody looks any more."""


@dataclass(frozen=True)
class Submissions:
    people: SlackPeople
    links: Links

    async def personalize_toggled(
        self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext
    ) -> None:
        """Show or hide the inputs for the Customer, keeping what was typed into them."""
        toggled = BlockAction.model_validate(body)
        await ack()
        if toggled.view is None:
            return
        person = await self.people.person(toggled.actor, context, datetime.now(UTC))
        try:
            await context.client.views_update(
                view_id=toggled.view.id, hash=toggled.view.hash, view=await self._form(person, toggled.view)
            )
        except SlackApiError as error:
            if failure_of(error).code not in OUTDATED:
                raise

    async def page_searched(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Fill the list of Master pages where they are too many to send with the form."""
        search = Suggestion.model_validate(body)
        person = await self.people.person(search.actor, context, datetime.now(UTC))
        await ack(options=modals.page_options(await self.links.choices(person), search.value))

    async def submitted(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Make the link and show its URL, or say at each input what is wrong with it.

        All that follows, the card and the URL in the thread, is written with the link and delivered after it.
        """
        submission = ViewSubmission.model_validate(body)
        now = datetime.now(UTC)
        person = await self.people.person(submission.actor, context, now)
        if modals.lacks_customer_inputs(submission.view):
            await ack(response_action="update", view=await self._form(person, submission.view))
            return
        try:
            result = await self._issue(person, submission.view, now)
        except Invalid as invalid:
            await ack(response_action="errors", errors=modals.field_errors(invalid))
        except NotEligible as refusal:
            await ack(response_action="errors", errors={modals.MASTER_PAGE: refusal.reason})
        else:
            await ack(response_action="update", view=result)

    async def _issue(self, person: Person, view: SubmittedView, now: datetime) -> View:
        request = modals.link_request(view)
        issued = await self.links.issue(person, request, now)
        link = await self.links.view(person.workspace_id, issued.id, now)
        return modals.result(issued.url, link.expires_at, request.origin)

    async def _form(self, person: Person, view: SubmittedView) -> View:
        choices = await self.links.choices(person)
        return modals.form(choices, modals.memory_of(view), personalized=modals.is_personalized(view))
