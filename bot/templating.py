"""Jinja for pages and letters, in the language of whoever reads them."""

from functools import cache
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.bccache import Bucket

from bot.languages import Wording

HERE = Path(__file__).parent
# In a wheel the templates lie beside this file. That comes first: there, the second folder could be anyone's.
TEMPLATES = (HERE / "templates", HERE.parent / "templates")


def environment(wording: Wording) -> Environment:
    """Templates speak by ``_``, ``ngettext`` and ``trans``.

    All of them escape, letters of plain text excepted, which are named ``.txt``.
    """
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=StrictUndefined,
        auto_reload=False,
        bytecode_cache=_compiled(),
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(wording.catalog, newstyle=True)  # type: ignore[attr-defined]  # the extension's
    return made


@cache
def _compiled() -> "Compiled":
    """One for all environments."""
    return Compiled()


class Compiled(BytecodeCache):
    """Templates that this process has compiled: another language has other words, and the same code."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key, bucket.checksum] = bucket.code
