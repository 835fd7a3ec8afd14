"""Keeps tests on this machine: a connection to anywhere else fails loudly instead of now and then."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any


class NetworkUsed(Exception):
    """A test wanted to leave this machine."""


def stays_here(family: int, address: Any) -> bool:
    """Whether a socket address is a Unix socket or on loopback; a host name counts as leaving."""
    if family not in (socket.AF_INET, socket.AF_INET6):
        return True
    host = str(address[0])
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class LoopbackSocket(socket.socket):
    """The ordinary socket, without the rest of the world."""

    def connect(self, address: Any) -> None:
        if not stays_here(self.family, address):
            raise NetworkUsed(f"a test wanted to connect to {address!r}")
        super().connect(address)

    def connect_ex(self, address: Any) -> int:
        if not stays_here(self.family, address):
            raise NetworkUsed(f"a test wanted to connect to {address!r}")
        return super().connect_ex(address)
