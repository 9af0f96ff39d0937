"""What one does behind the scenes, as nobody in particular."""

from dataclasses import dataclass

from bot.sandbox.acting.scene import Scene
from bot.sandbox.api.outage import Outage
from bot.sandbox.stage import Stage
from bot.sandbox.state.accounts import STANDINGS
from bot.sandbox.wire import payloads

USER_CHANGE = "user_change"


@dataclass(frozen=True)
class Backstage:
    """Each raises ``LookupError`` or ``ValueError`` where the form says what there is not."""

    stage: Stage

    async def turns(self, scene: Scene) -> None:
        """Switch an outage on or off."""
        self.stage.switch.turn(Outage[scene.text("outage")])

    async def redelivers(self, scene: Scene) -> None:
        await self.stage.sender.redeliver(int(scene.text("exchange")))

    async def gives_standing(self, scene: Scene) -> None:
        """Make somebody a guest, say. The app hears of it where it asked to."""
        workspace, standing = self.stage.workspace, STANDINGS[STANDINGS.index(scene.text("standing"))]
        account = workspace.gives_standing(scene.text("user"), standing)
        if USER_CHANGE in workspace.configuration.events:
            self.stage.sender.deliver(payloads.user_changed(account, workspace.now()))
