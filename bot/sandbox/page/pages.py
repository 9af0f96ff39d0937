"""The page of the sandbox, and the files that it loads."""

from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot import templating
from bot.languages import wording
from bot.sandbox.acting.interactions import Interactions
from bot.sandbox.acting.place import ADDRESS, Place
from bot.sandbox.drawing.blocks import Drawing
from bot.sandbox.page.screen import Screen
from bot.sandbox.stage import Stage

STATIC = Path(__file__).parent.parent / "static"
LIVE = "sandbox"
"""The header by which the page's script says that it asks: nobody has come. When it fetches the page, it says
there which version it shows, and gets the requests that have not changed since without what is in them."""


def environment() -> Environment:
    """Jinja, as the Customers' pages have it."""
    made = templating.environment(wording("en"))
    made.globals["assets"] = {file.name: _address(file) for file in STATIC.iterdir()}
    made.globals["sandbox"] = ADDRESS
    return made


class Pages:
    def __init__(self, stage: Stage, interactions: Interactions) -> None:
        self.stage = stage
        self.interactions = interactions
        self.environment = environment()

    async def page(self, request: Request) -> Response:
        """Whoever comes to another place turns to it, and has read then what stands there."""
        place = Place.read(request.query_params, self.stage.workspace)
        self._looked_at(place, is_live=LIVE in request.headers)
        seen = self.stage.workspace.changes.seen(request.headers.get(LIVE, ""))
        screen = Screen(self.stage, place, Drawing(self.environment), seen)
        template = self.environment.get_template("sandbox/page.html")
        return HTMLResponse(template.render(screen=screen, place=place))

    def _looked_at(self, place: Place, *, is_live: bool) -> None:
        attention, reader, channel = self.stage.attention, place.reader.id, place.conversation.id
        if not is_live and attention.turns_to(reader, channel, place.tab):
            self.interactions.comes_to(place)
        if not place.shows_home:
            attention.reads(reader, channel)

    async def attachment(self, request: Request) -> Response:
        """A file that came with a letter, to be kept."""
        try:
            letter = self.stage.letters.letter(request.path_params["letter"])
            file = letter.attachments[request.path_params["place"]]
        except LookupError as gone:
            raise HTTPException(404) from gone
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
        return Response(file.content, media_type=file.content_type, headers=headers)


class Assets(StaticFiles):
    """The stylesheet and the script. Their address changes with their content, so browsers may keep them."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def _address(file: Path) -> str:
    return f"{ADDRESS}/static/{file.name}?v={sha256(file.read_bytes()).hexdigest()[:12]}"
