"""How the company looks on its pages: its colours as a stylesheet, and its logo."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.scheduling.companies import Companies, Company
from bot.scheduling.entrances import Door, general_link, one_time_link
from bot.scheduling.errors import Invalid, LinkUnusable, NotAccepting, NotFound, Refusal
from bot.scheduling.look import DAY, NIGHT, Scheme, checked_colour, text_on
from bot.web.contexts import Masthead
from bot.web.visit import token_of

DOORS: dict[str, Door] = {"/o/": one_time_link, "/p/": general_link}
KEPT = "public, max-age=31536000, immutable"
"""For what has another address when it changes."""


@dataclass(frozen=True)
class LookPages:
    """Everything under ``/look`` and ``/logo``. The addresses tell nothing but what is on the pages."""

    companies: Companies

    async def colours(self, request: Request) -> Response:
        try:
            colour = checked_colour(f"#{request.path_params['colour']}")
        except Invalid as none:
            raise NotFound from none
        return Response(stylesheet(colour), media_type="text/css", headers={"Cache-Control": KEPT})

    async def logo(self, request: Request) -> Response:
        logo = await self.companies.logo(str(request.path_params["digest"]))
        headers = {"Cache-Control": KEPT, "Content-Security-Policy": "default-src 'none'; sandbox"}
        return Response(logo.content, media_type=logo.type, headers=headers)


async def company_told(companies: Companies, request: Request, refusal: Refusal | None) -> Company:
    """Whose look the page of a refusal has. What is unknown has the same as everything that is unknown."""
    door = DOORS.get(request.scope["path"][:3])
    if door and isinstance(refusal, LinkUnusable | NotAccepting):
        return await companies.behind(door, token_of(request))
    return await companies.alone()


def masthead(company: Company) -> Masthead:
    return Masthead(
        company.name,
        logo=f"/logo/{company.logo}" if company.logo else None,
        colours=f"/look/{company.colour.removeprefix('#')}.css" if company.colour else None,
    )


def stylesheet(colour: str) -> str:
    """What overrides the product's own colours, for light and for dark."""
    day, night = Scheme.on(DAY, colour), Scheme.on(NIGHT, colour)
    return (
        f":root{{--brand:{colour};--on-brand:{text_on(colour)};--accent:{day.accent};--tint:{day.tint}}}"
        "@media(prefers-color-scheme:dark)"
        f"{{:root{{--brand:{colour};--on-brand:{text_on(colour)};"
        f"--accent:{night.accent};--tint:{night.tint}}}}}"
    )
