"""What belongs to a filed report is heard as that, and everything else is not."""

from __future__ import annotations

import pytest

from actions import slots
from actions.afterwards import CLOSING, PIN, REPLY, Matters, find_mark
from actions.answer_closing import AnswerClosing
from actions.answer_officer import AnswerOfficer
from actions.hearing import hear
from actions.message import Message
from actions.show_reports import ShowReports
from actions.take_data_request import TakeDataRequest
from actions.talk import Memory, Talk
from actions.use_pin import UsePin
from banpol.post.letters import Letter
from banpol.post.pins import WEAK
from banpol.register.draft import ReportDraft
from tests.unit.actions.fake_desk import NOON, FakeDesk
from tests.unit.actions.fake_ear import FakeEar
from tests.unit.actions.test_actions import MINE, run

CLOSED = Matters(closed=("BP-251124-0001",))
ASKED = Matters(asked=("draf1",))


def memory(
    text: str = "",
    intent: str = "nlu_fallback",
    matters: Matters = CLOSED,
    mark: str = "",
    awaiting: str = "",
    **given: str,
) -> Memory:
    """What is remembered after one message outside the form."""
    letters = (Letter("text", text, secret=mark),)
    message = Message("1", NOON, text, intent, 0.9, (), given, letters)
    talk = Talk(memory=Memory(awaiting=awaiting))
    fresh = ReportDraft("baru")
    heard = hear(talk, message, FakeEar(), active=False, requested=None, fresh=fresh, matters=matters)
    return heard.talk.memory


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("belum selesai pak", "disanggah"),
        ("kok udah ditutup", "disanggah"),
        ("belum", "disanggah"),
        ("motor belum balik", "disanggah"),
        ("iya sudah selesai pak", "dibenarkan"),
        ("alhamdulillah lah ketemu", "dibenarkan"),
    ],
)
def test_words_about_a_closing(text: str, verdict: str) -> None:
    """Agreement and objection, in whatever intent they were seen."""
    after = memory(text)
    assert (after.leads_to, after.verdict, after.about) == (CLOSING, verdict, CLOSED.closed[0])


@pytest.mark.parametrize("text", ["apa sudah selesai laporan saya?", "cek laporan", "selamat pagi"])
def test_other_words_do_not_touch_the_closing(text: str) -> None:
    """Questions and greetings."""
    assert memory(text, "cek_laporan").leads_to != CLOSING


def test_without_a_closing_nothing_is_confirmed() -> None:
    """The same words belong to no report."""
    assert memory("iya sudah selesai pak", matters=Matters()).leads_to != CLOSING


def test_a_tap_names_its_own_report() -> None:
    """Also when another one is closed, too."""
    after = memory(intent="tolak", tutup="BP-251124-0009")
    assert (after.leads_to, after.verdict, after.about) == (CLOSING, "disanggah", "BP-251124-0009")


@pytest.mark.parametrize(
    ("text", "mark"),
    [("4", 4), ("saya kasih 5 pak", 5), ("kurang puas", 2), ("sangat baik", 5), ("biasa aja", 3)],
)
def test_marks_in_digits_and_words(text: str, mark: int) -> None:
    """One to five."""
    assert find_mark(text) == mark


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("merah pak", "nlu_fallback"),
        ("tidak", "tolak"),
        ("jam 9 malam", "beri_waktu"),
        ("helmnya merah", "darurat"),
    ],
)
def test_statements_answer_the_officer(text: str, intent: str) -> None:
    """Whatever they were taken for, a cry for help by mere likeness included."""
    after = memory(text, intent, ASKED)
    assert (after.leads_to, after.about) == (REPLY, "draf1")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("nomor darurat berapa?", "tanya_nomor_darurat"),
        ("terima kasih pak", "terima_kasih"),
        ("mau lapor kejadian lain", "lapor_kejadian"),
    ],
)
def test_side_questions_thanks_and_new_reports_do_not(text: str, intent: str) -> None:
    """They go where they always go."""
    assert memory(text, intent, ASKED).leads_to != REPLY


def test_danger_comes_before_the_officers_question() -> None:
    """A word that names it, not a likeness."""
    assert memory("tolong ada maling bawa parang", "darurat", ASKED).danger


@pytest.mark.parametrize(
    ("text", "verdict"), [("buat PIN", "buat"), ("lupa pin saya", "lupa"), ("kirim pin lokasi", "")]
)
def test_wishes_about_a_pin(text: str, verdict: str) -> None:
    """A pin on the map is another thing."""
    assert memory(text, matters=Matters()).verdict == verdict


def test_a_typed_pin_leads_to_its_action_also_in_a_report() -> None:
    """The form does not take it for an answer."""
    assert memory("••••••", mark="tanda").leads_to == PIN


def pinned(awaiting: str) -> Talk:
    return Talk(memory=Memory(awaiting=awaiting))


def with_mark(desk: FakeDesk, mark: str) -> None:
    desk.letters = (Letter("text", "••••••", secret=mark),)


def test_a_weak_pin_is_asked_again(desk: FakeDesk) -> None:
    """Nothing is set."""
    desk.file(MINE)
    with_mark(desk, WEAK)
    said, after, _ = run(UsePin(), desk, "••••••", talk=pinned("pin_baru:draf1"))
    assert (said, desk.pins) == (["utter_pin_lemah"], {}) and "ingatan" not in after


def test_a_pin_is_set_and_then_asked_before_status_and_data(desk: FakeDesk) -> None:
    """A wrong one shows nothing, the right one shows it."""
    desk.file(MINE)
    with_mark(desk, "tanda")
    assert run(UsePin(), desk, "••••••", talk=pinned("pin_baru:draf1"))[0] == ["utter_pin_tersimpan"]
    assert run(ShowReports(), desk, "cek laporan", "cek_laporan")[0] == ["utter_tanya_pin"]
    assert run(TakeDataRequest(), desk, "hapus data saya", "hapus_data")[0] == ["utter_tanya_pin"]
    assert run(UsePin(), desk, "••••••", talk=pinned("pin_lihat"))[0] == ["utter_laporan_daftar"]
    run(UsePin(), desk, "••••••", talk=pinned("pin_data:hapus"))
    assert desk.done[-1] == ("ask_data", "hapus", "pin")
    with_mark(desk, "salah")
    assert run(UsePin(), desk, "••••••", talk=pinned("pin_lihat"))[0] == ["utter_pin_salah"]


def test_without_a_pin_an_officer_makes_sure_who_asks(desk: FakeDesk) -> None:
    """The request is recorded, and the reporter hears it."""
    said = run(TakeDataRequest(), desk, "hapus data saya", "hapus_data")[0]
    assert said == ["utter_data_hapus", "utter_data_dipastikan"]
    assert desk.done == [("ask_data", "hapus")]


def test_a_closing_that_was_opened_again_is_not_confirmed(desk: FakeDesk) -> None:
    """An old button changes nothing."""
    desk.file(MINE)
    talk = Talk(memory=Memory(verdict="dibenarkan", about="BP-251124-0001"))
    assert run(AnswerClosing(), desk, talk=talk)[0] == ["utter_penutupan_sudah_dibuka"]
    assert [deed[0] for deed in desk.done] == ["file"]


def test_an_answer_with_a_photo_and_a_place_goes_to_the_case_whole(desk: FakeDesk) -> None:
    """Files, words and the pin."""
    desk.file(MINE)
    desk.letters = (
        Letter("media", evidence_id="b1", media_type="image"),
        Letter("location", latitude=-2.99, longitude=104.79),
    )
    talk = Talk(memory=Memory(about="draf1"))
    said, after, _ = run(AnswerOfficer(), desk, "helmnya merah", talk=talk)
    assert said == ["utter_jawaban_diteruskan"]
    assert [deed[0] for deed in desk.done[1:]] == ["add_evidence", "add_information", "add_information"]
    assert slots.Memory.from_json(after["ingatan"]).answered == "draf1"
