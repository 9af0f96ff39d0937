"""JSON as Slack speaks it: the one place where a type is left open."""

from typing import Any

Json = dict[str, Any]
