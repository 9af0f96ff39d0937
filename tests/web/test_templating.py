"""Templates and their contexts fit each other, and every refusal has words."""

from dataclasses import fields

import pytest
from jinja2 import meta, nodes

from bot.languages import wording
from bot.scheduling import errors
from bot.templating import TEMPLATES, environment
from bot.web.contexts import Page
from bot.web.errors import TABLE, words_for

SAID_AT_THE_OTHER_DOOR = {"NotEligible", "LinkNotOpen", "UrlLost"}


def used_variables(template: str) -> set[str]:
    """What a template asks for, with the template that it extends."""
    made = environment(wording("en"))
    asked: set[str] = set()
    provided: set[str] = {*made.globals, "assets", "zone_options"}
    for name in (template, "base.html"):
        tree = made.parse((TEMPLATES[-1] / name).read_text())
        asked |= meta.find_undeclared_variables(tree)
        provided |= {str(part) for each in tree.find_all(nodes.FromImport) for part in each.names}
        provided |= {macro.name for macro in tree.find_all(nodes.Macro)}
    return asked - provided


@pytest.mark.parametrize("context", Page.__subclasses__(), ids=lambda context: context.__name__)
def test_template_uses_every_field_of_its_context_and_nothing_else(context: type[Page]) -> None:
    assert used_variables(context.template) == {field.name for field in fields(context)}


@pytest.mark.parametrize(("name", "escapes"), [("page.html", True), ("letter.txt", False), (None, True)])
def test_every_template_escapes_but_plain_text(name: str | None, escapes: bool) -> None:
    autoescape = environment(wording("en")).autoescape

    assert callable(autoescape)
    assert autoescape(name) == escapes


def test_template_is_compiled_once_for_all_languages() -> None:
    english, spanish = (
        environment(wording(code)).get_template("refusal.html").root_render_func for code in ("en", "es")
    )

    assert english.__code__ is spanish.__code__


def test_every_refusal_that_can_reach_a_customer_has_words_of_its_own() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and not kind.__subclasses__()]
    refusals = {kind for kind in kinds if issubclass(kind, errors.Refusal)}

    told_with_a_reason = {kind for kind in refusals if issubclass(kind, errors.NotAllowed)}
    assert {kind.__name__ for kind in refusals - told_with_a_reason - set(TABLE)} == SAID_AT_THE_OTHER_DOOR


def test_refusal_without_words_of_its_own_is_told_as_not_allowed() -> None:
    words = words_for(errors.NotAllowed("Round robin pools cannot be booked yet."))

    assert (words.status, words.code) == (409, "not_allowed")
