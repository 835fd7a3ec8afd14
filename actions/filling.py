"""Putting what was understood into the report: narrative, place, time, plates, loss, kind, evidence."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import datetime

from actions import phrases
from actions.message import Ear, Message
from actions.talk import Talk
from banpol.language.kinds import KindGuess
from banpol.language.place import PlaceFound
from banpol.language.reading import Reading
from banpol.language.time import TimeFound
from banpol.register.draft import UNKNOWN_KIND, Moment, Place, ReportDraft

COMPLAINT = "pelayanan_polri"
# The register keeps a whole narrative; beyond this a chat message is no story any more.
LONGEST_NARRATIVE = 20_000
LONGEST_ANSWER = 500
MOST_CANDIDATES = 3
SURE_KIND = 0.35
# What is told later makes it another kind only when that is surer than before, or sure by itself.
SURE_OTHER_KIND = 0.75
# A complaint is kept from the unit it names, so it stops being one only when the story is plainly another.
SURE_NO_COMPLAINT = 0.7
_POLICE = re.compile(
    r"\b(polisi|polri|polsek|polres\w*|polda|polantas|petugas|oknum|anggota|aparat|propam|brimob|reskrim|"
    r"penyidik|penyelidik|bhabin\w*|kapolsek|kapolres|kanit|spkt|bripda|briptu|bripka|aiptu|"
    r"aipda|ipda|iptu)\b"
)
# How a narrative shows that its words are in a sound file; officers read it, so it is Indonesian.
VOICE_NOTE = "[pesan suara]"
# Kinds that are a habit: "tiap malam" is their time, not the reporter's way home.
_HABITS = phrases.word_set(
    "lainnya premanisme narkoba perjudian balap_liar illegal_drilling gangguan_kamtibmas kdrt "
    "kekerasan_anak tawuran"
)
_LIVES = re.compile(r"\b(tinggal|domisili|asal|alamat|rumah saya)\b( saya)?( di| dari)?\W*$", re.I)
# "Sekarang tidak ada lagi" tells when it was missed, not when it went.
_NOW_GONE = re.compile(
    r"(sekarang|skrg|skrang|sekarng|saat ini)\W+"
    r"(tidak|tdk|dak|gak|ga|nggak|ngga|sudah|udah|udh|sdh|lah|belum|blm|lum|di\w{3,}|nomor\w*|nomer\w*|akun\w*|wa\w*)\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"\b(tidak|tdk|dak|idak|ga|gak|nggak|ngga|tanpa|belum|bukan)\W*$", re.IGNORECASE)
# A traveller's home is not the scene.
_COMES_FROM = re.compile(
    r"\b(dari|asal|asli|orang|wong|warga|tinggal|domisili|kabur ke|lari ke|pulang ke|from|live in)\W*$",
    re.IGNORECASE,
)
_PLANNED_KINDS = phrases.word_set("tawuran balap_liar narkoba perjudian gangguan_kamtibmas")
_PLANNED = re.compile(
    r"\b(besok|bsk|besuk|isuk|lusa|nanti|ntar|entar|kagek|rencana\w*|janjian|bakal|akan)\b", re.IGNORECASE
)
# Where somebody fled to is not where it happened.
_AWAY = ("arah", "menuju", "kabur ke", "lari ke", "pulang ke", "dari arah")


def new_draft(reporter_id: str, turn_id: str) -> ReportDraft:
    """A blank report; its id follows from the turn, so that a repeated turn makes the same report."""
    return ReportDraft(hashlib.sha256(f"{reporter_id}|{turn_id}|draf".encode()).hexdigest()[:16])


def with_narrative(talk: Talk, text: str, ear: Ear) -> Talk:
    """Begins the narrative, or adds to it."""
    before = talk.report.narrative
    narrative = f"{before}\n{text.strip()}".strip()[:LONGEST_NARRATIVE]
    return with_guessed_kind(talk.saying(kejadian=narrative).drafting(narrative=narrative), ear)


def with_guessed_kind(talk: Talk, ear: Ear) -> Talk:
    """Guesses the kind of incident anew, unless the reporter has said it."""
    complaint = talk.report.kind == COMPLAINT
    if talk.report.extra.get("jenis_oleh") == "pelapor" or (complaint and _names_police(talk, ear)):
        return talk
    told = talk.report.narrative.replace(VOICE_NOTE, "").strip()
    guess = ear.kind(told) if told else KindGuess(UNKNOWN_KIND, 0.0, ())
    if complaint and guess.confidence < SURE_NO_COMPLAINT:
        return talk
    before = talk.report
    if guess.kind == COMPLAINT and not _names_police(talk, ear):
        # What is told without a word of police or of an unanswered report resembles complaints at most.
        return talk if complaint or before.kind != UNKNOWN_KIND else talk.drafting(kind_confidence=0.0)
    if guess.kind == UNKNOWN_KIND or guess.confidence < SURE_KIND:
        return talk.drafting(kind_confidence=max(guess.confidence, before.kind_confidence))
    other = before.kind not in (UNKNOWN_KIND, guess.kind)
    if other and guess.confidence < min(before.kind_confidence, SURE_OTHER_KIND):
        return talk  # a bubble about something beside it must not turn a plain theft into another kind
    return with_kind(talk, guess.kind, guess.confidence, ear)


def _names_police(talk: Talk, ear: Ear) -> bool:
    """Whether the story tells of police at all; a greeting such as "mang polisi" is no story."""
    plain = ear.plain(talk.report.narrative)
    return names_police(plain) or COMPLAINT in phrases.strong_kinds(plain, ear.kinds())


def names_police(plain: str) -> bool:
    return bool(_POLICE.search(plain))


def with_kind(talk: Talk, kind: str, confidence: float, ear: Ear, by_reporter: bool = False) -> Talk:
    """Sets the kind; sensitive kinds and complaints about officers are for named viewers only."""
    entry = ear.kinds().get(kind)
    restricted = kind == COMPLAINT or bool(entry and entry.sensitive)
    extra = {**talk.report.extra, "jenis_oleh": "pelapor"} if by_reporter else talk.report.extra
    return talk.drafting(kind=kind, kind_confidence=confidence, restricted=restricted, extra=extra)


def to_place(found: PlaceFound, said: str) -> Place:
    return Place(
        said=said,
        kabupaten=found.kabupaten,
        kabupaten_code=found.kabupaten_code,
        kecamatan=found.kecamatan,
        kecamatan_code=found.kecamatan_code,
        outside=found.outside,
    )


def with_place(talk: Talk, found: PlaceFound, said: str) -> Talk:
    """The place as said and as resolved; a pin that came earlier keeps its coordinates beside new words."""
    place = to_place(found, said[:LONGEST_ANSWER])
    talk = talk.saying(lokasi=place.said).drafting(place=place).remembering(half_place=False)
    return talk.noting("utter_catat_luar_wilayah") if place.outside else talk


def with_place_words(talk: Talk, said: str) -> Talk:
    """A place in words that nothing resolved; coordinates and region that are known already stay."""
    before = talk.place or Place()
    text = said[:LONGEST_ANSWER]
    return talk.saying(lokasi=text).drafting(place=replace(before, said=text)).remembering(half_place=False)


def with_pin(talk: Talk, message: Message, ear: Ear) -> Talk:
    """The newest pin of a message as the place."""
    pin = message.pin
    if pin is None or pin.latitude is None or pin.longitude is None:
        return talk
    found = ear.pin(pin.latitude, pin.longitude)
    names = [pin.place_name, *(region_names(found) if found else [])]
    said = ", ".join(name for name in names if name) or f"{pin.latitude:.5f}, {pin.longitude:.5f}"
    place = to_place(found, said) if found else Place(said=said)
    place = replace(place, latitude=pin.latitude, longitude=pin.longitude)
    talk = talk.saying(lokasi=said).drafting(place=place).remembering(half_place=False)
    return talk.noting("utter_catat_luar_wilayah") if place.outside else talk


def region_names(found: PlaceFound) -> list[str]:
    return [name for name in (found.kecamatan, found.kabupaten) if name]


def is_resolved(place: Place | PlaceFound | None) -> bool:
    """Whether a place is known at least down to its kabupaten or kota, or lies outside the province."""
    if place is None:
        return False
    pinned = isinstance(place, Place) and place.latitude is not None
    return bool(place.kabupaten_code or place.kecamatan_code or place.outside or pinned)


def with_time(talk: Talk, found: TimeFound, said: str) -> Talk:
    moment = Moment(said[:LONGEST_ANSWER], found.start, found.end)
    return talk.saying(waktu=moment.said).drafting(moment=moment)


def lies_ahead(found: TimeFound, now: datetime) -> bool:
    return found.start > now


def is_planned(talk: Talk, text: str) -> bool:
    """Whether something is told that is yet to happen, such as a brawl that was arranged."""
    said = f"{talk.report.narrative}\n{text}"
    return talk.report.kind in _PLANNED_KINDS and bool(_PLANNED.search(said))


def with_evidence(talk: Talk, message: Message) -> Talk:
    """Adds the files of a message to the report, each once."""
    ids = tuple(dict.fromkeys((*talk.report.evidence_ids, *message.evidence_ids)))
    return talk.drafting(evidence_ids=ids)


def with_found_things(talk: Talk, reading: Reading) -> Talk:
    """Plates, telephone numbers and money add up over the messages."""
    draft = talk.report
    plates = tuple(dict.fromkeys((*draft.plates, *(plate.value for plate in reading.plates))))
    phones = tuple(dict.fromkeys((*draft.phones, *(phone.value for phone in reading.phones))))
    vehicles = tuple(dict.fromkeys((*draft.vehicles, *_values(reading, "kendaraan"))))
    talk = talk.drafting(plates=plates, phones=phones, vehicles=vehicles)
    if reading.money and "kerugian" not in talk.said:
        best = max(reading.money, key=lambda money: money.amount)
        talk = talk.saying(kerugian=best.said).drafting(loss=best.said, loss_amount=best.amount)
    return talk


def _values(reading: Reading, label: str) -> list[str]:
    return [entity.value for entity in reading.entities if entity.entity == label]


def _looks(reading: Reading, text: str) -> list[str]:
    """How somebody looked; "ga pake baju" describes nobody's clothes."""
    found = [entity for entity in reading.entities if entity.entity == "ciri_orang"]
    return [entity.value for entity in found if not _WITHOUT.search(text[: entity.start])]


def with_name(talk: Talk, name: str) -> Talk:
    """The reporter's name as told; empty for none. It is kept from everybody but the team."""
    return talk.saying(nama=name, kerahasiaan="rahasia").drafting(name=name, confidentiality="rahasia")


def with_people(talk: Talk, text: str) -> Talk:
    """What is told of a person is added to what was told before."""
    people = "; ".join(part for part in (talk.report.people, text) if part)[:LONGEST_ANSWER]
    return talk.saying(orang=people).drafting(people=people)


def with_volunteered(talk: Talk, text: str, reading: Reading, now: datetime) -> Talk:
    """Fills what is still empty with what a message happens to say; nothing that was said is replaced."""
    talk = with_found_things(talk, reading)
    people = _looks(reading, text)
    if people and "orang" not in talk.said:
        talk = talk.saying(orang=", ".join(people)).drafting(people=", ".join(people))
    if not is_resolved(talk.place) and is_scene(reading.place, text) and not _is_home_only(reading, text):
        assert reading.place is not None
        talk = with_place(talk, reading.place, _beside_words(talk, reading.place.said))
    talk = with_told_name(talk, text)
    if "waktu" in talk.said:
        return refined_habit(talk, text, reading) or talk
    talk = with_volunteered_time(talk, text, reading.time, now)
    return talk if reading.time else _with_habit(talk, reading)


def with_told_name(talk: Talk, text: str) -> Talk:
    """The reporter's name, where a story tells it; who sees it is said in the same turn."""
    name = phrases.told_name(text)
    if not name or "nama" in talk.said or talk.report.confidentiality == "anonim":
        return talk
    return with_name(talk, name).remembering(privacy_told=True).noting("utter_catat_nama")


def refined_habit(talk: Talk, text: str, reading: Reading) -> Talk | None:
    """ "Biasanya malam Minggu jam 11" makes a "tiap malam" that was told before more precise."""
    known, found = talk.report.moment, reading.time
    habit = known is not None and known.start is None and phrases.recurs(known.said)
    if not (habit and known and found) or found.said.lower() in known.said.lower():
        return None
    fuller = phrases.recurring(text, found.span)
    if fuller:
        return talk.saying(waktu=fuller).drafting(moment=Moment(fuller[:LONGEST_ANSWER]))
    said = f"{known.said}; {found.said}"[:LONGEST_ANSWER]
    return talk.saying(waktu=said).drafting(moment=Moment(said, found.start, found.end))


def with_half_a_place(talk: Talk, found: PlaceFound | None) -> Talk:
    """A village that two regions have is kept as it was told; only its region is asked for."""
    if "lokasi" in talk.said or found is None or is_resolved(found) or not found.candidates:
        return talk
    names = dict.fromkeys(one.kabupaten for one in found.candidates if one.kabupaten)
    if is_away(found, talk.report.narrative) or not 2 <= len(names) <= MOST_CANDIDATES:
        return talk
    kept = talk.drafting(place=Place(said=found.said))
    return kept.remembering(half_place=True, asked_region=True, candidates=tuple(names))


def _with_habit(talk: Talk, reading: Reading) -> Talk:
    """ "Tiap malam" is the time of what happens again and again."""
    said = next((words for words in _values(reading, "waktu") if phrases.recurs(words)), "")
    if not said or talk.report.kind not in _HABITS:
        return talk
    return talk.saying(waktu=said).drafting(moment=Moment(said))


def _beside_words(talk: Talk, said: str) -> str:
    """A region that a story names later follows the words that nothing resolved."""
    before = talk.said.get("lokasi", "")
    return f"{before}, {said}" if before and len(before.split()) > 1 else said


def with_volunteered_time(talk: Talk, text: str, found: TimeFound | None, now: datetime) -> Talk:
    """A time that a story names; what comes again and again has no single moment, only its words."""
    if found and lies_ahead(found, now) and is_planned(talk, text):
        return with_time(talk, found, found.said)
    if found is None or found.ask or lies_ahead(found, now) or _NOW_GONE.match(text[found.span[0] :]):
        return talk
    recurring = phrases.recurring(text, found.span)
    if recurring:
        return talk.saying(waktu=recurring).drafting(moment=Moment(recurring))
    return with_time(talk, found, found.said)


def is_scene(found: PlaceFound | None, text: str) -> bool:
    """Whether a place that a story names is where it happened."""
    if found is None or not is_resolved(found) or is_away(found, text):
        return False
    return not (found.outside and _COMES_FROM.search(text[: found.span[0]]))


def _is_home_only(reading: Reading, text: str) -> bool:
    """Whether the place is where somebody lives, while the story names another for what happened."""
    assert reading.place is not None
    start, end = reading.place.span
    lives = bool(_LIVES.search(text[max(0, start - 24) : start]))
    places = [entity for entity in reading.entities if entity.entity == "lokasi"]
    return lives and any(entity.end <= start or entity.start >= end for entity in places)


def is_away(found: PlaceFound, text: str) -> bool:
    """Whether somebody merely fled to that place or came from it."""
    before = text[max(0, found.span[0] - 14) : found.span[0]].lower()
    return any(word in before for word in _AWAY)
