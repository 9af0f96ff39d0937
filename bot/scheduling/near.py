"""Words that were meant, for words that are not there."""

from collections.abc import Collection
from difflib import get_close_matches

from bot.scheduling.spans import quoted

LIKENESS = 0.7
"""From 0 to 1, as ``difflib`` counts it: below it, a guess would mislead more often than help."""
MOST_COMPARED = 600
"""Among more words, guessing for a document that is wrong throughout would take longer than anybody waits."""


def nearest(word: str, known: Collection[str], likeness: float = LIKENESS) -> str | None:
    """The known word that is most like this one, without regard to case. None: none is like it."""
    if len(known) > MOST_COMPARED:
        return None
    in_small = {each.lower(): each for each in known}
    like = get_close_matches(word.lower(), in_small, n=1, cutoff=likeness)
    return in_small[like[0]] if like else None


def meant(word: str, known: Collection[str]) -> str:
    """What to say behind a problem: ``; did you mean 'members'?``, or nothing."""
    return hint(nearest(word, known))


def hint(near: str | None) -> str:
    return f"; did you mean {quoted(near)}?" if near else ""
