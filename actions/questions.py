"""Which answer is asked for next, and with which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from actions.changing import CHOOSE
from actions.filling import COMPLAINT
from actions.slots import ASKED
from actions.talk import Talk
from actions.urgency import quietly
from actions.wording import known
from banpol.language.follow_ups import FollowUp, follow_ups
from banpol.language.kinds import Kind

# A second further question is asked only of who was asked little else.
FEW_QUESTIONS = 2
_FURTHER = ("orang", "kerugian")


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
        "orang": lambda: _is_due("orang", talk),
        "kerugian": lambda: _is_due("kerugian", talk),
        "bukti": lambda: _asks_evidence(talk),
        "boleh_dihubungi": lambda: not talk.memory.quick and talk.report.confidentiality != "anonim",
    }
    return needed.get(slot, lambda: True)()


def further_question(talk: Talk) -> FollowUp | None:
    """The kind's own question that is due, never about the details of what hurts."""
    draft = talk.report
    hurt = draft.restricted and draft.kind != COMPLAINT
    if talk.memory.quick or "nama" in talk.said or hurt:
        return None
    waiting = [one for one in follow_ups().get(draft.kind, ()) if not _is_told(one, talk)]
    open_one = next((one for one in waiting if one.part in talk.memory.asked), None)
    return open_one or (waiting[0] if waiting and _may_ask_more(talk) else None)


def _is_due(part: str, talk: Talk) -> bool:
    due = further_question(talk)
    return due is not None and due.part == part


def _is_told(one: FollowUp, talk: Talk) -> bool:
    known = one.part in talk.said or (one.part == "kerugian" and bool(talk.report.plates))
    return known or one.is_told(talk.report.narrative)


def _may_ask_more(talk: Talk) -> bool:
    asked = talk.memory.asked
    return not set(_FURTHER).intersection(asked) or len(asked) <= FEW_QUESTIONS


def _asks_evidence(talk: Talk) -> bool:
    """Not when files came already, nor after a question more than usual, nor of somebody who was hurt."""
    spared = talk.memory.quick or talk.memory.asked_region or "nama" in talk.said
    hurt = talk.report.restricted and talk.report.kind != COMPLAINT
    return not (spared or hurt or talk.report.evidence_ids)


# Steps that cannot be skipped offer something else than that.
_OFFERS = {
    "kejadian": "utter_tawaran_petugas_kejadian",
    "konfirmasi": "utter_tawaran_petugas_konfirmasi",
}


def wording(slot: str, talk: Talk) -> str:
    """The response that asks for `slot`: first plainly, then with an example, then offering an officer."""
    memory = talk.memory
    if memory.mode == "darurat":
        response = "utter_jelaskan_lokasi_darurat" if memory.tries else "utter_tanya_lokasi_darurat"
        return quietly(response, True) if memory.discreet else _by_kind(response, talk)
    if memory.mode == "tambah":
        return "utter_jelaskan_tambahan" if memory.tries else "utter_tanya_tambahan"
    if memory.editing == CHOOSE:
        return "utter_pilih_koreksi"
    if memory.editing == "jenis":
        return "utter_tanya_jenis"
    # Offer and example take turns, so that nobody reads the same sentence again and again.
    if memory.tries >= 2 and memory.tries % 2 == 0:
        return _OFFERS.get(slot, "utter_tawaran_petugas_form")
    # More of the story was no failed answer.
    told = memory.tries == 1 and "utter_catat_kejadian" in memory.notes
    return _explained(slot, talk) if memory.tries and not told else _plain(slot, talk)


def _explained(slot: str, talk: Talk) -> str:
    further = further_question(talk)
    return "utter_jelaskan_lanjutan" if further and further.part == slot else f"utter_jelaskan_{slot}"


def _plain(slot: str, talk: Talk) -> str:
    if slot == "konfirmasi":
        return "utter_ringkasan"
    if slot == "lokasi" and talk.memory.half_place:
        return "utter_tanya_lokasi_wilayah"
    if slot == "waktu" and talk.memory.moments:
        return "utter_tanya_waktu_pilih"
    if slot == "nama" and talk.memory.privacy_told:
        return "utter_tanya_nama_lagi"
    further = further_question(talk)
    return (
        "utter_tanya_lanjutan" if further and further.part == slot else _by_kind(f"utter_tanya_{slot}", talk)
    )


def _by_kind(response: str, talk: Talk) -> str:
    """The question as this kind of incident needs it: of who is missing nobody knows where "it happened"."""
    own = f"{response}_{talk.report.kind}" if talk.draft else response
    return own if known(own) else response
