"""Names lead to public addresses only, and the connection goes to the very address that was checked.

Without this a name on the list of media hosts could be pointed at a machine inside our own network.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any, Collection

from aiohttp.abc import AbstractResolver
from aiohttp.resolver import ThreadedResolver


class PublicResolver(AbstractResolver):
    """`trusted` names are the operator's own settings and may be private, such as a proxy."""

    def __init__(self, trusted: Collection[str], inner: AbstractResolver | None = None) -> None:
        self._trusted = frozenset(trusted)
        self._inner = inner or ThreadedResolver()

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[dict[str, Any]]:
        """Raises OSError when a name leads nowhere public."""
        found = await self._inner.resolve(host, port, family)
        if host in self._trusted:
            return found
        public = [entry for entry in found if is_public(str(entry["host"]))]
        if not public:
            raise OSError(f"{host} leads to no public address")
        return public

    async def close(self) -> None:
        await self._inner.close()


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet; IPv4 hidden in IPv6 counts as what it hides."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_global and not (mapped or parsed).is_multicast
