"""Drawn Block Kit as a browser and a screen reader have it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, Tag
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import FormData

from bot.sandbox.drawing.blocks import Drawing
from bot.sandbox.state.open_view import OpenView
from bot.sandbox.state.posted import Posted
from bot.sandbox.values import Json
from tests.sandbox.block_kit import modal

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Ben:
    """Reads in Madrid on a winter's day, and knows few people."""

    zone = ZoneInfo("Europe/Madrid")
    now = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)

    def person(self, user_id: str) -> str:
        return dict(self.people()).get(user_id, user_id)

    def conversation(self, channel_id: str) -> str:
        return {"C0SUPPORT": "support"}.get(channel_id, channel_id)

    def inside(self, url: str) -> str | None:
        """Ben may go wherever Slack's own links lead, but into one channel."""
        if not url.startswith("https://acme.slack.com/"):
            return None
        return "" if "G0SECRET" in url else "/sandbox?there"

    def people(self) -> list[tuple[str, str]]:
        return [("U0ADMIN", "Ada Lima"), ("U0BEN", "Ben Okafor")]

    def conversations(self, element: Json) -> list[tuple[str, str]]:
        private = [] if element["type"].endswith("channels_select") else [("G0VIP", "#vip-escalations")]
        return [("C0SUPPORT", "#support"), *private]


BEN = Ben()


@dataclass(frozen=True)
class Drawn:
    """HTML, read back."""

    html: BeautifulSoup

    @property
    def text(self) -> str:
        return " ".join(self.html.get_text(" ").split())

    @property
    def controls(self) -> list[Tag]:
        """All that a person can enter something into."""
        found = self.html.find_all(["input", "select", "textarea"])
        return [each for each in found if each.get("type") != "hidden"]

    def one(self, selector: str) -> Tag:
        [tag] = self.html.select(selector)
        return tag

    def attributes(self, selector: str) -> dict[str, str]:
        """Those of a control that tell what happens with it."""
        told = self.one(selector).attrs.items()
        return {
            name: str(value) for name, value in told if name.startswith("data-") or name in ("name", "value")
        }

    def name(self, control: Tag) -> str:
        """What a screen reader calls it."""
        if label := control.get("aria-label"):
            return str(label)
        if above := control.get("aria-labelledby"):
            return _text(self._by_id(str(above)))
        if control.name == "fieldset":
            return _text(control.find("legend"))
        return _text(self.html.find("label", attrs={"for": str(control.get("id", ""))}))

    def description(self, control: Tag) -> str:
        ids = str(control.get("aria-describedby", "")).split()
        return " ".join(_text(self._by_id(id_)) for id_ in ids)

    def posts(self) -> FormData:
        """What a browser sends of the form as it stands."""
        return FormData(
            [pair for tag in self.html.find_all(["input", "select", "textarea"]) for pair in _sent(tag)]
        )

    def _by_id(self, id_: str) -> Tag:
        [tag] = self.html.find_all(id=id_)
        return tag


def view_of(*blocks: Json) -> OpenView:
    return OpenView("V1", "U0BEN", "1.hash", modal(*blocks), "V1")


def drawn_view(view: OpenView) -> Drawn:
    return Drawn(BeautifulSoup(Drawing(ENVIRONMENT).view(view, BEN, BEN), "html.parser"))


def drawn_modal(*blocks: Json) -> Drawn:
    return drawn_view(view_of(*blocks))


def drawn_message(*blocks: Json, text: str = "Words", within: str = "") -> Drawn:
    posted = Posted("C0SUPPORT", "1796.1", "U0ONETIME", text, list(blocks))
    return Drawn(BeautifulSoup(Drawing(ENVIRONMENT).message(posted, BEN, BEN, within), "html.parser"))


def _sent(control: Tag) -> list[tuple[str, str]]:
    name = str(control["name"])
    if control.name == "textarea":
        return [(name, control.get_text().removeprefix("\n").replace("\n", "\r\n"))]
    if control.name == "select":
        chosen = control.select("option[selected]") or control.select("option")[:1]
        return [(name, str(option["value"])) for option in chosen]
    if control["type"] in ("checkbox", "radio") and not control.has_attr("checked"):
        return []
    return [(name, str(control["value"]))]


def _text(tag: Tag | None) -> str:
    return " ".join(tag.get_text(" ").split()) if tag else ""
