"""What is a person's own in the Home tab: their open links, their meetings, their Booking page."""

from bot.scheduling.agendas import Agenda, Meeting, OwnPage
from bot.scheduling.leaves import Leaf
from bot.scheduling.link_views import LinkView
from bot.scheduling.setup_file.document import BookingPageEntry
from bot.slack import cards, hours
from bot.slack import meetings as meeting_views
from bot.slack.blocks import (
    Block,
    Element,
    actions,
    button,
    confirm,
    cut,
    header,
    moment,
    paragraph,
    section,
    user,
    words,
)
from bot.slack.home.leaves import turning
from bot.slack.home.memory import HomeMemory
from bot.slack.setup.ids import BOOKING_PAGE
from storage.models import Role

NEW_LINK = "link_new"

NO_LINKS = "You have no open one-time links. Make one here, or type /onetime in a channel."
NO_MEETINGS = "No meetings to come."
NO_PAGE = {
    Role.MEMBER: "You have no Booking page, so nobody can book you. An Administrator can make one for you.",
    Role.ADMINISTRATOR: "You have no Booking page, so nobody can book you. You can make one below.",
}
MOST_DATES = 8
PAGES_ON_A_LEAF = 3


def links(agenda: Agenda, memory: HomeMemory) -> list[Block]:
    found = agenda.links
    entries = [block for link in found.items for block in cards.entry(link, _fresh_button(link))]
    empty = [] if found.items or found.number else [section(NO_LINKS)]
    new = actions("new_link", button("New one-time link", NEW_LINK, "new"))
    return [header("My open links"), *empty, new, *entries, *turning(found, memory, "links")]


def meetings(agenda: Agenda, memory: HomeMemory) -> list[Block]:
    found = agenda.meetings
    entries = [block for meeting in found.items for block in _meeting(meeting)]
    empty = [] if found.items or found.number else [section(NO_MEETINGS)]
    return [header("My next meetings"), *empty, *entries, *turning(found, memory, "meetings")]


def booking_pages(agenda: Agenda, memory: HomeMemory) -> list[Block]:
    """Each in full words, so that whoever typed the hours sees what they came to."""
    title = header("My Booking page" if len(agenda.pages) < 2 else "My Booking pages")
    leaf = Leaf.of(agenda.pages, memory.pages, PAGES_ON_A_LEAF)
    entries = [block for page in leaf.items for block in _booking_page(page)]
    empty = [] if agenda.pages else [section(NO_PAGE[agenda.role])]
    return [title, *empty, *entries, *turning(leaf, memory, "pages")]


def availability(page: BookingPageEntry) -> list[Element]:
    """The hours of a Booking page in full words, with their zone, its special dates and its location."""
    special = hours.dates(page.dates, MOST_DATES)
    return [
        words(f"{page.name}\n", bold=True),
        words("\n".join(hours.week(page.weekly.days))),
        words(f"\nTime zone: {page.time_zone}"),
        *([words("\n".join(["\nOther hours on dates:", *special]))] if special else []),
        *([words(f"\nLocation: {page.location}")] if page.location else []),
    ]


def _fresh_button(link: LinkView) -> Element:
    """In place of a link that still works, so that it asks first."""
    asked = confirm(
        "Make a fresh link?",
        "This one stops working, and a fresh one for the same person takes its place.",
        "Make a fresh link",
        "Keep this one",
    )
    return button("Fresh link", cards.FRESH, str(link.id), about=cards.in_short(link), confirm=asked)


def _meeting(meeting: Meeting) -> list[Block]:
    customer = meeting.customer
    about = f"{cut(meeting.event_type, 30)} with {customer.name}"
    buttons = meeting_views.buttons(meeting.id, meeting.changes, about)
    return [
        paragraph(
            words(meeting.event_type, bold=True),
            words(f" with {customer.name}, {customer.email}\n"),
            moment(meeting.starts),
            *_panel(meeting),
        ),
        *([actions(f"meeting:{meeting.id}", *buttons)] if buttons else []),
    ]


def _panel(meeting: Meeting) -> list[Element]:
    """Who takes part, where that is more than one."""
    first, *others = [user(owner) for owner in meeting.owners]
    more = [element for other in others for element in (words(" and "), other)]
    return [words(", panel meeting of "), first, *more] if others else []


def _booking_page(page: OwnPage) -> list[Block]:
    edit = button("Edit my hours", BOOKING_PAGE.edit, str(page.id), about=page.entry.name)
    return [paragraph(*availability(page.entry)), actions(f"own_page:{page.id}", edit)]
