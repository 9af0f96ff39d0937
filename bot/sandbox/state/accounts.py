"""The people of a workspace, and the app among them."""

from dataclasses import dataclass
from typing import Literal

from bot.sandbox.values import Json

TEAM_ID = "T0ACME"
TEAM_DOMAIN = "acme"
APP_ID = "A0ONETIME"
BOT_ID = "B0ONETIME"
BOT_USER = "U0ONETIME"
SLACKBOT = "USLACKBOT"


@dataclass(frozen=True)
class Account:
    """Somebody with an account, or an app. ``role`` is what the page says of them."""

    id: str
    name: str
    real_name: str
    role: Literal["Administrator", "Member", "Guest", "App"] = "Member"
    acts: bool = False
    """Can whoever tries the sandbox act as them?"""
    is_owner: bool = False
    tz: str = "Europe/Madrid"

    def profile(self) -> Json:
        """What ``users.info`` says of them."""
        is_bot = self.role == "App"
        return {
            "id": self.id,
            "team_id": TEAM_ID,
            "name": self.name,
            "real_name": self.real_name,
            "profile": {"real_name": self.real_name, "display_name": self.name},
            "tz": self.tz,
            "deleted": False,
            "is_bot": is_bot,
            "is_app_user": False,
            "is_admin": self.is_owner,
            "is_owner": self.is_owner,
            "is_primary_owner": False,
            "is_restricted": self.role == "Guest",
            "is_ultra_restricted": False,
        }
