"""A person who works in Slack: types commands, uses shortcuts, fills modals, presses buttons."""

from dataclasses import dataclass
from typing import Any

from httpx2 import AsyncClient, Response

from tests.slack import shapes
from tests.slack.fake_slack import FakeSlack, signed
from tests.slack.open_view import OpenView
from tests.slack.posted import Posted
from tests.slack.workspace import CHANNEL

Json = dict[str, Any]


@dataclass(frozen=True)
class Agent:
    """Acts in ``slack`` as one of its people; the app at the other end of ``app`` hears of it, signed."""

    slack: FakeSlack
    app: AsyncClient
    user: str = "U0BEN"

    async def types(self, text: str = "", *, channel: str = CHANNEL) -> Posted | None:
        """``/onetime`` and what comes after it. Returns what only this person sees in answer, if anything."""
        response = await self.sends(self.command(text, channel=channel))
        return self.slack.whispered(_message(response), channel) if response.text else None

    async def uses_global_shortcut(self) -> None:
        await self.sends(
            shapes.global_shortcut("onetime_global", user=self.user, trigger_id=self.slack.trigger())
        )

    async def uses_message_shortcut(
        self, *, ts: str = "1764600000.000100", thread_ts: str | None = None, channel: str = CHANNEL
    ) -> None:
        await self.sends(
            shapes.message_shortcut(
                "onetime_message",
                user=self.user,
                channel=channel,
                ts=ts,
                thread_ts=thread_ts,
                trigger_id=self.slack.trigger(),
                response_url=self.slack.response_url(self.user),
            )
        )

    async def toggles(self, view: OpenView, label: str, *, on: bool) -> None:
        view.ticks(label, on=on)
        await self.sends(shapes.toggle(view, label, user=self.user, trigger_id=self.slack.trigger()))

    async def searches(self, view: OpenView, label: str, typed: str) -> list[Json]:
        """The options that the app offers."""
        response = await self.sends(shapes.search(view, label, typed, user=self.user))
        options: list[Json] = response.json()["options"]
        return options

    async def submits(self, view: OpenView) -> Json:
        """What the app answered. The modal is what that makes of it."""
        response = await self.sends(self.submission(view))
        answer: Json = response.json() if response.text else {}
        self.slack.acknowledged(view, answer)
        return answer

    async def presses(self, message: Posted, action_id: str) -> None:
        await self.sends(self.press(message, action_id))

    async def sends(self, payload: Json) -> Response:
        """What Slack sends for one of the above."""
        headers, body = signed(payload)
        response = await self.app.post("/slack/events", headers=headers, content=body)
        assert response.status_code == 200, response.text
        return response

    def command(self, text: str = "", *, channel: str = CHANNEL) -> Json:
        trigger_id, response_url = self.slack.trigger(), self.slack.response_url(self.user)
        return shapes.command(
            "/onetime",
            text,
            user=self.user,
            channel=channel,
            trigger_id=trigger_id,
            response_url=response_url,
        )

    def press(self, message: Posted, action_id: str) -> Json:
        return shapes.press(
            message,
            message.button(action_id),
            user=self.user,
            trigger_id=self.slack.trigger(),
            response_url=self.slack.response_url(self.user, message.ts if message.ephemeral else None),
        )

    def submission(self, view: OpenView) -> Json:
        return shapes.submission(view, user=self.user, trigger_id=self.slack.trigger())


def _message(response: Response) -> Json:
    if response.headers["content-type"].startswith("application/json"):
        message: Json = response.json()
        return message
    return {"text": response.text}
