"""Invented reports for looking at the console: what is told, where, by whom; the same for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping

import yaml

from banpol.console.areas import areas, names
from banpol.console.map_svg import NORTH, WEST
from banpol.register.draft import Moment, Place, ReportDraft
from banpol.register.manual import CHANNELS as OTHER_CHANNELS

FILE = Path(__file__).parent / "cerita_demo.yml"
BUSIEST, ITS_SHARE = "16.71", 0.45  # Palembang
PEOPLE = 400


@dataclass(frozen=True)
class Told:
    """One invented report before it is filed."""

    draft: ReportDraft
    reporter_id: str
    channel: str
    at: datetime


@lru_cache(maxsize=1)
def stories() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return found


def invent(chance: random.Random, number: int, at: datetime) -> Told:
    kinds = stories()["jenis"]
    kind = chance.choices(list(kinds), [each["bobot"] for each in kinds.values()])[0]
    told, said = kinds[kind], chance.choice(stories()["isian"]["titik"])
    fill = _fillings(chance, said)
    draft = ReportDraft(
        draft_id=f"demo-{number:06d}",
        narrative=chance.choice(told["cerita"]).format(**fill),
        kind=kind,
        kind_confidence=round(chance.uniform(0.6, 0.99), 2),
        urgency=_urgency(chance, bool(told.get("mendesak"))),
        restricted=bool(told.get("khusus")),
        place=_place(chance, said),
        moment=_moment(chance, at),
        plates=(fill["plat"],) if kind == "curanmor" else (),
        phones=(fill["telepon"],) if kind in ("penipuan_online", "pengancaman") else (),
        name=chance.choice(stories()["nama"]) if chance.random() < 0.5 else "",
        contact_allowed=chance.random() < 0.93,
    )
    channel = "whatsapp" if chance.random() < 0.85 else chance.choice(OTHER_CHANNELS)
    return Told(draft, f"demo-warga-{chance.randrange(PEOPLE):04d}", channel, at)


def _fillings(chance: random.Random, said: str) -> dict[str, str]:
    lists = stories()["isian"]
    filled = {name: str(chance.choice(words)) for name, words in lists.items()}
    letters = "".join(chance.choices("ABCDEFGHJKLMNPRTUVWXYZ", k=2))
    return filled | {
        "titik": said,
        "plat": f"BG {chance.randrange(1000, 9999)} {letters}",
        "telepon": f"0812-0000-{chance.randrange(10_000):04d}",
        "menit": str(chance.randrange(5, 60)),
        "rupiah": str(chance.randrange(1, 80) * 50),
    }


def _urgency(chance: random.Random, pressing: bool) -> str:
    if pressing:
        return chance.choices(("darurat", "mendesak", "biasa"), (12, 58, 30))[0]
    return chance.choices(("darurat", "mendesak", "biasa"), (1, 9, 90))[0]


def _place(chance: random.Random, said: str) -> Place | None:
    dice = chance.random()
    if dice < 0.04:
        return None
    if dice < 0.06:
        return Place(said, outside=True)
    kabupaten = BUSIEST if chance.random() < ITS_SHARE else chance.choice(sorted(areas(5)))
    inside = [code for code in areas(8) if code.startswith(kabupaten)]
    code = chance.choice(inside)
    place = Place(said, names()[kabupaten], kabupaten, names()[code], code)
    if chance.random() < 0.3:
        x, y = areas(8)[code].middle
        return Place(**{**place.__dict__, "latitude": NORTH - y / 100, "longitude": WEST + x / 100})
    return place


def _moment(chance: random.Random, at: datetime) -> Moment | None:
    if chance.random() < 0.15:
        return None
    start = at - timedelta(minutes=chance.randrange(5, 2000))
    return Moment("tadi", start, start + timedelta(minutes=chance.randrange(0, 90)))
