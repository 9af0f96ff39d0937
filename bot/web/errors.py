"""The one table from refusal to status, code and words, and the one error handler of this door."""

from asyncio import CancelledError
from collections.abc import Mapping
from dataclasses import dataclass, replace
from secrets import token_hex
from types import MappingProxyType
from typing import Self

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.languages import Wording
from bot.scheduling.companies import Companies
from bot.scheduling.errors import (
    BookedBefore,
    Invalid,
    LinkExpired,
    LinkRevoked,
    LinkSpent,
    LinkSuspended,
    LinkUnusable,
    NotAccepting,
    NotAllowed,
    NotFound,
    Refusal,
    SlotTaken,
)
from bot.scheduling.policy import Asking
from bot.scheduling.sentences import Sentence
from bot.web.contexts import Frame, Masthead, RefusalPage
from bot.web.look import company_told, masthead
from bot.web.negotiation import language_choices, wants_json, wording_of
from bot.web.security import BodyTooLarge, CrossSite, Limiter, TooManyRequests
from bot.web.templating import Views
from bot.web.ways_out import with_ways_out
from storage.database import is_away

log = structlog.get_logger()

PLAIN = Masthead()
IF_IT_WAS_YOU = Sentence(
    "If it was you who booked, everything about it is on the confirmation you were shown."
)
MAILED_TOO = Sentence(
    "If it was you who booked, everything about it is on the confirmation you were shown and in the email"
    " that you got."
)
ASK_THE_SENDER = Sentence("Please write to whoever sent you this link: they can send you a fresh one.")
LATER = Sentence("Please try again later.")


@dataclass(frozen=True)
class Words:
    """How a refusal is told: the status and code of the contract, what happened, and what to do next."""

    status: int
    code: str
    title: str
    message: str
    advice: str
    to_sender: str = ""
    """More advice, of which there is no need where a button tells the sender."""

    def said_in(self, wording: Wording) -> Self:
        said = wording.said
        return replace(
            self,
            title=said(self.title),
            message=said(self.message),
            advice=" ".join(filter(None, (said(self.advice), said(self.to_sender)))),
        )


TABLE: dict[type[Exception], Words] = {
    NotFound: Words(
        404,
        "not_found",
        Sentence("This link does not work"),
        Sentence("There is nothing at this address. Perhaps a part of the link was lost when it was copied."),
        Sentence("Please open the link from the original message once more, or write to whoever sent it."),
    ),
    LinkSpent: Words(
        410,
        "spent",
        Sentence("This link was already used"),
        Sentence("It was good for one booking, and has been used for one."),
        IF_IT_WAS_YOU,
        ASK_THE_SENDER,
    ),
    LinkExpired: Words(
        410,
        "expired",
        Sentence("This link has expired"),
        Sentence("It was not used in time, so nothing can be booked with it any more."),
        "",
        ASK_THE_SENDER,
    ),
    LinkRevoked: Words(
        410,
        "revoked",
        Sentence("This link is no longer valid"),
        Sentence("It was withdrawn, so nothing can be booked with it any more."),
        "",
        ASK_THE_SENDER,
    ),
    LinkSuspended: Words(
        409,
        "suspended",
        Sentence("No times are currently available"),
        Sentence("Nothing can be booked here at the moment. Your link has not been used up."),
        LATER,
        Sentence("You can also write to whoever sent you this link."),
    ),
    NotAccepting: Words(
        409,
        "suspended",
        Sentence("No times are currently available"),
        Sentence("Nothing can be booked here at the moment."),
        LATER,
    ),
    BookedBefore: Words(
        409,
        "not_allowed",
        Sentence("A meeting is booked already"),
        Sentence("It was booked from this very page, so that it is not booked twice."),
        IF_IT_WAS_YOU,
    ),
    SlotTaken: Words(
        409,
        "slot_taken",
        Sentence("This time has just been taken"),
        Sentence("Somebody else was a moment faster. You can still book."),
        Sentence("Please choose another time."),
    ),
    Invalid: Words(
        422,
        "invalid",
        Sentence("Something is not right yet"),
        Sentence("We could not use what was sent. Nothing was booked."),
        Sentence("Please go back, correct it and try again."),
    ),
    BodyTooLarge: Words(
        413,
        "invalid",
        Sentence("That is too much"),
        Sentence("What was sent is larger than any booking could be. Nothing was booked."),
        Sentence("Please go back, write less and try again."),
    ),
    CrossSite: Words(
        403,
        "not_allowed",
        Sentence("This came from another site"),
        Sentence("Bookings can only be made on our own pages. Nothing was booked."),
        Sentence("Please open your link and book there."),
    ),
    TooManyRequests: Words(
        429,
        "too_many_requests",
        Sentence("Too many attempts"),
        Sentence(
            "There were many attempts from your address that we could not use. A good link still works."
        ),
        Sentence("Please wait ten minutes and try again."),
    ),
    # What the rules forbid for a reason of their own, which stands in place of the message.
    Refusal: Words(
        409,
        "not_allowed",
        Sentence("This is not possible"),
        Sentence("The rules do not allow this."),
        ASK_THE_SENDER,
    ),
}

FRONT_DOOR = Words(
    404,
    "not_found",
    Sentence("Nothing is shown here"),
    Sentence("Meetings are booked by links that our support team sends."),
    Sentence("If you have such a link, please open it from the original message."),
)
METHOD = Words(
    405,
    "method_not_allowed",
    Sentence("This is not possible"),
    Sentence("This address cannot be used in that way."),
    Sentence("Please open your link in a browser."),
)
# Not "nothing was booked": a database can be lost between the booking and its word that it is done.
UNAVAILABLE = Words(
    503,
    "unavailable",
    Sentence("We cannot answer right now"),
    Sentence("This was not your doing."),
    Sentence("Please try again in a moment."),
)
UNEXPECTED = Words(
    500,
    "unexpected",
    Sentence("Something went wrong on our side"),
    Sentence("This was not your doing, and we have been told."),
    Sentence("Please try again in a moment."),
)


def words_for(refusal: Exception) -> Words:
    """The words for the refusal's own kind, else for the nearest kind above it."""
    return next(TABLE[kind] for kind in type(refusal).__mro__ if kind in TABLE)


def _words_for_no_page(request: Request, error: HTTPException) -> Words:
    """Whoever comes to the bare address has lost no part of a link."""
    if error.status_code == METHOD.status:
        return METHOD
    return FRONT_DOOR if request.url.path == "/" else TABLE[NotFound]


class Errors:
    """Everything that a page raises ends here: as HTML or, where that is wanted, as JSON."""

    def __init__(
        self, app: ASGIApp, views: Views, limiter: Limiter, companies: Companies, *, mails: bool
    ) -> None:
        self.app = app
        self.views = views
        self.limiter = limiter
        self.companies = companies
        self.mails = mails

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request, has_begun = Request(scope), False

        async def begin(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            if told := await self._told(request, receive, begin):
                await told(scope, receive, begin)
        except ClientDisconnect:
            return
        except CancelledError:  # the server ends, and waits no longer
            if has_begun:
                raise
            await self._answer(request, UNAVAILABLE)(scope, receive, send)
        except Exception as error:  # noqa: BLE001  the one error handler at this door
            failed = self._unavailable(request, error) if is_away(error) else self._unexpected(request)
            await failed(scope, receive, send)

    async def _told(self, request: Request, receive: Receive, send: Send) -> Response | None:
        """Let the page answer. What it refuses is told by what is returned."""
        try:
            await self.app(request.scope, receive, send)
        except Refusal as refusal:
            return await self._refused(request, refusal)
        except HTTPException as error:
            return self._not_served(request, error)
        return None

    async def _refused(self, request: Request, refusal: Refusal) -> Response:
        try:
            self.limiter.count(request, refusal)
        except TooManyRequests as too_many:
            refusal = too_many
        words = words_for(refusal)
        if isinstance(refusal, NotAllowed):
            words = replace(words, message=refusal.reason)
        fields = refusal.fields if isinstance(refusal, Invalid) else {}
        look = PLAIN if wants_json(request) else await self._look(request, refusal)
        response = self._answer(request, words, fields, refusal, look)
        if isinstance(refusal, TooManyRequests):
            response.headers["Retry-After"] = str(refusal.seconds)
        return response

    async def _look(self, request: Request, refusal: Refusal) -> Masthead:
        return masthead(await company_told(self.companies, request, refusal))

    def _not_served(self, request: Request, error: HTTPException) -> Response:
        """No address of ours: whoever tries what others have is worth no question to the database."""
        response = self._answer(request, _words_for_no_page(request, error))
        response.headers.update(error.headers or {})
        return response

    def _unavailable(self, request: Request, error: Exception) -> Response:
        # Only what kind of error: a driver's own words can quote what was typed.
        log.warning("database_unavailable", error=type(error).__name__, method=request.method)
        return self._answer(request, UNAVAILABLE)

    def _unexpected(self, request: Request) -> Response:
        """An answer with a reference to quote. The log has it too, but no address: those are secrets here."""
        reference = token_hex(4)
        log.exception("a page failed", reference=reference, method=request.method)
        advice = Sentence(
            "Please try again in a moment. If it happens again, quote this reference: {reference}",
            reference=reference,
        )
        return self._answer(request, replace(UNEXPECTED, advice=advice))

    def _answer(
        self,
        request: Request,
        words: Words,
        fields: Mapping[str, str] = MappingProxyType({}),
        refusal: Refusal | None = None,
        look: Masthead = PLAIN,
    ) -> Response:
        wording = wording_of(request)
        if self.mails and words.advice == IF_IT_WAS_YOU:
            words = replace(words, advice=MAILED_TOO)
        if wants_json(request):
            return JSONResponse(refusal_json(words, wording, fields), words.status)
        if isinstance(refusal, LinkUnusable) and refusal.asking != Asking.UNHEARD:
            words = replace(words, to_sender="")
        told = words.said_in(wording)
        problems = tuple(f"{name}: {wording.said(problem)}" for name, problem in fields.items())
        frame = Frame(
            wording,
            told.title,
            masthead=look,
            languages=language_choices(request, wording),
        )
        context = RefusalPage(frame, told.message, problems, told.advice)
        page = with_ways_out(context, request, refusal, mails=self.mails)
        return self.views.page(page, told.status)


def refusal_json(
    words: Words, wording: Wording, fields: Mapping[str, str] = MappingProxyType({})
) -> dict[str, object]:
    """A refusal as scripts read it. ``fields`` says what is wrong with each field that was sent."""
    words = words.said_in(wording)
    told: dict[str, object] = {"error": words.code, "message": f"{words.message} {words.advice}"}
    if words.code != "invalid":
        return told
    return told | {"fields": {name: wording.said(problem) for name, problem in fields.items()}}
