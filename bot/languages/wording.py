"""One language as it is written in one country, and which one a reader gets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError, localedata
from babel.dates import format_timedelta
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.scheduling.sentences import Length, Sentence

CATALOGS = Path(__file__).parent / "catalogs"
ENGLISH = "en"
LANGUAGES = {
    ENGLISH: "English",
    "es": "Español",
    "de": "Deutsch",
    "fr": "Français",
    "pt": "Português",
    "ja": "日本語",
    "ar": "العربية",
}
"""What we speak, by its code, with the name that its speakers give it."""
HOME = {ENGLISH: "en_GB", "ja": "ja_JP", "pt": "pt_BR"}
"""Where a language is written as at home, if that is not where Babel would have it: weeks begin as there."""
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
WHOLE_UNITS = 10**9  # so that Babel never goes over to a larger unit than it was told


@dataclass(frozen=True)
class Wording:
    """One language, by the habits of one country: ``locale`` says how it writes, ``catalog`` what."""

    locale: Locale
    catalog: NullTranslations

    @property
    def code(self) -> str:
        """The language as HTML and mail name it: ``de``."""
        return self.locale.language

    @property
    def name(self) -> str:
        """Language and country, to be stored and given to ``wording`` again: ``de_AT``."""
        return str(self.locale)

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``, as HTML has it."""
        return self.locale.text_direction

    def said(self, text: str) -> str:
        """A ``Sentence`` in this language. Any other text is somebody's own, and stays as it is."""
        if not isinstance(text, Sentence):
            return text
        values = {name: self._isolated(self._value(value)) for name, value in text.values.items()}
        pattern = self.catalog.gettext(text.pattern)
        for name, value in values.items():
            # Its own full stop, as of "2:45 p.m.", is enough.
            if value.rstrip(END_OF_ISOLATE).endswith("."):
                pattern = pattern.replace(f"{{{name}}}.", f"{{{name}}}")
        return pattern.format_map(values)

    def length(self, length: Length) -> str:
        """``2 days``, ``90 minutes``"""
        count, unit = length.counted
        return self._counted(timedelta(**{f"{unit}s": count}), unit)

    def minutes(self, minutes: int) -> str:
        """``60 minutes``, however many there are: as long as people count a meeting."""
        return self._counted(timedelta(minutes=minutes), "minute")

    def all_of(self, names: Iterable[str]) -> str:
        """``Ana Prieto, Ben Okafor and Carla Ruiz``"""
        return format_list(list(names), locale=self.locale)

    def _value(self, value: object) -> str:
        match value:
            case Length():
                return self.length(value)
            case Sentence():
                return self.said(value)
            case _:
                return str(value)

    def _isolated(self, value: str) -> str:
        """Kept together from right to left, where a name from the left would turn the words beside it."""
        return f"{ISOLATE}{value}{END_OF_ISOLATE}" if self.direction == "rtl" else value

    def _counted(self, length: timedelta, unit: str) -> str:
        return format_timedelta(length, granularity=unit, threshold=WHOLE_UNITS, locale=self.locale)  # type: ignore[arg-type]  # one of UNITS


def chosen(preferred: Iterable[str], asked: str | None = None) -> Wording:
    """The language for a reader: the one that was asked for, else the most wanted of those we speak.

    Both are language tags, such as ``de-AT``; ``preferred`` are those of the browser, the most wanted first.
    The first country that is named says how dates and times are written. Never fails.
    """
    tags = [tag.replace("_", "-") for tag in (asked or "", *preferred)]
    language = next(filter(None, map(spoken, tags)), ENGLISH)
    written = (f"{language}_{tag.rpartition('-')[2].upper()}" for tag in tags if "-" in tag)
    return wording(next((name for name in written if name in _known()), language))


def spoken(tag: str) -> str | None:
    """The code of a language tag's language, also where an underscore joins it. None: we do not speak it."""
    code = tag.replace("_", "-").partition("-")[0].lower()
    return code if code in LANGUAGES else None


def wording(name: str) -> Wording:
    """The wording of this name, such as ``de_AT`` or ``de``; for any name that is none, English."""
    try:
        locale = Locale.parse(HOME.get(name, name))
    except (ValueError, UnknownLocaleError):
        return wording(ENGLISH)
    return Wording(locale, _catalog(locale.language)) if locale.language in LANGUAGES else wording(ENGLISH)


@cache
def _known() -> frozenset[str]:
    """Language and country, as Babel knows them: ``de_AT``."""
    return frozenset(localedata.locale_identifiers())


@cache
def _catalog(code: str) -> NullTranslations:
    """What stands in ``catalogs/de.po``. English is what the code says itself."""
    if code == ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    with (CATALOGS / f"{code}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)
