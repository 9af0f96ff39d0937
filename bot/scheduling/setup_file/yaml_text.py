"""YAML as the set-up document uses it: text, lists and mappings, and nothing else of YAML's."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

import yaml
from yaml.emitter import ScalarAnalysis
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import ReaderError
from yaml.representer import SafeRepresenter

from bot.scheduling import spans

MOST_CHARACTERS = 1_000_000
DEEPEST = 10
LINE = 100
ENTRY_DEPTH = 2  # a section is at 0, its list at 1

_COMMENT = re.compile(r" +(#\w+)")
_BLANK = {"", "~", "null", "Null", "NULL"}
COLUMN = "this should begin in the column of what it belongs with"
_IN_WORDS = {
    r"found character '\t'": "a tab stands here: indent with spaces",
    "found character ": "text that begins with this character needs quotes around it",
    "expected <block end>, but found '<block": COLUMN,
    "expected <block end>, but found '?'": COLUMN,
    "expected <block end>, but found '-'": COLUMN,
    "expected <block end>": (
        "a quote or bracket in this line is one too few or too many; an apostrophe within single quotes"
        " is written twice"
    ),
    "expected the node content": "a value is missing before this; # begins a comment, unless it is in quotes",
    "found unknown escape": "a backslash in double quotes begins an escape: write it twice",
    "mapping values are not allowed here": (
        "this colon has no place here: text that holds one needs quotes around it, and a key above that"
        " others belong to needs its own"
    ),
}
"""What the parser says most, by how it begins, for people who never met the YAML standard."""
_FURTHER_UP = {
    "found unexpected end of stream": "the quote that is opened here is not closed",
    "expected ',' or ": (
        "in the bracket that is opened here a comma is missing, or a quote or bracket is one too few or too"
        " many"
    ),
    "could not find expected ':'": "a colon and a space are missing in this line, as in minutes: 30",
}
"""The same, about something further up."""


class Unreadable(Exception):
    """The text is not a document at all. Says what is wrong and, where it can, at which line and column."""


def read(text: str) -> object:
    """The document's value, with every scalar as the text that stands there: ``No`` and ``1:30`` stay words.

    Blanks are refused, because ``2026-12-24:`` could mean two things. So are anchors, aliases and tags: the
    document needs none, and a few lines of them unfold to more than a machine holds. Raises ``Unreadable``.
    """
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(f"the document is longer than {MOST_CHARACTERS:,} characters")
    try:
        return _document(yaml.parse(text, Loader=yaml.BaseLoader))
    except ReaderError as error:
        raise Unreadable(_odd_character(text, error.position)) from error
    except yaml.MarkedYAMLError as error:
        raise _misread(error) from error
    except (ValueError, OverflowError) as error:
        raise Unreadable("an escape (\\U) or a directive (%) holds a number that is out of range") from error


def write(sections: Mapping[str, object]) -> str:
    """Each section in turn, a blank line between them. Inside an entry, what fits on a line stands on one."""
    return "\n".join(_section({name: section}) for name, section in sections.items())


def _document(events: Iterator[Event]) -> object:
    documents = [_value(next(events), events) for event in events if isinstance(event, DocumentStartEvent)]
    if len(documents) > 1:
        raise Unreadable("there are several documents here: '---' begins another")
    return documents[0] if documents else None


def _value(event: Event, events: Iterator[Event], depth: int = 0) -> object:
    _check_plain(event, depth)
    if isinstance(event, ScalarEvent):
        return None if event.style is None and event.value in _BLANK else event.value
    if isinstance(event, SequenceStartEvent):
        return _list(events, depth + 1)
    return _mapping(events, depth + 1)


def _check_plain(event: Event, depth: int) -> None:
    if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
        problem = "anchors and aliases (& and *) are not understood here: write the value out"
    elif getattr(event, "tag", None) is not None:
        problem = "tags (!) are not understood here: write the plain value"
    elif depth > DEEPEST:
        problem = "lists and keys are nested too deeply here"
    else:
        return
    raise _unreadable(event, problem)


def _list(events: Iterator[Event], depth: int) -> list[object]:
    values = []
    while not isinstance(event := next(events), SequenceEndEvent):
        values.append(_value(event, events, depth))
        if values[-1] is None:
            raise _unreadable(event, "nothing stands here: give the item a value, or take it out")
    return values


def _mapping(events: Iterator[Event], depth: int) -> dict[str, object]:
    values: dict[str, object] = {}
    while not isinstance(event := next(events), MappingEndEvent):
        named, key = event, _value(event, events, depth)
        if not isinstance(key, str):
            raise _unreadable(event, "a key should be one word")
        if key in values:
            raise _unreadable(event, f"the key {spans.quoted(key)} stands twice in one place")
        event = next(events)
        values[key] = _value(event, events, depth)
        if values[key] is None:
            raise _unreadable(named, f"nothing stands behind {spans.quoted(key)}{_mend(key, event)}")
    return values


def _mend(key: str, blank: Event) -> str:
    """What to do about a key without a value: a colour without quotes is a comment to YAML."""
    mark = blank.start_mark
    behind = _COMMENT.match(mark.buffer, mark.pointer) if mark and mark.buffer else None
    if behind is None:
        return ": give it a value, or [] for none"
    return f", because # begins a comment: put it in quotes, {key}: {spans.quoted(behind[1])}"


def _misread(error: yaml.MarkedYAMLError) -> Unreadable:
    said = error.problem or "this is not YAML"
    further_up = _known(said, _FURTHER_UP)
    mark = error.context_mark if further_up else error.problem_mark
    words = further_up or _known(said, _IN_WORDS) or said
    return Unreadable(f"{_at(mark.line, mark.column) if mark else ''}{words}")


def _known(said: str, words: Mapping[str, str]) -> str | None:
    return next((known for begin, known in words.items() if said.startswith(begin)), None)


def _odd_character(text: str, position: int) -> str:
    line, column = text.count("\n", 0, position), position - text.rfind("\n", 0, position) - 1
    return f"{_at(line, column)}the character U+{ord(text[position]):04X} has no place in a document"


def _unreadable(event: Event, problem: str) -> Unreadable:
    mark = event.start_mark
    return Unreadable(f"{_at(mark.line, mark.column) if mark else ''}{problem}")


def _at(line: int, column: int) -> str:
    return f"line {line + 1}, column {column + 1}: "


def _section(section: Mapping[str, object]) -> str:
    node = _Representer(sort_keys=False).represent_data(section)
    _lay_out(node, 0)
    return yaml.serialize(node, Dumper=_Dumper, width=10 * LINE, allow_unicode=True)


def _lay_out(node: Node, depth: int) -> None:
    """Put on one line what fits there. Entries, and the items of a list that hold keys, each begin a line."""
    if isinstance(node, CollectionNode):
        items = isinstance(node, SequenceNode) and any(isinstance(each, MappingNode) for each in node.value)
        entry = isinstance(node, MappingNode) and depth <= ENTRY_DEPTH
        fits = _length(node) + 2 * depth < LINE
        node.flow_style = not node.value or (fits and not items and not entry)
    for child in _children(node):
        _lay_out(child, depth + 1)


def _length(node: Node) -> int:
    """About how many characters it takes on one line."""
    if isinstance(node, ScalarNode):
        return len(node.value)
    return sum(_length(child) + 2 for child in _children(node))


def _children(node: Node) -> list[Node]:
    if isinstance(node, MappingNode):
        return [each for pair in node.value for each in pair]
    return list(node.value) if isinstance(node, SequenceNode) else []


class _Representer(SafeRepresenter):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 (the library's signature)
        return True


_Representer.add_representer(tuple, SafeRepresenter.represent_list)
_Representer.add_multi_representer(StrEnum, lambda representer, word: representer.represent_str(word.value))


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 (the library's)
        super().increase_indent(flow, indentless=False)

    def analyze_scalar(self, scalar: str) -> ScalarAnalysis:
        """Let hours such as 09:00-17:00 stand without quotes: the library is more careful than YAML is."""
        analysis = super().analyze_scalar(scalar)
        analysis.allow_flow_plain = analysis.allow_flow_plain or spans.looks_like_hours(scalar)
        return analysis
