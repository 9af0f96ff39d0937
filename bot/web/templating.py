"""Templates to answers, and the files that pages load."""

from dataclasses import fields
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.web.contexts import Page
from bot.web.reader import zone_choices

HERE = Path(__file__).parent
STATIC = HERE / "static"
# In a wheel the templates lie beside this file. That comes first: there, the second folder could be anyone's.
TEMPLATES = (HERE / "templates", HERE.parent.parent / "templates")


class Views:
    """Renders contexts. A template sees its context's fields and nothing else."""

    def __init__(self) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals["assets"] = {file.name: _address(file) for file in STATIC.iterdir()}
        # Half a thousand options that never change are not worth a loop in every page.
        self.environment.globals["zone_options"] = Markup("").join(
            Markup("<option>{}").format(name) for name in zone_choices()
        )

    def render(self, context: Page) -> str:
        values = {field.name: getattr(context, field.name) for field in fields(context)}
        return self.environment.get_template(context.template).render(values)

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


def _address(file: Path) -> str:
    return f"/static/{file.name}?v={sha256(file.read_bytes()).hexdigest()[:12]}"
