"""Which answer is asked for next, and with which words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from actions.changing import CHOOSE
from actions.filling import COMPLAINT
from actions.slots import ASKED
from actions.talk import Talk
from banpol.language.kinds import Kind

# Words that show that a story has told already who did it.
_PERSON = re.compile(
    r"\b(pelaku\w*|orang(nya|nyo)?|wong|uwong|laki-laki|lelaki|pria|perempuan|wanita|cowok|cewek|lanang|betino|dio|dia|"
    r"mantan|suami|istri|bini|laki (aku|saya)|tetangga\w*|tetanggo|preman|penjual\w*|admin|akun|rekening)\b",
    re.IGNORECASE,
)
_LOSS = re.compile(
    r"\b(motor|mobil|hp|handphone|laptop|tas|dompet|emas|uang|duit|rupiah|juta|jt|rb|ribu|sapi|kambing)\b",
    re.I,
)


def next_question(talk: Talk, kinds: Mapping[str, Kind]) -> str | None:
    """The slot to ask for, None when nothing is missing."""
    if talk.memory.mode == "darurat":
        return None if "lokasi" in talk.said or talk.memory.pending_place else "lokasi"
    if talk.memory.mode == "tambah":
        return None if "kejadian" in talk.said else "kejadian"
    editing = talk.memory.editing
    if editing in ASKED and editing not in talk.said:
        return editing
    return next((slot for slot in ASKED if slot not in talk.said and _needed(slot, talk, kinds)), None)


def _needed(slot: str, talk: Talk, kinds: Mapping[str, Kind]) -> bool:
    needed: dict[str, Callable[[], bool]] = {
        "orang": lambda: _follows_up("orang", talk, kinds),
        "kerugian": lambda: _follows_up("kerugian", talk, kinds),
        "bukti": lambda: _asks_evidence(talk),
        "boleh_dihubungi": lambda: not talk.memory.quick and talk.report.confidentiality != "anonim",
    }
    return needed.get(slot, lambda: True)()


def _follows_up(slot: str, talk: Talk, kinds: Mapping[str, Kind]) -> bool:
    """One further question at most, and never about the details of what hurts."""
    kind = kinds.get(talk.report.kind)
    past = talk.memory.quick or "nama" in talk.said
    if past or talk.report.restricted or kind is None or kind.follow_up != slot:
        return False
    told = _PERSON if slot == "orang" else _LOSS
    return not told.search(talk.report.narrative) and not (slot == "kerugian" and talk.report.plates)


def _asks_evidence(talk: Talk) -> bool:
    """Not when files came already, nor after a question more than usual, nor of somebody who was hurt."""
    spared = talk.memory.quick or talk.memory.asked_region or "nama" in talk.said
    hurt = talk.report.restricted and talk.report.kind != COMPLAINT
    return not (spared or hurt or talk.report.evidence_ids)


def wording(slot: str, talk: Talk) -> str:
    """The response that asks for `slot`: first plainly, then with an example, then offering an officer."""
    memory = talk.memory
    if memory.mode == "darurat":
        return "utter_jelaskan_lokasi_darurat" if memory.tries else "utter_tanya_lokasi_darurat"
    if memory.mode == "tambah":
        return "utter_jelaskan_tambahan" if memory.tries else "utter_tanya_tambahan"
    if memory.editing == CHOOSE:
        return "utter_pilih_koreksi"
    if memory.editing == "jenis":
        return "utter_tanya_jenis"
    if memory.tries >= 2:
        return "utter_tawaran_petugas_kejadian" if slot == "kejadian" else "utter_tawaran_petugas_form"
    return _explained(slot, talk) if memory.tries else _plain(slot, talk)


def _explained(slot: str, talk: Talk) -> str:
    return f"utter_jelaskan_{slot}"


def _plain(slot: str, talk: Talk) -> str:
    if slot == "konfirmasi":
        return "utter_ringkasan"
    if slot == "lokasi" and talk.memory.half_place:
        return "utter_tanya_lokasi_wilayah"
    if slot == "nama" and talk.memory.privacy_told:
        return "utter_tanya_nama_lagi"
    return f"utter_tanya_{slot}"
