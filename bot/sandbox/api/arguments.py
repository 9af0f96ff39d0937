"""What kinds of values the arguments of the Web API's methods are, and the parts of what answers them."""

from bot.sandbox.values import Json

KINDS: dict[str, type] = {
    "blocks": list,
    "channel": str,
    "external_id": str,
    "hash": str,
    "message_ts": str,
    "text": str,
    "thread_ts": str,
    "trigger_id": str,
    "ts": str,
    "user": str,
    "user_id": str,
    "users": str,
    "view": dict,
    "view_id": str,
}


def wrong_kinds(arguments: Json) -> list[str]:
    """Which of the arguments are not what they have to be."""
    return [
        f"must be a {KINDS[name].__name__} [json-pointer:/{name}]"
        for name, value in arguments.items()
        if name in KINDS and value is not None and not isinstance(value, KINDS[name])
    ]
