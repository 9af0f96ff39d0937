"""What is asked for from pages on which nothing can be booked: a new time, or the way to a booking."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.scheduling.changes import BookingChanges
from bot.scheduling.companies import Companies
from bot.scheduling.entrances import one_time_link
from bot.scheduling.new_time_requests import NewTimeRequests
from bot.scheduling.sentences import Sentence
from bot.web.contexts import Frame, RefusalPage
from bot.web.look import masthead
from bot.web.negotiation import in_same_language, language_choices, wants_json, with_same_query, wording_of
from bot.web.templating import Views
from bot.web.visit import token_of

LOOK = Sentence("Please look into your mail")
SENT = Sentence(
    "If this link was used for a booking, the way to it is going to the address that was given for it then."
)
WAIT = Sentence("It can take some minutes. It is sent once an hour at most.")


@dataclass(frozen=True)
class EndedPages:
    """What can be sent to ``/o/{token}`` and ``/b/{token}`` besides changes. The answers are the same whoever
    asks.
    """

    new_time_requests: NewTimeRequests
    changes: BookingChanges
    companies: Companies
    views: Views
    clock: Callable[[], datetime]

    async def ask(self, request: Request) -> Response:
        """Ask for a new time, and go back to the link's page, which says that this was done."""
        token = token_of(request)
        await self.new_time_requests.by_link(token, self.clock())
        return RedirectResponse(with_same_query(request, f"/o/{token}"), 303)

    async def ask_after_booking(self, request: Request) -> Response:
        """The same, from the page of a meeting that is not coming any more."""
        token = token_of(request)
        await self.new_time_requests.by_booking(token, self.clock())
        return RedirectResponse(in_same_language(request, f"/b/{token}"), 303)

    async def send(self, request: Request) -> Response:
        """Have the address of the booking's own page mailed to its Customer."""
        await self.changes.send_manage_link(token_of(request), self.clock())
        wording = wording_of(request)
        if wants_json(request):
            return JSONResponse({"message": wording.said(SENT)}, status_code=202)
        company = await self.companies.behind(one_time_link, token_of(request))
        frame = Frame(
            wording,
            wording.said(LOOK),
            masthead=masthead(company),
            languages=language_choices(request, wording),
        )
        return self.views.page(RefusalPage(frame, wording.said(SENT), (), wording.said(WAIT)))
