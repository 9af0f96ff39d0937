"""The people of a workspace, the app among them, and people of other workspaces that share a channel."""

from dataclasses import dataclass
from typing import Literal

from bot.sandbox.values import Json

APP_ID = "A0ONETIME"
BOT_ID = "B0ONETIME"
BOT_USER = "U0ONETIME"
SLACKBOT = "USLACKBOT"


@dataclass(frozen=True)
class Team:
    """A workspace, as payloads name it."""

    id: str
    domain: str
    name: str

    @property
    def address(self) -> str:
        return f"https://{self.domain}.slack.com/"


ACME = Team("T0ACME", "acme", "Acme")
"""The one in which the app is installed."""

Standing = Literal["Owner", "Member", "Guest", "Deactivated", "App"]
"""What somebody is in their workspace."""

STANDINGS: tuple[Standing, ...] = ("Owner", "Member", "Guest", "Deactivated")
"""Those that a person can be given."""


@dataclass(frozen=True)
class Account:
    """Somebody with an account, or an app."""

    id: str
    name: str
    real_name: str
    standing: Standing = "Member"
    role: str = ""
    """What the page says of a full member who is something more to the app."""
    acts: bool = False
    """Can whoever tries the sandbox act as them?"""
    tz: str = "Europe/Madrid"
    team: Team = ACME

    @property
    def label(self) -> str:
        """What the page says of them."""
        if self.is_external:
            return self.team.name
        return self.role if self.role and self.standing in ("Owner", "Member") else self.standing

    @property
    def is_external(self) -> bool:
        """Are they of another workspace?"""
        return self.team != ACME

    @property
    def is_deactivated(self) -> bool:
        return self.standing == "Deactivated"

    def profile(self) -> Json:
        """What ``users.info`` says of them."""
        is_owner = self.standing == "Owner"
        return {
            "id": self.id,
            "team_id": self.team.id,
            "name": self.name,
            "real_name": self.real_name,
            "profile": {"real_name": self.real_name, "display_name": self.name},
            "tz": self.tz,
            "deleted": self.is_deactivated,
            "is_bot": self.standing == "App",
            "is_app_user": False,
            "is_admin": is_owner,
            "is_owner": is_owner,
            "is_primary_owner": False,
            "is_restricted": self.standing == "Guest",
            "is_ultra_restricted": False,
            **({"is_stranger": False} if self.is_external else {}),
        }
