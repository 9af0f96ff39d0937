"""The forms of the page: read, done, and back to the page, or to its script, which then looks for itself."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.sandbox.acting.interactions import GONE, Interactions
from bot.sandbox.acting.place import ADDRESS, Place
from bot.sandbox.acting.scene import Scene
from bot.sandbox.page.pages import LIVE
from bot.sandbox.page.turnstile import Turnstile
from bot.sandbox.stage import Stage

Deed = Callable[[Scene], Awaitable[None]]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Posts:
    stage: Stage
    interactions: Interactions
    turnstile: Turnstile

    def doing(self, deed: Deed) -> Endpoint:
        """The endpoint of a form by which somebody does this in Slack, if Slack lets them do anything."""

        async def done_by_somebody(scene: Scene) -> None:
            if scene.person.is_deactivated:
                raise LookupError(scene.person.id)
            await deed(scene)

        return self.backstage(done_by_somebody)

    def backstage(self, deed: Deed) -> Endpoint:
        """The endpoint of a form by which this is done behind the scenes."""

        async def done(request: Request) -> Response:
            async with self.turnstile.passing():
                scene = await self._scene(request)
                try:
                    await deed(scene)
                except (LookupError, ValueError):
                    self.interactions.tell(scene, GONE)
                return _back(request, scene.place)

        return done

    def alone(self, deed: Callable[[], Awaitable[None]]) -> Endpoint:
        """The endpoint of a form by which this is done while nobody does anything else."""

        async def done(request: Request) -> Response:
            scene = await self._scene(request)
            async with self.turnstile.closed():
                await deed()
            return _back(request, scene.place)

        return done

    async def search(self, request: Request) -> Response:
        """The options that fit what was typed: as JSON for the script, as part of the form without it."""
        async with self.turnstile.passing():
            scene = await self._scene(request)
            found = await self._found(scene)
        return JSONResponse(found) if LIVE in request.headers else _back(request, scene.place)

    async def _found(self, scene: Scene) -> list[str]:
        try:
            return [] if scene.person.is_deactivated else await self.interactions.searches(scene)
        except (LookupError, ValueError):
            return []

    async def _scene(self, request: Request) -> Scene:
        """The trouble that the person was told of last, they have read by now."""
        stage, body = self.stage, await request.body()
        form = FormData([*parse_qsl(body.decode(errors="replace"), keep_blank_values=True)])
        place = Place.read(form, stage.workspace)
        stage.troubles.pop(place.reader.id, None)
        return Scene(stage.workspace, place, form, f"{stage.base_url}{ADDRESS}/response/")


def _back(request: Request, place: Place) -> Response:
    if LIVE in request.headers:
        return Response(status_code=204)
    return RedirectResponse(place.address, 303)
