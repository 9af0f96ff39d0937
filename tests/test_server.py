"""Taking an address and serving at it."""

import socket

import pytest

from bot import server


def test_answers_do_not_wait_for_each_other() -> None:
    with (
        server.bind("127.0.0.1", 0) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("127.0.0.1", "Address already in use. Try another --port."),
        ("192.0.2.1", "Cannot assign requested address. Try another --host."),
        ("no-such-host.invalid", "Name or service not known. Try another --host."),
    ],
)
def test_address_that_cannot_be_had_names_the_way_out(host: str, told: str) -> None:
    with server.bind("127.0.0.1", 0) as taken:
        port = server.port_of(taken)
        with pytest.raises(server.CannotListen) as refusal:
            server.bind(host, port)
    assert str(refusal.value) == f"Cannot listen on {host}, port {port}: {told}"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        pytest.param("127.0.0.1", "http://127.0.0.1:8771", id="IPv4"),
        pytest.param("::1", "http://[::1]:8771", id="IPv6"),
        pytest.param("localhost", "http://localhost:8771", id="name"),
    ],
)
def test_address_can_be_opened_in_a_browser(host: str, url: str) -> None:
    assert server.url(host, 8771) == url
