"""What a person does in the sandbox: what the app hears of it, and what becomes of its answer."""

from dataclasses import dataclass

from bot.sandbox.acting.place import Place
from bot.sandbox.acting.scene import Scene
from bot.sandbox.block_kit.block_rules import problems_of_options
from bot.sandbox.block_kit.elements import holding_elements, in_state
from bot.sandbox.drawing import forms
from bot.sandbox.refusals import Refused
from bot.sandbox.stage import Stage
from bot.sandbox.state.open_view import Offered, OpenView
from bot.sandbox.state.posted import Posted
from bot.sandbox.values import Json
from bot.sandbox.wire import payloads
from bot.sandbox.wire.payloads import Deed
from bot.sandbox.wire.sender import Reply

NO_CONNECTION = "We had some trouble connecting. Try again?"
GONE = "That is not there any more."


@dataclass(frozen=True)
class Interactions:
    """Whatever starts from a scene raises ``LookupError`` where what it is about is gone."""

    stage: Stage

    async def uses_shortcut(self, scene: Scene) -> None:
        """One of the global ones or, where the form names a message, one of those."""
        if scene.person.is_external:
            raise LookupError("Slack offers an app's shortcuts where the app is installed.")
        await self._send(scene, _message_shortcut(scene) if scene.text("ts") else _global_shortcut(scene))

    async def presses(self, scene: Scene) -> None:
        """A button or another element, in a view if the form names one, else in a message."""
        payload = _press_in_view(scene) if scene.text("view") else _press_in_message(scene)
        await self._send(scene, payload)

    async def submits(self, scene: Scene) -> None:
        """What Slack finds wrong by itself, the app does not hear of."""
        view = scene.view()
        forms.entered(view, scene.form, scene.zone)
        view.errors = forms.problems(view)
        scene.workspace.changes.touch()
        if view.errors:
            return
        urls = _response_urls(scene, view)
        submission = payloads.submission(scene.deed, view, urls, trigger_id=scene.trigger())
        reply = await self._send(scene, submission)
        if not reply.failure:
            self._acknowledged(scene, view, reply)

    async def closes(self, scene: Scene) -> None:
        """A modal, or with ``all`` those below it too."""
        screens, view, is_cleared = scene.workspace.screens, scene.view(), bool(scene.text("all"))
        user_id = scene.person.id
        closed = screens.clears(user_id, view.id) if is_cleared else [screens.closes(user_id, view.id)]
        for each in closed:
            if each.view.get("notify_on_close"):
                await self._send(scene, payloads.closing(scene.deed, each, is_cleared=is_cleared))

    async def searches(self, scene: Scene) -> list[str]:
        """Type into a list that the app fills. Returns the options that it offers, as people read them."""
        block_id, action_id, _ = forms.place(scene.text("search"))
        typed = scene.text("typed") or scene.text(forms.control_name(block_id, action_id))
        search = _search_in_view if scene.text("view") else _search_in_message
        payload, offered = search(scene, block_id, action_id, typed)
        reply = await self._send(scene, payload)
        options = [] if reply.failure else self._options(scene, reply)
        offered[block_id, action_id] = options
        scene.workspace.changes.touch()
        return [option["text"]["text"] for option in options]

    def comes_to(self, place: Place) -> None:
        """Somebody turns to a conversation. If it is the app's own, the app hears of it where it asked to."""
        if not place.is_of_app or "app_home_opened" not in self.stage.workspace.configuration.events:
            return
        workspace, tab = self.stage.workspace, "home" if place.shows_home else "messages"
        deed, home = Deed(place.reader, workspace.now()), workspace.screens.homes.get(place.reader.id)
        self.stage.sender.deliver(payloads.home_opened(deed, place.conversation, tab, home))

    def tell(self, scene: Scene, trouble: str) -> None:
        """Show it to the person until they do something else."""
        self.stage.troubles[scene.person.id] = trouble
        scene.workspace.changes.touch()

    async def _send(self, scene: Scene, payload: Json) -> Reply:
        reply = await self.stage.sender.send(payload)
        if reply.failure:
            self.tell(scene, NO_CONNECTION)
        return reply

    def _options(self, scene: Scene, reply: Reply) -> list[Json]:
        """Those that the app offers; none where Slack would not take what it says."""
        if problems := problems_of_options(reply.body):
            self.tell(scene, f"{NO_CONNECTION} ({', '.join(problems)})")
            return []
        return forms.options_of(reply.body)

    def _acknowledged(self, scene: Scene, view: OpenView, reply: Reply) -> None:
        try:
            if reply.is_unreadable:
                raise Refused("invalid_response")
            scene.workspace.screens.acknowledged(view, reply.body)
        except Refused as refused:
            self.tell(scene, f"{NO_CONNECTION} ({', '.join([refused.code, *refused.problems])})")


def _global_shortcut(scene: Scene) -> Json:
    return payloads.global_shortcut(scene.deed, scene.text("callback_id"), trigger_id=scene.trigger())


def _message_shortcut(scene: Scene) -> Json:
    return payloads.message_shortcut(
        scene.deed,
        scene.text("callback_id"),
        scene.conversation,
        scene.message(),
        trigger_id=scene.trigger(),
        response_url=scene.response_url(scene.conversation.id),
    )


def _search_in_view(scene: Scene, *sought: str) -> tuple[Json, Offered]:
    view = scene.view()
    forms.entered(view, scene.form, scene.zone)
    return payloads.search(scene.deed, view, *sought), view.offered


def _search_in_message(scene: Scene, *sought: str) -> tuple[Json, Offered]:
    message = scene.message()
    payload = payloads.search_in_message(scene.deed, scene.conversation, message, *sought)
    return payload, scene.workspace.screens.offered_in(message, scene.person.id)


def _press_in_view(scene: Scene) -> Json:
    view = scene.view()
    standing = forms.entered(view, scene.form, scene.zone)
    action = forms.pressed(view.blocks, scene.text("press"), standing)
    return payloads.press_in_view(scene.deed, view, action, trigger_id=scene.trigger())


def _press_in_message(scene: Scene) -> Json:
    message = scene.message()
    known = scene.workspace.screens.offered_in(message, scene.person.id)
    values = forms.values(message.blocks, scene.form, scene.zone, known)
    return payloads.press_in_message(
        scene.deed,
        scene.conversation,
        message,
        forms.pressed(message.blocks, scene.text("press"), values),
        _state(message, values),
        trigger_id=scene.trigger(),
        response_url=scene.response_url(scene.conversation.id, message),
    )


def _state(message: Posted, values: forms.Values) -> Json:
    """What stands in the elements of a message, as Slack tells it."""
    state: Json = {}
    for block, element in holding_elements(message.blocks):
        block_id, action_id = block["block_id"], element["action_id"]
        held = in_state(element, values.get((block_id, action_id)))
        state.setdefault(block_id, {})[action_id] = held
    return state


def _response_urls(scene: Scene, view: OpenView) -> list[Json]:
    """One for each conversation that was picked where the app asked for that."""
    return [
        {
            "block_id": block["block_id"],
            "action_id": element["action_id"],
            "channel_id": channel,
            "response_url": scene.response_url(channel),
        }
        for block, element in holding_elements(view.blocks)
        if element.get("response_url_enabled")
        and (channel := view.value(block["block_id"], element["action_id"]))
    ]
