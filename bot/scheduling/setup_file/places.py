"""Places in the set-up document, as people count and call things there."""

from bot.scheduling.spans import quoted


def nth(position: int) -> str:
    """``[no. 2]`` for position 1."""
    return f"[no. {position + 1}]"


def entry(section: str, position: int, name: str | None) -> str:
    """``pools[no. 2: 'Nights']``; an entry that is called nothing is told by its number alone."""
    return f"{section}[no. {position + 1}: {quoted(name)}]" if name else f"{section}{nth(position)}"
