"""Templates to answers, and the files that pages load."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot import templating
from bot.languages import LANGUAGES, Wording, wording
from bot.web.contexts import Page
from bot.web.zones import zone_choices

STATIC = Path(__file__).parent / "static"


class Views:
    """Renders contexts. A template sees its context's fields and nothing else."""

    def __init__(self) -> None:
        self.environments = _environments()

    def render(self, context: Page) -> str:
        values = {field.name: getattr(context, field.name) for field in fields(context)}
        environment = self.environments[context.frame.wording.code]
        return environment.get_template(context.template).render(values)

    def page(self, context: Page, status: int = 200) -> HTMLResponse:
        return HTMLResponse(self.render(context), status)


class Assets(StaticFiles):
    """The stylesheet and the script. Their address changes with their content, so browsers may keep them."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


@cache
def _environments() -> Mapping[str, Environment]:
    """By language. None of it changes while this process lives."""
    # Half a thousand options that never change are not worth a loop in every page.
    zones = Markup("<option>").join(["", *zone_choices()])
    assets = {file.name: _address(file) for file in STATIC.iterdir()}
    return {code: _environment(wording(code), assets, zones) for code in LANGUAGES}


def _environment(wording: Wording, assets: Mapping[str, str], zone_options: Markup) -> Environment:
    made = templating.environment(wording)
    made.globals |= {"assets": assets, "zone_options": zone_options}
    return made


def _address(file: Path) -> str:
    return f"/static/{file.name}?v={sha256(file.read_bytes()).hexdigest()[:12]}"
