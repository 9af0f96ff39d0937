"""Who reads gets the language that they asked for, else their browser's, by the habits of their country."""

import pytest

from bot.languages import LANGUAGES, chosen, spoken, wording
from bot.scheduling.sentences import Length, Sentence


@pytest.mark.parametrize(
    ("languages", "asked", "name"),
    [
        pytest.param(["en-US", "en"], None, "en_US", id="american"),
        pytest.param(["en-gb"], None, "en_GB", id="british"),
        pytest.param(["de-at", "en-us"], None, "de_AT", id="austrian"),
        pytest.param(["de", "en-us"], None, "de", id="a country that does not write so"),
        pytest.param(["nl-nl", "en"], None, "en_NL", id="english as in the Netherlands"),
        pytest.param(["zh-hans-cn", "pt-br"], None, "pt_BR", id="the first that we speak"),
        pytest.param(["es-419"], None, "es_419", id="a continent"),
        pytest.param(["ar"], None, "ar", id="no country, though Argentina has that code"),
        pytest.param(["en"], None, "en_GB", id="english of no country"),
        pytest.param(["zh-hans-cn", "ko"], None, "en_GB", id="none that we speak"),
        pytest.param(["x" * 5000, "*", "", "-", "en-"], None, "en_GB", id="nonsense"),
        pytest.param([], None, "en_GB", id="nothing said"),
        pytest.param(["ja", "en-us"], None, "ja_JP", id="japanese of no country"),
        pytest.param(["pt"], None, "pt_BR", id="portuguese of no country"),
        pytest.param(["de-de"], "ja", "ja_JP", id="asked for"),
        pytest.param(["es-us"], "en", "en_US", id="asked for, in the country of the browser"),
        pytest.param(["de-de"], "pt-PT", "pt_PT", id="asked for with a country"),
        pytest.param(["de-de"], "PT_br", "pt_BR", id="asked for in another spelling"),
        pytest.param(["de-de"], "tlh", "de_DE", id="asked for one that we do not speak"),
        pytest.param(["de-de"], "", "de_DE", id="asked for nothing"),
    ],
)
def test_language_is_the_one_asked_for_or_else_the_browsers(
    languages: list[str], asked: str | None, name: str
) -> None:
    assert chosen(languages, asked).name == name


@pytest.mark.parametrize("name", ["de_AT", "ja_JP", "ar_EG", "en_GB", "es_419"])
def test_wording_is_found_again_by_its_name(name: str) -> None:
    assert wording(name).name == name


@pytest.mark.parametrize("name", ["", "nl", "xx_YY", "../de", "x" * 500])
def test_name_of_no_wording_is_english(name: str) -> None:
    assert wording(name).name == "en_GB"


@pytest.mark.parametrize(
    ("language", "before", "said"),
    [
        ("es", "2:45 p.m.", "Estaba prevista para: 2:45 p.m."),
        ("es", "14:45", "Estaba prevista para: 14:45."),
        ("ar", "2:45 p.m.", "كان الموعد السابق: \u20682:45 p.m.\u2069"),
    ],
)
def test_sentence_that_ends_with_a_full_stop_has_no_other(language: str, before: str, said: str) -> None:
    assert wording(language).said(Sentence("It was to be on {before}.", before=before)) == said


def test_only_arabic_is_written_from_right_to_left() -> None:
    assert [code for code in LANGUAGES if wording(code).direction == "rtl"] == ["ar"]


@pytest.mark.parametrize(
    ("tag", "code"), [("pt-BR", "pt"), ("DE", "de"), ("pt_br", "pt"), ("tlh", None), ("", None)]
)
def test_language_is_spoken_by_its_tag(tag: str, code: str | None) -> None:
    assert spoken(tag) == code


def test_text_that_is_no_sentence_stays_as_it_is() -> None:
    assert wording("de").said("Your name {0} %s") == "Your name {0} %s"


def test_values_are_not_read_as_patterns() -> None:
    said = wording("en").said(Sentence("{city} time", city="{zone} %s"))

    assert said == "{zone} %s time"


@pytest.mark.parametrize(
    ("code", "lengths"),
    [
        ("en", ["1 day", "2 hours", "90 minutes"]),
        ("es", ["1 día", "2 horas", "90 minutos"]),
        ("de", ["1 Tag", "2 Stunden", "90 Minuten"]),
        ("fr", ["1\xa0jour", "2\xa0heures", "90 minutes"]),
        ("pt", ["1 dia", "2 horas", "90 minutos"]),
        ("ja", ["1 日", "2 時間", "90 分"]),
        ("ar", ["يوم", "ساعتان", "90 دقيقة"]),
    ],
)
def test_lengths_are_counted_as_the_language_counts(code: str, lengths: list[str]) -> None:
    assert [wording(code).length(Length(minutes)) for minutes in (24 * 60, 120, 90)] == lengths


def test_meeting_is_counted_in_minutes() -> None:
    assert [wording("en").minutes(minutes) for minutes in (1, 30, 60, 1440)] == [
        "1 minute",
        "30 minutes",
        "60 minutes",
        "1440 minutes",
    ]
