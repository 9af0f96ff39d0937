from dataclasses import replace

from bot.slack import meetings
from tests.slack.examples import CUSTOMER, LONG, Examples
from tests.slack.test_cards import BOOKING

SEVERAL = (BOOKING, replace(BOOKING, event_type=LONG, customer=CUSTOMER))

EXAMPLES: Examples = {
    meetings.cancelling: [meetings.cancelling(booking) for booking in SEVERAL],
    meetings.asking_again: [meetings.asking_again(booking) for booking in SEVERAL],
}
