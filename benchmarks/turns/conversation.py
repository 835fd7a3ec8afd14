"""The talk both sides hear: reports told again and again, one message in nine that nobody can understand."""

from __future__ import annotations

BURGLARY = (
    "selamat pagi",
    "anu itu kayak mana ya",
    "rumah saya dibobol maling waktu ditinggal, laptop dan uang diambil",
    "jalan mayor ruslan, ilir timur, palembang",
    "kemarin siang",
    "lewati",
    "Siti",
    "boleh",
    "ya sudah benar",
)
PICKPOCKET = (
    "halo",
    "zxcv asdf",
    "dompet saya dicopet orang di dalam bus",
    "kertapati",
    "tadi pagi jam 7",
    "lewati",
    "Budi Santoso",
    "jangan",
    "ya sudah benar",
)
PERIOD = BURGLARY + PICKPOCKET


def message(number: int) -> str:
    """The text of message `number`, counted from 1."""
    return PERIOD[(number - 1) % len(PERIOD)]


def window(around: int) -> range:
    """One whole period of message numbers around a point, so that every window holds the same mix."""
    start = round((around - len(PERIOD) / 2) / len(PERIOD)) * len(PERIOD)
    return range(max(start, 0) + 1, max(start, 0) + 1 + len(PERIOD))
