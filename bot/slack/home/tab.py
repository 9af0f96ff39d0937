"""The Home tab: a person's own things first, then, for Administrators, the section that they manage."""

from bot.scheduling.agendas import Agenda
from bot.slack.blocks import Block, View, actions, divider, header
from bot.slack.home import own
from bot.slack.home.activity import ActivityShown, activity
from bot.slack.home.closed import HOME
from bot.slack.home.leaves import go_button
from bot.slack.home.look import LookShown, look
from bot.slack.home.master_pages import MasterPagesShown, master_pages
from bot.slack.home.memory import HomeMemory, Section
from bot.slack.home.people import PeopleShown, people
from bot.slack.home.policy import PolicyShown, link_policy
from bot.slack.home.things import (
    BookingPagesShown,
    EventTypesShown,
    PoolsShown,
    booking_pages,
    event_types,
    pools,
)

Managed = (
    MasterPagesShown
    | EventTypesShown
    | BookingPagesShown
    | PoolsShown
    | PeopleShown
    | PolicyShown
    | LookShown
    | ActivityShown
)


def tab(agenda: Agenda, managed: Managed | None, memory: HomeMemory) -> View:
    """``managed`` is what Administrators see below their own things, None for all others."""
    blocks = [
        *own.links(agenda, memory),
        *own.meetings(agenda, memory),
        *own.booking_pages(agenda, memory),
        *(_management(managed, memory) if managed else []),
    ]
    return {
        "type": "home",
        "callback_id": HOME,
        "private_metadata": memory.written(),
        "blocks": blocks,
    }


def _management(managed: Managed, memory: HomeMemory) -> list[Block]:
    sections = actions("sections", *(go_button(each, _to(each, memory)) for each in Section))
    return [
        divider(),
        header("Administration"),
        sections,
        header(memory.section),
        *_managed(managed, memory),
    ]


def _to(to: Section, memory: HomeMemory) -> HomeMemory:
    """A section from its beginning, with the person's own lists as far as they are turned."""
    return HomeMemory(section=to, links=memory.links, meetings=memory.meetings, pages=memory.pages)


def _managed(managed: Managed, memory: HomeMemory) -> list[Block]:
    match managed:
        case MasterPagesShown():
            return master_pages(managed, memory)
        case EventTypesShown():
            return event_types(managed, memory)
        case BookingPagesShown():
            return booking_pages(managed, memory)
        case PoolsShown():
            return pools(managed, memory)
        case PeopleShown():
            return people(managed, memory)
        case PolicyShown():
            return link_policy(managed, memory)
        case LookShown():
            return look(managed, memory)
        case ActivityShown():
            return activity(managed, memory)
