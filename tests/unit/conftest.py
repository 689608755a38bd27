"""The unit ring touches no network: whatever tries to leave is stopped where it stands."""

from __future__ import annotations

import socket
from typing import Any

import pytest

_connect, _connect_ex, _resolve = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo


@pytest.fixture(autouse=True)
def no_outgoing_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection but those inside this machine's kernel, AF_UNIX, which event loops live on.

    `pytest.fail` and not an OSError: code that forgives a broken network must not forgive this.
    """

    def guarded(self: socket.socket, address: Any) -> None:
        _refuse_unless_local(self, address)
        _connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        _refuse_unless_local(self, address)
        return _connect_ex(self, address)

    def refused(host: Any, *_: Any, **__: Any) -> Any:
        pytest.fail(f"a unit test asked for the address of {host!r}")

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def _refuse_unless_local(used: socket.socket, address: Any) -> None:
    if used.family != socket.AF_UNIX:
        pytest.fail(f"a unit test connected to {address!r}")
