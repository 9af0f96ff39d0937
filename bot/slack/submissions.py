"""What a person does in the form: toggle, search, submit."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.scheduling.errors import Invalid, NotEligible
from bot.scheduling.link_policy import OpenLinks
from bot.scheduling.people import Person
from bot.scheduling.services import Services
from bot.slack import modals
from bot.slack.blocks import View
from bot.slack.home.listeners import HomeTab
from bot.slack.opening import show_in_place
from bot.slack.payloads import BlockAction, SubmittedView, Suggestion, ViewSubmission
from bot.slack.people import SlackPeople

ANOTHER = "Press “Create link” once more to make another all the same."


@dataclass(frozen=True)
class Submissions:
    people: SlackPeople
    services: Services
    home: HomeTab

    async def personalize_toggled(
        self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext
    ) -> None:
        """Show or hide the inputs for the Customer, keeping what was typed into them."""
        toggled = BlockAction.model_validate(body)
        await ack()
        if toggled.view is None:
            return
        person = await self.people.person(toggled.actor, context, datetime.now(UTC))
        await show_in_place(toggled, await self._form(person, toggled.view), context)

    async def page_searched(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Fill the list of Master pages where they are too many to send with the form."""
        search = Suggestion.model_validate(body)
        person = await self.people.person(search.actor, context, datetime.now(UTC))
        choices = await self.services.choosing.choices(person)
        await ack(option_groups=modals.option_groups(choices, search.value))

    async def submitted(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Make the link and show its URL, or say at each input what is wrong with it.

        All that follows, the card and the URL in the thread, is written with the link and delivered after it.
        """
        submission = ViewSubmission.model_validate(body)
        now = datetime.now(UTC)
        person = await self.people.person(submission.actor, context, now)
        try:
            shown = await self._answer(person, submission.view, now)
        except Invalid as invalid:
            await ack(response_action="errors", errors=modals.field_errors(invalid))
        except NotEligible as refusal:
            await ack(response_action="errors", errors={modals.MASTER_PAGE: refusal.reason})
        else:
            await ack(response_action="update", view=shown)
            if home := modals.memory_of(submission.view).home:
                await self.home.refresh(person, home, context, now)

    async def _answer(self, person: Person, view: SubmittedView, now: datetime) -> View:
        """What was made; or the form once more, with inputs that it lacked or with a warning."""
        if modals.lacks_customer_inputs(view):
            return await self._form(person, view)
        if warning := await self._warning(person, view, now):
            return await self._form(person, view, f"{warning} {ANOTHER}", warned=True)
        return await self._issue(person, view, now)

    async def _warning(self, person: Person, view: SubmittedView, now: datetime) -> OpenLinks | None:
        """That the Customer has open links already, unless the form has said so before."""
        customer = modals.customer_in(view)
        if customer is None or modals.memory_of(view).warned == customer.email:
            return None
        return await self.services.link_policies.warning(person, customer, now)

    async def _issue(self, person: Person, view: SubmittedView, now: datetime) -> View:
        request = modals.link_request(view, await self._master_page(person, view, now))
        issued = await self.services.links.issue(person, request, now)
        return modals.result(issued.url, issued.expires_at, request.origin)

    async def _master_page(self, person: Person, view: SubmittedView, now: datetime) -> UUID:
        """The one that was picked, or the one dedicated to the Booking page that was."""
        booking_page_id = modals.picked_booking_page(view)
        if booking_page_id is None:
            return modals.picked_master_page(view)
        return await self.services.dedicated.for_page(person, booking_page_id, now)

    async def _form(
        self, person: Person, view: SubmittedView, notice: str = "", *, warned: bool = False
    ) -> View:
        memory = modals.memory_of(view)
        if warned:
            memory = memory.model_copy(update={"warned": memory.email.strip()})
        choices = await self.services.choosing.choices(person)
        return modals.form(choices, memory, personalized=modals.is_personalized(view), notice=notice)
