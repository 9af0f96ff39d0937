"""What a person types: messages, the app's slash commands, and Slack's own ``/invite``."""

from dataclasses import dataclass

from bot.sandbox.acting.escaping import escaped
from bot.sandbox.acting.scene import Scene
from bot.sandbox.block_kit.block_rules import problems_of_message
from bot.sandbox.state.accounts import BOT_USER, SLACKBOT
from bot.sandbox.state.configuration import SlashCommand
from bot.sandbox.state.posted import Posted
from bot.sandbox.values import Json
from bot.sandbox.wire import payloads
from bot.sandbox.wire.sender import Sender

LONGEST_TEXT = 12_000
"""Characters. Slack's own box takes no more."""
INVITE = "/invite"
"""The one command of Slack's own that is here: the app asks people to use it."""


@dataclass(frozen=True)
class Composing:
    sender: Sender

    async def types(self, scene: Scene) -> None:
        """A message or, after a slash, a command. Raises ``LookupError`` where nothing can be typed."""
        if not scene.workspace.configuration.lets_write_in(scene.conversation):
            raise LookupError(scene.conversation.id)
        text = scene.text("text").strip()
        name, _, rest = text.partition(" ")
        if len(text) > LONGEST_TEXT:
            _slackbot_says(scene, f"Your message is too long: {LONGEST_TEXT:,} characters are the most.")
        elif name == INVITE:
            self._invite(scene, rest.strip())
        elif name.startswith("/"):
            await self._command(scene, name, rest.strip())
        elif text:
            scene.workspace.says(scene.person.id, scene.conversation.id, text, scene.place.thread_ts)

    async def _command(self, scene: Scene, name: str, text: str) -> None:
        installed = not scene.person.is_external
        command = scene.workspace.configuration.command(name) if installed else None
        if command is None:
            _slackbot_says(scene, f"{name} is not a valid command.")
        elif scene.place.thread_ts:
            _slackbot_says(scene, f"{name} is not supported in threads. Sorry!")
        else:
            await self._run(scene, command, text)

    async def _run(self, scene: Scene, command: SlashCommand, text: str) -> None:
        payload = payloads.command(
            scene.deed,
            scene.conversation,
            command.name,
            escaped(text, scene.workspace.accounts.values()) if command.escapes else text,
            trigger_id=scene.trigger(),
            response_url=scene.response_url(scene.conversation.id),
        )
        reply = await self.sender.send(payload)
        answer = reply.body or {"text": reply.text}
        problems = problems_of_message(answer) if reply.text else []
        if failure := reply.failure or ("invalid_blocks" if problems else None):
            _slackbot_says(scene, f'{command.name} failed with the error "{failure}"')
        elif reply.text:
            _answer(scene, answer)

    def _invite(self, scene: Scene, whom: str) -> None:
        app, conversation = scene.workspace.configuration.app_name, scene.conversation
        if whom.removeprefix("@") != app:
            _slackbot_says(scene, f"Only the app can be invited here: type {INVITE} @{app}")
        elif conversation.kind not in ("channel", "private"):
            _slackbot_says(scene, "Nobody can be invited to direct messages.")
        elif conversation.has_bot:
            _slackbot_says(scene, f"{app} is in this channel already.")
        else:
            conversation.has_bot = True
            _post(scene, BOT_USER, f"was added to #{conversation.name} by {scene.person.real_name}.")


def _answer(scene: Scene, answer: Json) -> None:
    """What the app says to a command: to everybody if it wants that, else to who typed it."""
    to_all = answer.get("response_type") == "in_channel"
    _post(
        scene, BOT_USER, answer.get("text", ""), answer.get("blocks", []), None if to_all else scene.person.id
    )


def _slackbot_says(scene: Scene, text: str) -> None:
    _post(scene, SLACKBOT, text, [], scene.person.id)


def _post(
    scene: Scene, author: str, text: str, blocks: list[Json] | None = None, told_to: str | None = None
) -> None:
    place = scene.place
    posted = Posted(
        place.conversation.id,
        scene.workspace.new_ts(),
        author,
        text,
        blocks or [],
        thread_ts=place.thread_ts,
        ephemeral_to=told_to,
    )
    scene.workspace.post(posted)
