"""Recorded webhooks, posted once more: the bytes as they are, signed anew with this account's secret."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import aiohttp

from banpol.simulator.webhook_bodies import signature, to_bytes

ANSWER_SECONDS = 10.0


@dataclass(frozen=True)
class Replayed:
    """What the webhook said. `status` is 0 when it did not answer."""

    status: int
    sent: bytes


async def replay(payload: bytes | dict[str, Any], webhook_url: str, secret: str) -> Replayed:
    """Posts one body, past all queues and faults; a dict is written as Meta writes JSON."""
    body = payload if isinstance(payload, bytes) else to_bytes(payload)
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature(body, secret)}
    timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
    try:
        async with aiohttp.ClientSession(timeout=timeout, headers=headers) as session:
            async with session.post(webhook_url, data=body, allow_redirects=False) as answer:
                return Replayed(answer.status, body)
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError):
        return Replayed(0, body)
