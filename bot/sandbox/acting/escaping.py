"""What a person types behind a command, as Slack writes it for apps that have it escaped.

Source: https://docs.slack.dev/interactivity/implementing-slash-commands (should_escape).
"""

import re
from collections.abc import Iterable

from bot.sandbox.state.accounts import Account

_MENTION = re.compile(r"(?<![\w@])@([a-z0-9._-]+)", re.IGNORECASE)


def escaped(text: str, people: Iterable[Account]) -> str:
    """People who are mentioned come by their ids, ``<@U0ANA|ana>``; of other names nothing is made."""
    known = {account.name: account for account in people}

    def mention(found: re.Match[str]) -> str:
        account = known.get(found[1].lower())
        return f"<@{account.id}|{account.name}>" if account else found[0]

    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MENTION.sub(mention, plain)
