"""All the rules together, each with its hands on the same database."""

from dataclasses import dataclass
from typing import Self

from bot.scheduling.agendas import Agendas
from bot.scheduling.bookings import Bookings
from bot.scheduling.catalog import BookingPages, EventTypes, Pools
from bot.scheduling.changes import BookingChanges
from bot.scheduling.choosing import Choosing
from bot.scheduling.companies import Companies
from bot.scheduling.dedicated import DedicatedPages
from bot.scheduling.link_policy import LinkPolicies
from bot.scheduling.links import Links
from bot.scheduling.looks import Looks
from bot.scheduling.mailing import Mailing
from bot.scheduling.master_pages import MasterPages
from bot.scheduling.new_time_requests import NewTimeRequests
from bot.scheduling.offers import Offers
from bot.scheduling.own_bookings import OwnBookings
from bot.scheduling.people import People
from bot.scheduling.reminders import Reminders
from bot.scheduling.roles import Roles
from bot.scheduling.setup_file import SetUp
from bot.scheduling.suspensions import Suspensions
from bot.scheduling.switching import Switching
from bot.scheduling.tokens import Tokens
from bot.scheduling.trail import Trail
from bot.scheduling.why import Why
from storage.database import Database


@dataclass(frozen=True)
class Services:
    """What the doors call. ``base_url`` is the public address that links start with."""

    database: Database
    people: People
    agendas: Agendas
    roles: Roles
    set_up: SetUp
    event_types: EventTypes
    booking_pages: BookingPages
    pools: Pools
    master_pages: MasterPages
    switching: Switching
    suspensions: Suspensions
    dedicated: DedicatedPages
    links: Links
    choosing: Choosing
    link_policies: LinkPolicies
    companies: Companies
    looks: Looks
    offers: Offers
    bookings: Bookings
    changes: BookingChanges
    mailing: Mailing
    reminders: Reminders
    own_bookings: OwnBookings
    new_time_requests: NewTimeRequests
    why: Why
    trail: Trail

    @classmethod
    def on(cls, database: Database, tokens: Tokens, base_url: str) -> Self:
        return cls(
            database=database,
            people=People(database),
            agendas=Agendas(database),
            roles=Roles(database),
            set_up=SetUp(database),
            event_types=EventTypes(database),
            booking_pages=BookingPages(database),
            pools=Pools(database),
            master_pages=MasterPages(database, base_url),
            switching=Switching(database),
            suspensions=Suspensions(database),
            dedicated=DedicatedPages(database),
            links=Links(database, tokens, base_url),
            choosing=Choosing(database),
            link_policies=LinkPolicies(database),
            companies=Companies(database),
            looks=Looks(database),
            offers=Offers(database),
            bookings=Bookings(database, tokens),
            changes=BookingChanges(database),
            mailing=Mailing(database, tokens, base_url),
            reminders=Reminders(database),
            own_bookings=OwnBookings(database),
            new_time_requests=NewTimeRequests(database),
            why=Why(database),
            trail=Trail(database),
        )
