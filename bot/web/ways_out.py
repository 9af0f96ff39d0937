"""What whoever holds a link that cannot be used can do all the same: no link ends in a wall."""

from collections.abc import Callable
from dataclasses import replace

from starlette.requests import Request

from bot.scheduling.errors import BookedBefore, LinkSpent, LinkUnusable, Refusal
from bot.scheduling.policy import Asking
from bot.scheduling.sentences import Sentence
from bot.web.contexts import RefusalPage, WayOut
from bot.web.negotiation import in_same_language
from bot.web.visit import token_of

ASK, SEND = "/ask", "/send"

ASK_BUTTON = Sentence("Ask for a new time")
ASK_HINT = Sentence("Whoever sent you this link is told, and can send you a fresh one.")
NO_TIMES_HINT = Sentence("Whoever sent you this link is told. Your link stays good.")
ASKED = Sentence(
    "You asked for a new time less than a day ago. Whoever sent you this link has been told."
    " You can ask once a day."
)
SEND_BUTTON = Sentence("Mail me the link to my booking")
SEND_HINT = Sentence("It goes to the address that was given for the booking, and to no other.")


def with_ways_out(
    page: RefusalPage, request: Request, refusal: Refusal | None, *, mails: bool
) -> RefusalPage:
    """The page of a refusal, with what can be done about it. ``mails``: is mail sent at all?"""
    if isinstance(refusal, BookedBefore):
        return replace(page, begin_anew=in_same_language(request, f"/p/{token_of(request)}"))
    if not isinstance(refusal, LinkUnusable):
        return page
    said, link = page.frame.wording.said, f"/o/{token_of(request)}"
    ways = []
    if ask := way_to_ask(refusal.asking, in_same_language(request, link + ASK), ASK_HINT, said):
        ways.append(ask)
    if isinstance(refusal, LinkSpent) and mails:
        ways.append(WayOut(in_same_language(request, link + SEND), said(SEND_BUTTON), said(SEND_HINT)))
    asked = said(ASKED) if refusal.asking == Asking.DONE else None
    return replace(page, notice=asked, ways_out=tuple(ways))


def way_to_ask(asking: Asking, action: str, hint: Sentence, said: Callable[[str], str]) -> WayOut | None:
    """The button that asks for a new time, where it can be asked for."""
    return WayOut(action, said(ASK_BUTTON), said(hint)) if asking == Asking.POSSIBLE else None
