"""The Home tab of those who may not use the app, and of anybody while something is wrong."""

from bot.slack.blocks import View, header, section

HOME = "home"


def closed(why: str) -> View:
    return {
        "type": "home",
        "callback_id": HOME,
        "blocks": [header("Welcome to onetime"), section(why)],
    }
