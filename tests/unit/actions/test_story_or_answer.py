"""A piece of the story, a place, a time or a kind: what a message is taken for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from actions import filling
from actions.hearing import hear
from actions.listening import Hearing
from actions.message import LanguageEar, Message
from actions.place_answer import answer_lokasi
from actions.questions import wording
from actions.talk import Talk
from banpol.clock import WIB
from banpol.language.kinds import KindGuess
from banpol.language.place import PlaceFound
from banpol.language.reading import Entity, Reading
from banpol.register.draft import Place, ReportDraft
from tests.unit.actions.fake_desk import NOON
from tests.unit.actions.fake_ear import FakeEar
from tests.unit.actions.talking import FILED, VOICE, Conversation, at, reported

EVENING = datetime(2026, 11, 24, 21, 30, tzinfo=WIB)


def told(text: str, kind: str) -> Talk:
    """A talk with the first words of a story of that kind, read at half past nine in the evening."""
    talk = Talk(draft=ReportDraft("draf1", kind=kind, narrative=text))
    return filling.with_volunteered(talk, text, LanguageEar().read(text, EVENING), EVENING)


def test_feelings_are_no_place() -> None:
    """ "Aku takut sekolah" names no school, "saya di sekolah" is asked for its region."""
    assert not reported().hear("aku takut sekolah", "beri_lokasi").talk.memory.half_place
    assert reported().hear("saya di jalan sekolah", "beri_lokasi").talk.memory.half_place


def test_a_voice_note_has_no_kind_by_itself() -> None:
    """Its stand-in words resemble whatever they like."""

    class Suspicious(FakeEar):
        def kind(self, narrative: str) -> KindGuess:
            return KindGuess("penipuan", 0.9, ()) if "suara" in narrative else super().kind(narrative)

    message = Message("1", NOON, "", "kirim_suara", 0.9, (), {}, VOICE)
    heard = hear(Talk(), message, Suspicious(), active=False, requested=None, fresh=ReportDraft("draf1"))
    assert heard.talk.said["kejadian"] == filling.VOICE_NOTE and heard.talk.report.kind == "lainnya"


@pytest.mark.parametrize(("later", "kind"), [(0.5, "pencurian"), (0.8, "penipuan")])
def test_a_kind_changes_only_for_a_surer_one(later: float, kind: str) -> None:
    """A bubble about the bus must not make a stolen telephone a stolen motorcycle."""

    class Wavering(FakeEar):
        def kind(self, narrative: str) -> KindGuess:
            return KindGuess("penipuan", later, ()) if "bus" in narrative else KindGuess("pencurian", 0.9, ())

    talk = filling.with_narrative(Talk(draft=ReportDraft("draf1")), "hp disikat", Wavering())
    assert filling.with_narrative(talk, "di bus", Wavering()).report.kind == kind


def test_a_habit_has_its_words_for_a_time() -> None:
    """ "Tiap pagi" is when thugs come, but not when a bag was snatched on the daily way."""
    assert told("preman minta duit di pasar cinde tiap pagi", "premanisme").said["waktu"] == "tiap pagi"
    assert "waktu" not in told("tiap pagi saya lewat situ, tas dirampas", "pencurian_kekerasan").said


def test_what_is_planned_lies_ahead() -> None:
    """A brawl may be announced; a theft of tomorrow is a slip."""
    assert told("besok malam mau tawuran di bukit besar", "tawuran").said["waktu"] == "besok malam"
    assert "waktu" not in told("besok malam motor dicuri di bukit besar", "curanmor").said


def test_when_it_was_missed_is_not_when_it_went() -> None:
    """ "Sekarang tidak ada lagi" gives no time."""
    assert "waktu" not in told("cincin di laci. sekarang tidak ada lagi", "pencurian").said
    assert "waktu" in told("sekarang ada balap liar di jakabaring", "balap_liar").said


def test_where_somebody_lives_is_not_where_it_happened() -> None:
    """When another place is named; otherwise the home is all there is."""
    away = "ketipu cod di bandar lampung, saya tinggal di martapura oku timur"
    home = "saya tinggal di martapura oku timur, kambing saya hilang"
    assert told(away, "penipuan").place is None
    assert "martapura" in (told(home, "pencurian").place or Place()).said


def test_planning_needs_no_second_question() -> None:
    """A future time that is said again is taken."""
    talk = Conversation().hear("rumah saya kemalingan", "lapor_kejadian").hear("di plaju", "beri_lokasi")
    assert talk.hear("besok", "beri_waktu").asked == "waktu"
    assert talk.hear("besok", "beri_waktu").said["waktu"] == "besok"


def test_half_an_hour_is_within_an_hour() -> None:
    """The limit that the additions stand on."""
    later = NOON + timedelta(minutes=30)
    assert (
        Conversation(Talk(memory=FILED), now=later).hear("dan hpnya", "lapor_kejadian").talk.memory.mode
        == "tambah"
    )


@pytest.mark.parametrize("text", ["tv dicuri", "eh sama kompor juga"])
def test_a_short_piece_of_the_story_is_no_place(text: str) -> None:
    """It goes into the story, and the place is asked again in plain words."""
    talk = reported().hear(text, "lapor_kejadian")
    assert text in talk.said["kejadian"] and talk.asked == "lokasi" and not talk.talk.memory.half_place


def test_a_long_piece_of_the_story_is_no_place_either() -> None:
    """Although any words may be a place to who asks for one."""
    talk = reported().hear("rumah itu dicuri semua isinya sama orang", "lapor_kejadian")
    assert talk.asked == "lokasi" and not talk.talk.memory.half_place


def test_more_of_the_story_is_no_failed_answer() -> None:
    """After it the question is asked plainly, not with "belum saya tangkap"."""
    talk = Talk(draft=ReportDraft("draf1")).remembering(tries=1)
    assert wording("lokasi", talk) == "utter_jelaskan_lokasi"
    assert wording("lokasi", talk.noting("utter_catat_kejadian")) == "utter_tanya_lokasi"


def test_a_region_that_repeats_the_place_is_kept_once() -> None:
    """Who answers "which district?" with the same words again."""
    talk = reported().hear("warung alfamart", "beri_lokasi").hear("warung alfamart", "beri_lokasi")
    assert talk.said["lokasi"] == "warung alfamart"


@pytest.mark.parametrize("slot", ["nama", "boleh_dihubungi", "konfirmasi"])
def test_who_did_it_is_taken_when_something_else_is_asked(slot: str) -> None:
    """It is noted, and the same question stays."""
    talk = at(slot).hear("pelakunya 3 orang", "nlu_fallback")
    assert "pelakunya 3 orang" in talk.talk.report.people and talk.asked == slot
    assert talk.notes == ("utter_catat_orang",)


def test_a_known_place_takes_no_words_that_name_none() -> None:
    """A name that resembles a place must not stand before the street."""
    talk = at("boleh_dihubungi").hear("entah apa", "beri_lokasi")
    assert talk.said["lokasi"] == "di plaju"


@pytest.mark.parametrize("asked", ["lokasi", "waktu"])
def test_a_piece_of_the_story_is_kept_out_of_place_and_time(asked: str) -> None:
    """Six words that name neither are no answer to either question, however surely a place is asked."""
    talk = at(asked).hear("semua isinya dicuri sama orang itu", "lapor_kejadian")
    assert talk.asked == asked and not talk.talk.memory.half_place and "dicuri" in talk.said["kejadian"]


def test_a_story_that_nothing_reads_is_no_half_place() -> None:
    """A message that was surely meant to tell is not kept as a place without a region."""
    talk = Talk({"kejadian": "x"}, ReportDraft("draf1", narrative="x"))
    message = Message("1", NOON, "warung ikut kena", "lapor_kejadian", 0.9)
    ear = FakeEar()
    h = Hearing(talk, message, ear.read(message.text, NOON), ear, "lokasi")
    assert answer_lokasi(h) is None
    assert answer_lokasi(replace(h, message=replace(message, intent="beri_lokasi"))) is not None


def test_a_first_answer_replaces_nothing() -> None:
    """ "Harusnya" may stand in an answer; what was never said cannot be corrected."""
    talk = reported().hear("di plaju", "beri_lokasi")
    talk.hear("jam 11 tadi harusnya sudah di rumah", "beri_waktu")
    assert "waktu" in talk.said and "utter_ganti_waktu" not in talk.talk.memory.notes


def test_a_name_is_no_nearer_place() -> None:
    """A bare word that nothing resolves changes no place, whatever it was taken for."""
    talk = at("bukti")
    before = talk.talk.report.place
    talk.hear("Andi", "beri_lokasi")
    assert talk.talk.report.place == before


def test_what_somebody_did_not_wear_is_no_description() -> None:
    """ "Foto ga pake baju" tells nothing of the one who spread it."""
    reading = Reading(None, None, (Entity("ciri_orang", "pake baju", 8, 17),), (), (), ())
    assert filling._looks(reading, "foto ga pake baju") == []
    assert filling._looks(reading, "foto ia pake baju") == ["pake baju"]


def test_an_office_is_a_name_and_no_place() -> None:
    """ "Ketua RT 12" answers for a name, and never stands before the street."""
    talk = at("nama").hear("Ketua RT 12", "beri_lokasi", confidence=0.5)
    assert talk.talk.report.name == "Ketua RT 12" and talk.said["lokasi"] == "di plaju"
    assert at("nama").hear("depan 12 rumah", "beri_lokasi").said["lokasi"] == "di plaju"


def test_a_short_piece_is_no_place_to_an_ear_that_takes_any_words_for_one() -> None:
    """Where a place is asked, any words may be one."""

    class Anywhere(FakeEar):
        def place(self, text: str) -> PlaceFound | None:
            return PlaceFound(text, (0, len(text)), None, None, None, None, False, True)

    talk = reported().talk
    message = Message("9", NOON, "eh sama kompor juga", "nlu_fallback", 0.4)
    heard = hear(talk, message, Anywhere(), active=True, requested="lokasi", fresh=ReportDraft("draf9"))
    assert not heard.talk.memory.half_place and "kompor" in heard.talk.said["kejadian"]


@pytest.mark.parametrize("intent", ["nlu_fallback", "beri_lokasi", "di_luar_topik"])
def test_laughter_is_no_place(intent: str) -> None:
    """Neither the first time nor where a region is asked for."""
    assert reported().hear("wkwkwk", intent, confidence=0.2).talk.report.place is None
    half = reported().hear("warung alfamart", "beri_lokasi").hear("wkwkwk", intent, confidence=0.2)
    assert half.asked == "lokasi" and half.talk.report.place == Place(said="warung alfamart")


@pytest.mark.parametrize(("confidence", "asked"), [(0.999, "kerugian"), (0.6, "bukti")])
def test_sure_chit_chat_answers_no_free_question(confidence: float, asked: str) -> None:
    """The weather is no loss; what merely resembles chit-chat may well be an answer."""
    talk = reported().hear("di plaju", "beri_lokasi").hear("tadi malam", "beri_waktu")
    assert talk.hear("cuaca hari ini panas", "di_luar_topik", confidence=confidence).asked == asked
