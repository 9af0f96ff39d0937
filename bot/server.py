"""Serving the app over HTTP, in one process or several."""

import errno
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from uvicorn.supervisors import Multiprocess

SECONDS_TO_FINISH = 10
"""For requests under way at a stop. Far more than a transaction takes: one that is cut may have committed."""


class CannotListen(Exception):
    """The address is taken, or not this machine's."""


def bind(host: str, port: int) -> socket.socket:
    """Take the address first of all, so that a taken one is told at once. Port 0: any free one.

    Raises ``CannotListen``.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]
        other = "--port" if error.errno in (errno.EADDRINUSE, errno.EACCES) else "--host"
        raise CannotListen(f"Cannot listen on {host}, port {port}: {reason}. Try another {other}.") from None
    # Accepted sockets inherit it. asyncio sets it only where a socket names its protocol, and this one does
    # not: a second answer on one connection would wait some 40 ms for the client to acknowledge the first.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def port_of(listening: socket.socket) -> int:
    port: int = listening.getsockname()[1]
    return port


def url(host: str, port: int) -> str:
    """Where a browser on this machine finds it."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run(app: Starlette | str, listening: socket.socket, workers: int = 1) -> None:
    """Serve until told to stop. Several workers each make their own app, named as ``module:factory``."""
    config = _config(app, workers)
    _end_when_told()
    if workers > 1:
        Multiprocess(config, sockets=[listening]).run()
    else:
        uvicorn.Server(config).run(sockets=[listening])


async def serve(app: Starlette, listening: socket.socket, ending: Callable[[], None]) -> None:
    """Serve in the event loop that runs, until told to stop. ``ending`` then ends what would never end."""
    _end_when_told()
    await _Server(_config(app), ending).serve(sockets=[listening])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self.ending = ending

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Waits for requests under way. That there are such as wait for the server, it does not know."""
        self.ending()
        await super().shutdown(sockets)


def _config(app: Starlette | str, workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        workers=workers,
        http="httptools",
        ws="none",
        log_config=None,  # the product's own stands
        access_log=False,  # it prints paths, and with them tokens
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )


def _end_when_told() -> None:
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)


def _end(_signal: int, _frame: FrameType | None) -> None:
    """The server repeats the signal that stopped it when all is done: then it is time to go."""
    sys.exit(0)
