"""Reads a page as a Customer does: heading, words, links by their text, forms by their labels and buttons."""

import re
from copy import copy
from dataclasses import dataclass
from functools import cached_property

import httpx2
from bs4 import BeautifulSoup, Tag

ZONES = re.compile("(?:<option>[^<]*){100,}")
"""The time zones that are not chosen. They are most of a page, and reading them most of what a test did."""


@dataclass(frozen=True)
class Form:
    """One form of a page."""

    tag: Tag
    page: BeautifulSoup

    @property
    def action(self) -> str:
        return str(self.tag["action"])

    @property
    def buttons(self) -> list[str]:
        return [_text(button) for button in self.tag.find_all("button")]

    @property
    def labels(self) -> list[str]:
        """The labels of the fields to fill in."""
        return [_text(label) for label in self.tag.find_all("label")]

    @property
    def values(self) -> dict[str, str]:
        """What is in the fields, by label."""
        return {label: _value(self._field(label)) for label in self.labels}

    @property
    def radios(self) -> dict[str, str]:
        labels = [label for label in self.tag.find_all("label") if label.find("input", type="radio")]
        return {_text(label): _value(label.find("input")) for label in labels}

    def filled(self, **typed: str) -> dict[str, str]:
        """What a browser sends: what the fields hold, or what is typed into those of these names."""
        inputs = self.tag.find_all(["input", "select", "textarea"])
        held = {str(each["name"]): _value(each) for each in inputs if each.get("type") != "radio"}
        return held | typed

    def pressed(self, button: str) -> dict[str, str]:
        """What a browser sends when that button is pressed."""
        pressed = next(each for each in self.tag.find_all("button") if _text(each) == button)
        own = {str(pressed["name"]): str(pressed["value"])} if pressed.get("name") else {}
        return self.filled() | own

    def error(self, label: str) -> str | None:
        """What is said to be wrong with a field, where a screen reader finds it too."""
        field = self._field(label)
        assert (field.get("aria-invalid") == "true") == bool(self.tag.find(id=f"{field['id']}-error"))
        if not field.get("aria-invalid"):
            return None
        assert f"{field['id']}-error" in str(field["aria-describedby"]).split()
        return _text(self.tag.find(id=f"{field['id']}-error"))

    def attributes(self, *names: str) -> dict[str, tuple[str, ...]]:
        """Those attributes of each field, by label."""
        return {
            label: tuple(str(self._field(label).get(name, "")) for name in names) for label in self.labels
        }

    def _field(self, label: str) -> Tag:
        tag = next(each for each in self.tag.find_all("label") if _text(each) == label)
        field = self.page.find(id=str(tag["for"]))
        assert field is not None
        return field


class Reading:
    """One answer, read."""

    def __init__(self, answer: httpx2.Response) -> None:
        self.answer = answer
        self.status = answer.status_code

    @cached_property
    def page(self) -> BeautifulSoup:
        return BeautifulSoup(ZONES.sub("", self.answer.text), "html.parser")

    @property
    def title(self) -> str:
        return _text(self.page.find("title"))

    @property
    def heading(self) -> str:
        return _text(self.page.find("h1"))

    @property
    def words(self) -> str:
        """Everything that is written on the page, but for the list of time zones."""
        main = copy(self.page.main)
        assert main is not None
        for select in main.find_all("select"):
            select.decompose()
        return _text(main)

    @property
    def notice(self) -> str:
        return _text(self.page.find(class_="notice"))

    @property
    def links(self) -> dict[str, str]:
        """Those of the page itself, not those to the page in other languages."""
        return {_text(link): str(link["href"]) for link in self.page.select("main a")}

    @property
    def languages(self) -> dict[str, str]:
        """Where the page can be read in other languages."""
        return {_text(link): str(link["href"]) for link in self.page.select("footer a")}

    @property
    def days(self) -> dict[str, list[str]]:
        """The names of the times, by the day under which they stand."""
        days = self.page.find_all(class_="day")
        return {
            _text(day.find(["h2", "legend"])): [_text(time) for time in day.find_all(["button", "label"])]
            for day in days
        }

    @property
    def best(self) -> tuple[str, list[str]]:
        """The times that come before all others, with their days, and what they are called."""
        best = self.page.find(class_="best")
        return _text(best and best.find(["h2", "legend"])), [
            _text(time) for time in (best.find_all(["button", "label"]) if best else ())
        ]

    @property
    def previews(self) -> list[str]:
        """What programs show of a page that is shared."""
        return [str(meta["content"]) for meta in self.page.find_all("meta", property=True)]

    def form(self, button: str) -> Form:
        """The form that has this button."""
        forms = [Form(tag, self.page) for tag in self.page.find_all("form")]
        return next(form for form in forms if button in form.buttons)


def _text(tag: Tag | None) -> str:
    return " ".join(tag.get_text(" ").split()) if tag is not None else ""


def _value(tag: Tag | None) -> str:
    if tag is None:
        return ""
    if tag.name == "textarea":
        return tag.get_text().removeprefix("\n")
    if tag.name == "select":
        chosen = tag.find("option", selected=True)
        return str(next(chosen.strings)).strip() if chosen is not None else ""
    return str(tag.get("value", ""))
