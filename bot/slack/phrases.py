"""How messages speak of meetings and people.

What a Customer is called stands in rich-text elements alone, which Slack does not parse.
"""

from bot.scheduling import activity
from bot.scheduling.booking_views import BookingView
from bot.scheduling.customers import Customer
from bot.slack.blocks import Element, moment, user, words


def what_and_when(booking: BookingView) -> list[Element]:
    """``Support call for tomorrow at 10:00, with @Ana``"""
    return [words(f"{booking.event_type} for "), moment(booking.starts), words(", with "), *team(booking)]


def team(booking: BookingView) -> list[Element]:
    """Everybody who meets the Customer, the Primary team member first."""
    first, *others = [user(provider.owner_id) for provider in booking.providers]
    return [first, *(element for other in others for element in (words(" and "), other))]


def customer(found: Customer | None) -> Element:
    return words(f"{found.name}, {found.email}" if found else "whoever gets it")


def actor(name: str | None) -> Element:
    """Who did something, named as in the activity."""
    if name is None or name == activity.CUSTOMER:
        return words("the Customer")
    return words("the operator") if name == activity.SHELL else user(name)
