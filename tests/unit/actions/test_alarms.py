"""What sounds like a cry for help and is none, and the cry that is easily missed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions import course_words
from actions.emergency import emergency_talk, name_kind
from actions.file_report import _confirmation
from actions.message import LanguageEar, Message
from actions.rumours import is_rumour
from actions.talk import Memory, Talk
from actions.urgency import is_calm_story, is_only_polite, is_urgent
from actions.validate_laporan_form import ValidateLaporanForm
from banpol.language.kinds import KindGuess
from banpol.register.draft import ReportDraft
from tests.unit.actions.fake_desk import NOON, FakeDesk
from tests.unit.actions.fake_ear import FakeEar
from tests.unit.actions.talking import FILED, Conversation, at
from tests.unit.actions.test_actions import MINE, run


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
        ("sepupu gue ditusuk orang di kertapati tolong", True),
        ("sepupu gue ditusuk orang kemarin tolong", False),
        ("tolong sepupu gue ditusuk orang itu diperiksa", False),
    ],
)
def test_a_cry_at_the_end_tells_of_now(text: str, urgent: bool) -> None:
    """Unless a past day stands beside it."""
    assert is_urgent(frightened(text), LanguageEar()) is urgent


def test_a_false_alarm_outside_is_answered() -> None:
    """What was taken for danger and is none must not fall to the rule that files it."""
    talk = Conversation().hear("maaf ya pak", "darurat")
    assert not talk.active and talk.talk.memory.leads_to == "action_answer_loose"


def test_a_cry_that_was_taken_back_after_its_place_is_answered_so() -> None:
    """Also when the form is closed."""
    memory = replace(FILED, filed_urgent=True, place_settled=True)
    talk = Conversation(Talk(memory=memory)).hear("salah nomor maaf", "koreksi", minutes=5)
    assert talk.notes == ("utter_darurat_ditarik",)


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


def test_after_a_cry_what_he_does_is_no_goodbye() -> None:
    """ "Dia sudah pergi" goes into the report."""
    assert course_words.tells_of_them("dia sudah pergi") and course_words.tells_of_them("suami saya pergi")
    assert not course_words.tells_of_them("saya pergi dulu") and not course_words.tells_of_them("dadah")


def test_who_wants_to_die_is_never_asked_coldly_for_a_place() -> None:
    """Without a place the line that listens is named again."""
    filed = ReportDraft("d", urgency="darurat", restricted=True)
    talk = Talk(draft=filed, memory=Memory(mode="darurat", filed="d", filed_at=NOON.isoformat()))
    assert _confirmation(talk) == "utter_bunuh_diri_tanpa_tempat"
    other = replace(talk, draft=replace(filed, restricted=False))
    assert _confirmation(other) == "utter_darurat_tanpa_tempat"


@pytest.mark.parametrize("intent", ["pamit", "terima_kasih"])
def test_that_a_danger_is_over_reaches_its_report(intent: str) -> None:
    """Also when it sounds like a farewell, with the form open or closed."""
    urgent = replace(FILED, filed_urgent=True)
    closed = Conversation(Talk(memory=replace(urgent, place_settled=True)))
    assert closed.hear("udah padam pak maaf", intent, minutes=5).talk.memory.pending_text
    asked = Conversation(Talk({}, replace(MINE), replace(urgent, mode="darurat")), "lokasi", active=True)
    assert asked.hear("udah padam pak maaf", intent, minutes=5).talk.memory.pending_text


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
    ("text", "meant"),
    [
        ("min bener ga sih katanya ada penculik anak keliling pake mobil putih di indralaya?", True),
        ("denger2 ada begal di km 5, bener gak pak", True),
        ("katonyo ado tawuran di plaju, apo iyo?", True),
        ("info di grup ada bom di pasar hoax kah", True),
        ("katanya ada penculik, saya lihat sendiri mobilnya, bener2 takut", False),
        ("tolong katanya dia mau bunuh saya, ini beneran", False),
        ("maling di rumah sebelah, katanya bawa parang", False),
        ("motor saya hilang benar benar sedih", False),
    ],
)
def test_who_asks_whether_a_rumour_is_true(text: str, meant: bool) -> None:
    """Nobody is in danger where it is asked, and nothing is filed."""
    assert is_rumour(text) is meant
    talk = Conversation().hear(text, "darurat")
    assert (talk.talk.memory.leads_to == "utter_kabar_belum_jelas") is meant
