"""What the process says about itself, on stderr: lines at a terminal, JSON for machines elsewhere."""

import logging
import re
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

TOKEN_IN_PATH = re.compile(r"(/[ob]/+)[^\s/?\"'\\]+", re.IGNORECASE)


def configure() -> None:
    """Send the logs of this product and of its libraries to stderr, with no token in them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_facts(),
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_renderers(), redact],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("bot").setLevel(logging.INFO)
    # It warns of lines of .env that are none, which the settings themselves refuse.
    logging.getLogger("dotenv").setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_facts(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def redacted(text: str) -> str:
    """The text with each token of a link or booking taken out: whoever holds one can book or cancel."""
    return TOKEN_IN_PATH.sub(r"\1…", text)


def redact(_logger: WrappedLogger, _method: str, line: str | EventDict) -> str:
    """The last step of every line, so that no library and no traceback can leak a token."""
    return redacted(str(line))


def _facts() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _renderers() -> list[Processor]:
    if sys.stderr.isatty():
        return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
