"""How long a webhook waits for its 200 while answers are made and sent; beside it an empty handler.

`python -m benchmarks.acknowledge`: 50 deliveries a second to the gateway and to the empty handler at once, on
SQLite with synchronous=FULL, with the real assistant and the sender at work.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import sys
import tempfile
from pathlib import Path

from sqlalchemy import func, select

from banpol.database import Database
from banpol.keys import make_keys
from banpol.post.tables import inbox_message, outbox_message
from banpol.register.sql.migrate import upgrade
from benchmarks.acknowledge.load import Load, Taken
from benchmarks.storm.processes import ASSISTANT, GATEWAY, environment, free_port
from benchmarks.storm.program import READY_SECONDS, Program, until

WEBHOOK = "/webhooks/whatsapp/webhook"
SHARES = (0.5, 0.95, 0.99)
WARM_UP_SECONDS = 5.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.acknowledge", description=__doc__)
    parser.add_argument("--rate", type=float, default=50.0, help="deliveries a second, to each")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument(
        "--alone", action="store_true", help="without an assistant: what the gateway itself takes"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder), given.rate, given.seconds, given.alone))
    return 0


async def _measure(folder: Path, rate: float, seconds: float, alone: bool) -> None:
    env, empty = environment(folder), free_port()
    make_keys(folder / "keys")
    store = Database(env["BANPOL_DATABASE_URL"])
    upgrade(store)
    ours = f"http://127.0.0.1:{env['BANPOL_GATEWAY_PORT']}{WEBHOOK}"
    meta = env["BANPOL_WHATSAPP_GRAPH_URL"].rpartition(":")[2]
    silent = Program("benchmarks.acknowledge.empty", env, folder / "empty.log", more=[str(empty)])
    programs = [
        silent,
        Program(GATEWAY, env, folder / "gateway.log"),
        Program("benchmarks.acknowledge.meta", env, folder / "meta.log", more=[meta, ours]),
        *([] if alone else [Program(ASSISTANT, env, folder / "assistant.log")]),
    ]
    running = [asyncio.create_task(program.run()) for program in programs]
    try:
        await until(lambda: _listens(empty), READY_SECONDS, "the empty handler listens")
        await asyncio.gather(*(program.ready() for program in programs if program is not silent))
        load = Load(ours, f"http://127.0.0.1:{empty}/", rate)
        await load.run(WARM_UP_SECONDS)
        before, at_start = _counts(store), os.getloadavg()[0]
        taken = await load.run(seconds)
        _tell(taken, [after - b for b, after in zip(before, _counts(store), strict=True)], at_start)
    finally:
        await asyncio.gather(*(program.stop() for program in programs))
        await asyncio.gather(*running)
        store.dispose()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _counts(store: Database) -> list[int]:
    """Messages stored, messages answered, answers sent."""
    of_inbox, of_outbox = func.count(inbox_message.c.seq), func.count(outbox_message.c.seq)
    with store.read() as session:
        return [
            session.execute(select(of_inbox)).scalar_one(),
            session.execute(select(of_inbox).where(inbox_message.c.status == "done")).scalar_one(),
            session.execute(select(of_outbox).where(outbox_message.c.status == "sent")).scalar_one(),
        ]


def _tell(taken: dict[str, Taken], counts: list[int], load: float) -> None:
    ours, empty = taken["ours"], taken["empty"]
    print("| | p50 | p95 | p99 | longest |\n|---|---|---|---|---|")
    rows = {name: [one.at(share) for share in SHARES] + [one.at(1.0)] for name, one in taken.items()}
    ratio = [a / b for a, b in zip(rows["ours"], rows["empty"], strict=True)]
    print("| ours ÷ empty | " + " | ".join(f"{one:.1f}×" for one in ratio) + " |")
    for name, row in rows.items():
        print(f"| {name}, ms | " + " | ".join(f"{one:.1f}" for one in row) + " |")
    print(f"\nwebhooks: {len(ours.seconds)} to ours, {len(empty.seconds)} to the empty handler;", end=" ")
    print(f"not answered with 200: {ours.refused} and {empty.refused}")
    print("meanwhile stored {}, answered {}, answers sent {};".format(*counts), end=" ")
    print(f"load {load:.1f} at the start, {os.getloadavg()[0]:.1f} at the end, {os.cpu_count()} cores")


if __name__ == "__main__":
    sys.exit(main())
