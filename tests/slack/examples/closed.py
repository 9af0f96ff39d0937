from bot.slack.home import closed
from tests.slack.examples import LONG, Examples

EXAMPLES: Examples = {closed.closed: [closed.closed("Words"), closed.closed(LONG)]}
