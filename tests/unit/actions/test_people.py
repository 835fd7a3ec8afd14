"""What real people write that is easily mistaken: courtesy, doubt, going on, giving up, living elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from actions import answer_words, filling, phrases
from actions.corrections import Correction, find_correction, merged_times
from actions.emergency import emergency_talk, name_kind
from actions.file_report import _confirmation, added
from actions.hearing import hear
from actions.listening import Hearing
from actions.message import LanguageEar, Message
from actions.place_answer import answer_lokasi
from actions.questions import wording
from actions.talk import Memory, Talk
from actions.urgency import is_calm_story, is_only_polite, is_urgent
from actions.validate_laporan_form import ValidateLaporanForm
from banpol.clock import WIB
from banpol.language.kinds import KindGuess
from banpol.language.place import PlaceFound
from banpol.language.reading import Entity, Reading
from banpol.register.draft import Place, ReportDraft
from tests.unit.actions.fake_desk import NOON, FakeDesk
from tests.unit.actions.fake_ear import FakeEar
from tests.unit.actions.talking import VOICE, Conversation, at, reported
from tests.unit.actions.test_actions import MINE, run

EVENING = datetime(2026, 11, 24, 21, 30, tzinfo=WIB)
FILED = Memory(filed="draf1", filed_at=NOON.isoformat())


def frightened(text: str, *, confidence: float = 1.0, **more: object) -> Message:
    return Message("1", NOON, text, "darurat", confidence, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["maaf ya pak", "iya makasih", "ya sudah benar pak"])
def test_courtesy_is_no_emergency(text: str) -> None:
    """What holds only polite words cries for nothing, however much it resembles a cry."""
    assert is_only_polite(frightened(text)) and not is_urgent(frightened(text), FakeEar())


def test_a_cry_among_polite_words_stays_one() -> None:
    """ "Tolong" makes courtesy a cry."""
    assert not is_only_polite(frightened("tolong pak")) and is_urgent(frightened("tolong pak"), FakeEar())


@pytest.mark.parametrize("asked", ["nama", "boleh_dihubungi"])
def test_yes_please_answers_a_question(asked: str) -> None:
    """ "Iya tolong" to a question of yes or no is a yes."""
    assert not at(asked).hear("iya tolong", "darurat").talk.memory.danger


def test_yes_please_where_a_place_is_asked_is_a_cry() -> None:
    """Nobody answers "di mana?" with a yes."""
    assert at("lokasi").hear("iya tolong", "darurat").talk.memory.danger


@pytest.mark.parametrize(
    ("text", "kind", "calm"),
    [
        ("korban arisan bodong, korbannya banyak pak ada 30 org", "penipuan", True),
        ("korbannya banyak pak, ada yang pingsan", "kecelakaan_lalu_lintas", False),
        ("Ibu taruh di lemari. Sekarang tidak ada lagi", "pencurian", True),
        ("malingnya masih di dalam", "pencurian", False),
        ("uang saya diambil, orangnya balik ke sini", "pencurian", False),
        ("korbannya banyak pak", "pencurian", False),
        ("saya ditipu, tolong pak", "penipuan", False),
        ("saya ditipu lalu dia datang bawa parang", "penipuan", False),
    ],
)
def test_a_bloodless_loss_is_calm(text: str, kind: str, calm: bool) -> None:
    """Many victims of a fraud lie in no blood; who is there still, armed or crying is no calm story."""
    assert is_calm_story(frightened(text), LanguageEar(), KindGuess(kind, 0.9, ())) is calm


def test_a_weak_guess_is_no_calm_story() -> None:
    """Only a sure kind may speak against danger."""
    guess = KindGuess("pencurian", 0.6, ())
    assert not is_calm_story(frightened("sekarang tidak ada"), LanguageEar(), guess)


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("adek gue ditusuk orang di kertapati tolong", True),
        ("adek gue ditusuk orang kemarin tolong", False),
        ("tolong adek gue ditusuk orang itu diperiksa", False),
    ],
)
def test_a_cry_at_the_end_tells_of_now(text: str, urgent: bool) -> None:
    """Unless a past day stands beside it."""
    assert is_urgent(frightened(text), LanguageEar()) is urgent


@pytest.mark.parametrize("text", ["becanda pak hehe", "salah nomor", "cuma iseng"])
def test_a_joke_in_a_report_is_offered_to_be_stopped(text: str) -> None:
    """It is no place, no story, and how to stop is said before the question comes again."""
    talk = reported().hear(text, "beri_lokasi")
    assert talk.taken and talk.asked == "lokasi" and talk.notes == ("utter_catat_bercanda",)
    assert "lokasi" not in talk.said and text not in talk.said["kejadian"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("eh maaf salah nomor", True),
        ("salah kirim pak maaf", True),
        ("salah nomor platnya", False),
        ("salah nomor harusnya BG 1235 XX", False),
        ("salah kirim foto yang tadi", False),
    ],
)
def test_a_wrong_number_is_told_from_a_wrong_plate(text: str, wrong: bool) -> None:
    """A number that is mended is no wrong addressee."""
    assert answer_words.wrong_number(text) is wrong


def test_a_wrong_number_outside_is_answered_and_begins_nothing() -> None:
    """No report, no question."""
    talk = Conversation().hear("eh maaf salah nomor", "koreksi")
    assert not talk.active and talk.talk.memory.leads_to == "utter_salah_nomor"


def test_a_false_alarm_outside_is_answered() -> None:
    """What was taken for danger and is none must not fall to the rule that files it."""
    talk = Conversation().hear("maaf ya pak", "darurat")
    assert not talk.active and talk.talk.memory.leads_to == "action_answer_loose"


@pytest.mark.parametrize("text", ["gajadi deh pak cuma helm", "ga jadi pak", "eh batalin aja"])
def test_giving_up_in_own_words_cancels(text: str) -> None:
    """Whatever intent it was taken for."""
    assert reported().hear(text).talk.memory.leads_to == "action_cancel_report"


def test_passing_over_a_question_is_no_giving_up() -> None:
    """ "Ga jadi" to the question for files means that none come."""
    talk = at("bukti").hear("ga jadi kirim foto", "lewati")
    assert not talk.talk.memory.leads_to and talk.asked == "nama"


@pytest.mark.parametrize("text", ["katek, takut nak moto", "ga berani foto", "belum sempet"])
def test_nothing_to_show_is_an_answer(text: str) -> None:
    """It is neither more of the story nor a promise of files."""
    talk = at("bukti").hear(text)
    assert talk.asked == "nama" and not talk.notes and text not in talk.said["kejadian"]


def test_no_photo_but_a_witness_is_evidence() -> None:
    """What follows a "tapi" is kept."""
    talk = at("bukti").hear("ga ada foto tapi ada saksi dua orang")
    assert talk.talk.report.evidence_note


def test_evidence_that_sounds_like_a_side_question_is_taken() -> None:
    """ "Ada ss grup wa nya" asks for no other channel."""
    talk = at("bukti").hear("ada ss grup wa nya", "tanya_kanal")
    assert talk.asked == "nama" and "ss grup" in talk.talk.report.evidence_note


@pytest.mark.parametrize(
    ("text", "allowed"),
    [("boleh tapi jangan ditelpon, chat aja", True), ("serah", True), ("jangan nanti mama tau", False)],
)
def test_contact_in_own_words(text: str, allowed: bool | None) -> None:
    """By chat only is a yes, "terserah" leaves it to us, and "jangan" needs no more words."""
    assert answer_words.allows_contact(text) is allowed


def test_contact_in_many_words_is_no_more_story() -> None:
    """A long answer that sounds like a story is still the answer."""
    talk = at("boleh_dihubungi").hear("boleh tapi saya dipukul, jangan ditelpon ya", "lapor_kejadian")
    assert talk.talk.report.contact_allowed is not None and talk.asked == "konfirmasi"


@pytest.mark.parametrize("text", ["sama dompetnya warna coklat", "platnya BG 1234 XX", "eh salah, jam 9"])
def test_what_follows_a_receipt_goes_to_that_report(text: str) -> None:
    """Nobody should tell a second report by a second bubble."""
    talk = Conversation(Talk(memory=FILED)).hear(text, "lapor_kejadian", minutes=5)
    assert talk.talk.memory.mode == "tambah" and talk.talk.memory.filed == "draf1"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("saya dipukul orang", 5),
        ("sama mau lapor yang lain", 5),
        ("dan kemarin saya dipukul di plaju", 5),
        ("sama dompetnya dicuri", 90),
    ],
)
def test_another_incident_begins_anew(text: str, minutes: float) -> None:
    """A story of its own, another place and time, or one that comes much later."""
    assert (
        Conversation(Talk(memory=FILED)).hear(text, "lapor_kejadian", minutes=minutes).talk.memory.mode
        == "lapor"
    )


def test_what_is_remembered_goes_to_the_last_report_at_any_time() -> None:
    """ "Baru inget" says itself that it belongs to what was told."""
    talk = Conversation(Talk(memory=FILED)).hear(
        "baru inget pak, ada atm juga", "lapor_kejadian", minutes=300
    )
    assert talk.talk.memory.mode == "tambah"


def test_a_cry_that_was_taken_back_after_its_place_is_answered_so() -> None:
    """Also when the form is closed."""
    memory = replace(FILED, filed_urgent=True, place_settled=True)
    talk = Conversation(Talk(memory=memory)).hear("salah nomor maaf", "koreksi", minutes=5)
    assert talk.notes == ("utter_darurat_ditarik",)


def test_additions_are_not_confirmed_in_the_same_words() -> None:
    """Two sentences take turns."""
    assert [added(Memory(additions=n)) for n in range(3)] == [
        "utter_laporan_tambahan",
        "utter_laporan_tambahan_lagi",
        "utter_laporan_tambahan",
    ]


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


def told(text: str, kind: str) -> Talk:
    """A talk with the first words of a story of that kind, read at half past nine in the evening."""
    talk = Talk(draft=ReportDraft("draf1", kind=kind, narrative=text))
    return filling.with_volunteered(talk, text, LanguageEar().read(text, EVENING), EVENING)


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


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("jamnya jam 9 ya bukan jam 8", "jam 9"),
        ("eh kemarin maksudnya", "kemarin"),
        ("salah, tempatnya di Plaju pak", "di Plaju"),
    ],
)
def test_a_correction_is_kept_without_its_small_words(text: str, new: str) -> None:
    """The summary shows what was meant."""
    assert find_correction(text).new == new


def test_two_incidents_are_told_one_after_the_other() -> None:
    """Who announces two hears how the second is told."""
    talk = Conversation().hear("mau lapor 2 kejadian, rumah kemalingan dan saya dipukul", "lapor_kejadian")
    assert "utter_catat_dua_kejadian" in talk.notes


@pytest.mark.parametrize(("sure", "kind"), [(0.4, "lainnya"), (0.7, "kekerasan_seksual")])
def test_a_weak_guess_names_no_kind_of_emergency(sure: float, kind: str) -> None:
    """A few words in fear resemble much."""

    class Guessing(FakeEar):
        def kind(self, narrative: str) -> KindGuess:
            return KindGuess("kekerasan_seksual", sure, ())

    class Scenery:
        talk, message, ear = Talk(), frightened("pak tolong sy takut"), Guessing()
        desk = type("Desk", (), {"reporter_id": "r", "turn_id": "t"})()

    draft = emergency_talk(Scenery()).report  # type: ignore[arg-type]
    assert (draft.kind, draft.restricted) == (kind, kind != "lainnya")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("salah nomor ditipu", False),
        ("saya ditipu orang itu", True),
    ],
)
def test_only_what_tells_of_a_deed_names_the_kind(desk: FakeDesk, text: str, named: bool) -> None:
    """ "Salah nomor" is no fraud, although it resembles one."""
    desk.file(replace(MINE, urgency="darurat", kind="lainnya"))
    memory = replace(FILED, filed=MINE.draft_id, filed_urgent=True, mode="darurat", pending_text=text)
    talk = Talk({"lokasi": "lewati"}, MINE, memory)
    run(ValidateLaporanForm(), desk, text, "nlu_fallback", talk, "lokasi")
    assert any(deed[0] == "name_kind" for deed in desk.done) is named


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


def test_the_own_name_is_mended_and_asks_for_no_data() -> None:
    """ "Nama saya …" under the summary sets the name; "namanya …" is somebody else's."""
    talk = at("konfirmasi").hear("nama saya Mega Utami", "data_saya")
    assert talk.talk.report.name == "Mega Utami" and talk.asked == "konfirmasi"
    assert at("konfirmasi").hear("namanya Mega Utami", "data_saya").talk.report.name == "Rina"


@pytest.mark.parametrize("text", ["Bambang S.", "M. Yusuf", "A. R. Hakim"])
def test_initials_belong_to_a_name(text: str) -> None:
    """A letter alone sounds like nothing, and is a part of many names."""
    talk = at("nama").hear(text, "beri_lokasi", confidence=0.5)
    assert talk.talk.report.name and talk.asked == "boleh_dihubungi"
    assert "lokasi" not in talk.notes


def test_a_known_place_takes_no_words_that_name_none() -> None:
    """A name that resembles a place must not stand before the street."""
    talk = at("boleh_dihubungi").hear("entah apa", "beri_lokasi")
    assert talk.said["lokasi"] == "di plaju"


def test_a_part_of_the_day_is_not_said_twice() -> None:
    """ "Kemarin jam 8 malam" mended to "jam 7 malam"."""
    assert merged_times("kemarin jam 8 malam", Correction("jam 7 malam"))[0] == "kemarin jam 7 malam"


def test_yes_please_allows_contact() -> None:
    """Whatever it was taken for."""
    assert at("boleh_dihubungi").hear("iya tolong", "darurat").talk.report.contact_allowed is True


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


@pytest.mark.parametrize(("text", "named"), [("di pasar 16 ilir", 0), ("orang jatuh di pasar 16 ilir", 1)])
def test_a_place_names_no_kind_of_emergency(text: str, named: int) -> None:
    """A crossing is no traffic jam, although it resembles one."""

    class Guessing(FakeEar):
        def kind(self, narrative: str) -> KindGuess:
            return KindGuess("penipuan", 0.95, ())

    class Scenery:
        talk, ear, desk = Talk(memory=FILED), Guessing(), FakeDesk()

    Scenery.desk.filed["draf1"] = MINE
    name_kind(Scenery(), text)  # type: ignore[arg-type]
    assert len(Scenery.desk.done) == named


@pytest.mark.parametrize("text", ["lewati", "skip aja", "gausah pak"])
def test_what_is_passed_over_is_no_answer_for_officers(text: str) -> None:
    """A question counts as answered, but "lewati" tells of no loss."""
    talk = reported().hear("di plaju", "beri_lokasi").hear("tadi malam", "beri_waktu")
    assert talk.asked == "kerugian"
    talk.hear(text, "lewati")
    assert (talk.asked, talk.talk.report.loss) == ("bukti", "")


def test_not_knowing_is_told_to_officers() -> None:
    """ "Dak tau" is an answer."""
    talk = reported().hear("di plaju", "beri_lokasi").hear("tadi malam", "beri_waktu")
    assert talk.hear("dak tau", "tolak").talk.report.loss == "dak tau"


@pytest.mark.parametrize("text", ["takut pak nanti dibales", "aku takut ketahuan", "takut pak"])
def test_fear_is_met_and_not_taken_for_an_answer(text: str) -> None:
    """Who is afraid hears that they are kept hidden; the fear is no answer."""
    talk = reported().hear("di plaju", "beri_lokasi").hear("tadi malam", "beri_waktu")
    talk.hear(text, "nlu_fallback")
    assert "utter_catat_takut" in talk.talk.memory.notes
    assert (talk.asked, talk.talk.report.loss) == ("bukti", "")


def test_a_sum_is_corrected_as_a_sum() -> None:
    """Although "2,5 juta" alone resembles a fraud."""
    talk = at("nama").hear("kerugian 2,5 juta", "tambah_informasi")
    talk.hear("jumlahnya bukan 2,5 juta tapi 3,5 juta", "koreksi")
    assert "3,5 juta" in talk.talk.report.loss and "utter_ganti_kerugian" in talk.talk.memory.notes


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


def test_after_a_cry_what_he_does_is_no_goodbye() -> None:
    """ "Dia sudah pergi" goes into the report."""
    assert answer_words.tells_of_them("dia sudah pergi") and answer_words.tells_of_them("suami saya pergi")
    assert not answer_words.tells_of_them("saya pergi dulu") and not answer_words.tells_of_them("dadah")


def test_who_wants_to_die_is_never_asked_coldly_for_a_place() -> None:
    """Without a place the line that listens is named again."""
    filed = ReportDraft("d", urgency="darurat", restricted=True)
    talk = Talk(draft=filed, memory=Memory(mode="darurat", filed="d", filed_at=NOON.isoformat()))
    assert _confirmation(talk) == "utter_bunuh_diri_tanpa_tempat"
    other = replace(talk, draft=replace(filed, restricted=False))
    assert _confirmation(other) == "utter_darurat_tanpa_tempat"


def test_what_somebody_did_not_wear_is_no_description() -> None:
    """ "Foto ga pake baju" tells nothing of the one who spread it."""
    reading = Reading(None, None, (Entity("ciri_orang", "pake baju", 8, 17),), (), (), ())
    assert filling._looks(reading, "foto ga pake baju") == []
    assert filling._looks(reading, "foto ia pake baju") == ["pake baju"]


def test_two_words_that_name_evidence_are_taken() -> None:
    """ "Ada kwitansi" is an answer."""
    assert at("bukti").hear("ada kwitansi", "nlu_fallback").talk.report.evidence_note == "ada kwitansi"


def test_where_somebody_got_on_is_no_name() -> None:
    """Although four words may be one."""
    assert phrases.find_name("sekitaran jakabaring naiknya") is None


def test_an_office_is_a_name_and_no_place() -> None:
    """ "Ketua RT 12" answers for a name, and never stands before the street."""
    talk = at("nama").hear("Ketua RT 12", "beri_lokasi", confidence=0.5)
    assert talk.talk.report.name == "Ketua RT 12" and talk.said["lokasi"] == "di plaju"
    assert at("nama").hear("depan 12 rumah", "beri_lokasi").said["lokasi"] == "di plaju"


def test_a_bare_fact_after_a_receipt_goes_to_that_report() -> None:
    """ "Imei 3519" needs no verb."""
    assert Conversation(Talk(memory=FILED)).hear("imei 3519", minutes=5).talk.memory.mode == "tambah"


@pytest.mark.parametrize("intent", ["pamit", "terima_kasih"])
def test_that_a_danger_is_over_reaches_its_report(intent: str) -> None:
    """Also when it sounds like a farewell, with the form open or closed."""
    urgent = replace(FILED, filed_urgent=True)
    closed = Conversation(Talk(memory=replace(urgent, place_settled=True)))
    assert closed.hear("udah padam pak maaf", intent, minutes=5).talk.memory.pending_text
    asked = Conversation(Talk({}, replace(MINE), replace(urgent, mode="darurat")), "lokasi", active=True)
    assert asked.hear("udah padam pak maaf", intent, minutes=5).talk.memory.pending_text


@pytest.mark.parametrize("text", ["boleh, hp ini aja", "boleh kalau sore"])
def test_a_yes_with_a_wish_allows_contact_and_changes_no_time(text: str) -> None:
    """Whatever it was taken for."""
    talk = at("boleh_dihubungi").hear(text, "beri_waktu")
    assert talk.talk.report.contact_allowed is True and talk.said["waktu"] == "tadi malam"


@pytest.mark.parametrize(("text", "hidden"), [("takut pak, rahasia", True), ("rahasia ga pak", False)])
def test_fear_of_giving_a_name_is_an_answer(text: str, hidden: bool) -> None:
    """Who asks whether it is kept secret is answered; who only fears is left without a name."""
    talk = at("nama").hear(text, "tanya_privasi")
    assert ("nama" in talk.said) is hidden and not talk.talk.report.name


def test_a_chain_letter_frightens_nobody_into_an_alarm() -> None:
    """It is answered as what it is; danger without it still alarms."""
    letter = "awas penculikan anak bawa parang, sebarkan ke semua grup"
    talk = Conversation().hear(letter, "darurat")
    assert not talk.active and talk.talk.memory.leads_to == "utter_pesan_berantai"
    for cry in (
        "awas ada orang bawa parang",
        "teruskan ke polisi, ada orang bawa parang",
        f"tolong {letter}",
    ):
        assert Conversation().hear(cry, "darurat").talk.memory.danger, cry


@pytest.mark.parametrize(
    ("text", "opens"), [("lapor baru", True), ("cara lapor", False), ("info baru pak", False)]
)
def test_the_words_of_the_receipt_open_a_new_report(text: str, opens: bool) -> None:
    """ "Lapor baru" resembles the question how to report."""
    assert Conversation(Talk(memory=FILED)).hear(text, "tanya_cara_lapor", minutes=5).active is opens


def test_a_short_piece_is_no_place_to_an_ear_that_takes_any_words_for_one() -> None:
    """Where a place is asked, any words may be one."""

    class Anywhere(FakeEar):
        def place(self, text: str) -> PlaceFound | None:
            return PlaceFound(text, (0, len(text)), None, None, None, None, False, True)

    talk = reported().talk
    message = Message("9", NOON, "eh sama kompor juga", "nlu_fallback", 0.4)
    heard = hear(talk, message, Anywhere(), active=True, requested="lokasi", fresh=ReportDraft("draf9"))
    assert not heard.talk.memory.half_place and "kompor" in heard.talk.said["kejadian"]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("pinjol nagih, data saya dicuri dan disebar", True),
        ("minta data saya yang dicuri kemarin", False),
        ("data saya dicuri ya?", False),
    ],
)
def test_stolen_data_are_a_report_and_no_request(text: str, begins: bool) -> None:
    """Who tells that lenders spread their data asks for no copy of them."""
    heard = Conversation().hear(text, "data_saya")
    assert (heard.talk.draft is not None) == begins


@pytest.mark.parametrize("text", ["no", "skip aja", "No thanks"])
def test_a_name_that_is_passed_over_stays_empty(text: str) -> None:
    """Whatever the intents make of it."""
    talk = at("nama").hear(text, "nlu_fallback")
    assert (talk.asked, talk.talk.report.name) == ("boleh_dihubungi", "")


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
