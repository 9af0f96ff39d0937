"""What Slack answers where it does not do what it was asked to do."""

from collections.abc import Iterable

from bot.sandbox.values import Json


class Refused(Exception):
    """``code`` is Slack's own; ``problems`` are what it says of each part that is wrong."""

    def __init__(self, code: str, problems: Iterable[str] = (), **more: str) -> None:
        self.code = code
        self.problems = list(problems)
        self.more = more
        super().__init__(code, *self.problems)

    @property
    def answer(self) -> Json:
        """The body of the answer."""
        told = {"response_metadata": {"messages": [f"[ERROR] {problem}" for problem in self.problems]}}
        return {"ok": False, "error": self.code, **self.more, **(told if self.problems else {})}
