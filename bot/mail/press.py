"""Prints letters: the same one as text and as HTML."""

from dataclasses import dataclass

from bot import templating
from bot.languages import wording
from bot.mail.letters import Letter
from bot.mail.words import one_line, readable
from bot.scheduling.look import DAY, NIGHT, Scheme, text_on

LINE_LENGTH = 200
"""Of what stands on one line, such as a name."""


LOGO = "logo@onetime"
"""What the picture is called in a letter that has one (RFC 2392)."""


@dataclass(frozen=True)
class Printed:
    text: str
    html: str


class Press:
    """Letters say everything in their own language, so that their templates say nothing."""

    def __init__(self) -> None:
        self.environment = templating.environment(wording("en"))
        self.environment.filters |= {"line": _line, "lines": readable}

    def printed(self, letter: Letter) -> Printed:
        return Printed(self._filled("letter.txt", letter), self._filled("letter.html", letter))

    def _filled(self, template: str, letter: Letter) -> str:
        language, colour = wording(letter.language), letter.colour
        return self.environment.get_template(f"letters/{template}").render(
            letter=letter,
            language=language.code,
            direction=language.direction,
            on_colour=text_on(colour),
            by_day=Scheme.on(DAY, colour).accent,
            by_night=Scheme.on(NIGHT, colour).accent,
            logo=LOGO if letter.logo else None,
        )


def _line(text: str) -> str:
    return one_line(text, LINE_LENGTH)
