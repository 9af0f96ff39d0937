"""What a link's thread hears: what became of the link and its meeting, as it was when it happened.

What a Customer is called, and what they wrote, stands in rich-text elements alone, which Slack does not
parse, and never in a message's text, which it does, and which notifications show on locked screens.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from bot.scheduling import activity, notices, policy
from bot.scheduling.booking_views import BookingView
from bot.scheduling.link_views import LinkView
from bot.scheduling.news import News
from bot.scheduling.obstacles import listed
from bot.scheduling.policy import OPEN, LinkState
from bot.slack.blocks import Block, Element, Message, actions, as_text, moment, paragraph, user, words
from bot.slack.cards import fresh_button
from bot.slack.phrases import actor, customer, team, what_and_when
from storage.models import BookingStatus

LETTERS = {
    notices.BOOKED: "the confirmation",
    notices.MOVED: "the new time",
    notices.CANCELLED: "the cancellation",
    notices.NEW_TIME_ASKED: "the request for a new time",
    notices.REMINDED: "the reminder",
    notices.MANAGE_LINK: "the link to the booking",
}
"""What a letter brings, by what it is about."""

STOPPED = {
    policy.STATIC: "was switched to Static rules",
    policy.NOT_ACCEPTING: "was set not to accept bookings",
    policy.RETIRED: "was retired",
}
WOKEN = {
    policy.STATIC: "was switched back to Dynamic rules",
    policy.NOT_ACCEPTING: "was set to accept bookings again",
    policy.RETIRED: "was taken up again",
}
"""What was done to a Master page, by why its links stopped, or had."""

STAYS_GOOD = "This link still works, and offers whatever becomes free."
ENDS = {
    LinkState.SPENT: "was used for its one booking",
    LinkState.EXPIRED: "has expired",
    LinkState.REVOKED: "was revoked",
    LinkState.SUSPENDED: "does not work at the moment",
}


def told(link: LinkView, facts: Mapping[str, Any]) -> Message | None:
    """What the thread hears by a notice with these facts. None: there is nothing to say."""
    event, booking = facts["event"], link.booking
    if event == notices.FRESH_LINK_ASKED:
        return new_time_wanted(link.id, link.created_by, LinkState(facts["state"]), facts.get("lacking", ()))
    if event in (notices.SUSPENDED, notices.WORKS_AGAIN):
        return _turned(link, facts)
    if booking is None:
        return None
    if event == notices.UNMAILED:
        return unmailed(booking, facts["recipient"], facts["about"])
    news = News.model_validate(facts)
    return SAID[event](link.id, news.then(booking), news) if event in SAID else None


def booked(_link_id: UUID, booking: BookingView, _news: News) -> Message:
    what = what_and_when(booking)
    blocks = [paragraph(_name(booking), words(" booked "), *what, words("."))]
    if booking.corrected:
        blocks.append(paragraph(words("The Customer corrected the details: "), customer(booking.customer)))
    return Message(as_text([words("Booked: "), *what, words(".")]), blocks)


def moved(_link_id: UUID, booking: BookingView, news: News) -> Message:
    """To another time or, where there was none after a User had asked for another, to a time again."""
    if news.before is None:
        what = [*what_and_when(booking), words(".")]
        blocks = [paragraph(_name(booking), words(" picked a new time: "), *what)]
        return Message(as_text([words("A new time was picked: "), *what]), blocks)
    to = [words(" to "), moment(booking.starts), words(", with "), *team(booking), words(".")]
    what = [words(f"{booking.event_type} from "), moment(news.before), *to]
    return Message(as_text([words("Moved: "), *what]), [paragraph(_name(booking), words(" moved "), *what)])


def cancelled(link_id: UUID, booking: BookingView, news: News) -> Message:
    what = [words("Cancelled by "), actor(news.by), words(": "), *what_and_when(booking), words(".")]
    return Message(as_text(what), [paragraph(*what), *_why(news), _offer(link_id)])


def new_time_asked(_link_id: UUID, booking: BookingView, news: News) -> Message:
    """A User cancelled, and asked the Customer to pick again."""
    by, what = actor(news.by), [*what_and_when(booking), words(", is cancelled, and can be picked again.")]
    asked = [by, words(" asked "), _name(booking), words(" for another time: "), *what]
    text = as_text([by, words(" asked the Customer for another time: "), *what])
    return Message(text, [paragraph(*asked), *_why(news)])


def no_show(_link_id: UUID, booking: BookingView, _news: News) -> Message:
    what = [words(" did not come to "), *what_and_when(booking), words(".")]
    return Message(as_text([words("The Customer"), *what]), [paragraph(_name(booking), *what)])


def _turned(link: LinkView, facts: Mapping[str, Any]) -> Message | None:
    """The Master page was switched. What has ended meanwhile is no news: its thread heard how it ended."""
    if facts["is_booked"]:
        effect = _effect_on_meeting(link.booking, facts)
    else:
        effect = _effect_on_link(facts) if link.state in OPEN else None
    return suspension(link.master_page, facts, effect) if effect else None


def suspension(page: str, facts: Mapping[str, Any], effect: str) -> Message:
    """A Master page was switched, which has this effect on a link or its meeting."""
    deed = STOPPED[facts["because"]] if facts["because"] else WOKEN[facts["before"]]
    what = [words(f"{page} {deed} by "), actor(facts["by"]), words(f". {effect}")]
    return Message(as_text(what), [paragraph(*what), *_reason(facts["why"])])


def _effect_on_link(facts: Mapping[str, Any]) -> str:
    if facts["because"]:
        return "Until that is changed back, this link does not work; then it does again."
    return "This link works again."


def _effect_on_meeting(booking: BookingView | None, facts: Mapping[str, Any]) -> str | None:
    """What its Customer can do about it. None: it is cancelled or over."""
    if booking is None:
        return None
    if booking.awaits_new_time:
        return "The Customer, who was asked for another time, " + (
            "cannot pick one until that is changed back." if facts["because"] else "can pick one again."
        )
    if booking.status not in (BookingStatus.SCHEDULED, BookingStatus.RESCHEDULED):
        return None
    if not facts["because"]:
        return "The Customer can change this meeting again, as far as its Event type allows."
    if not facts["accepts"]:
        return "Until that is changed back, the Customer can neither cancel nor move this meeting. You can."
    return "This meeting stands. It can be cancelled, but not moved to another time."


def new_time_wanted(
    link_id: UUID, maker: str | None, state: LinkState, lacking: Sequence[str] = ()
) -> Message:
    """Whoever holds the link asked for a time: it cannot be used, or Event types are ``lacking`` times.

    Its ``maker`` is mentioned, so that Slack alerts them.
    """
    mention = [user(maker), words(": ")] if maker else []
    if lacking:
        lack = f"The Customer asks for a time: none is available for {listed(lacking)}. {STAYS_GOOD}"
        what = [*mention, words(lack)]
        return Message(as_text(what), [paragraph(*what)])
    what = [*mention, words(f"The Customer asks for a new time. This link {ENDS[state]}.")]
    return Message(as_text(what), [paragraph(*what), _offer(link_id)])


def used(text: str, blocks: Sequence[Block], by: str | None) -> Message:
    """A message whose offer of a fresh link was taken up, by this User (None: from the shell)."""
    kept = [block for block in blocks if block["type"] != "actions"]
    made = [
        words("A fresh link was made by "),
        actor(by or activity.SHELL),
        words(". Send it to the Customer."),
    ]
    return Message(text, [*kept, paragraph(*made)])


def unmailed(booking: BookingView, recipient: str, about: str) -> Message:
    """A letter could not be delivered, so that somebody has to tell it another way.

    ``recipient`` and ``about`` are as in the letter's notice.
    """
    if recipient == notices.CUSTOMER:
        whom, named = _name(booking), words("the Customer")
    else:
        whom = named = user(booking.providers[int(recipient)].owner_id)
    what = words(f" {LETTERS[about]}. Please see to it in another way.")
    unable = words("I could not mail ")
    return Message(as_text([unable, named, what]), [paragraph(unable, whom, what)])


SAID: dict[str, Callable[[UUID, BookingView, News], Message]] = {
    notices.BOOKED: booked,
    notices.MOVED: moved,
    notices.CANCELLED: cancelled,
    notices.NEW_TIME_ASKED: new_time_asked,
    notices.NO_SHOW: no_show,
}
"""What is said of a booking, by what happened to it."""


def _name(booking: BookingView) -> Element:
    return words(booking.customer.name, bold=True)


def _why(news: News) -> list[Block]:
    return _reason(news.reason)


def _reason(why: str) -> list[Block]:
    return [paragraph(words("Reason: ", bold=True), words(why))] if why else []


def _offer(link_id: UUID) -> Block:
    return actions(str(link_id), fresh_button(link_id))
