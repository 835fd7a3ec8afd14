"""The Rasa components, called as Rasa calls them, without a server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

pytest.importorskip("rasa.engine", reason="the components run inside Rasa, which is an extra")

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from banpol.assistant import tokenizer
from banpol.assistant.emergency import EmergencyOverride
from banpol.assistant.entities import RuleEntities
from banpol.assistant.intent import FastIntent
from banpol.assistant.tokenizer import NormTokenizer
from banpol.language import sentences
from banpol.language.danger_model import DangerModel, Verdict
from tests.support.encoder import ToyEncoder
from tests.unit.language.test_spelling import NASTY

ROOT = Path(__file__).parents[3]
DANGER_SET = ROOT / "tests" / "understanding" / "darurat.yml"
INTENT_SET = ROOT / "tests" / "understanding" / "niat.yml"
# Measured on tests/understanding, which nobody tunes on; a drop below means that something broke.
INTENTS_RIGHT, TOP_THREE = 0.85, 0.94
DANGER_FOUND, DANGER_FALSE = 0.95, 0.02
HARD_DANGER_FOUND = 0.88
SAMPLE = {
    "sapa": ["halo", "selamat pagi pak", "assalamualaikum", "pagi pak"],
    "batal": ["batal saja", "tidak jadi pak", "dak jadi mang", "cancel"],
    "lapor_kejadian": ["saya mau lapor", "motor saya hilang", "rumah kemalingan", "saya ditipu orang"],
    "di_luar_topik": ["besok hujan tidak", "harga cabe berapa", "resep pempek", "lagu terbaru"],
}


def _context() -> ExecutionContext:
    return ExecutionContext(GraphSchema({}))


def _data(examples: dict[str, list[str]]) -> TrainingData:
    return TrainingData([Message.build(text, intent) for intent, texts in examples.items() for text in texts])


def _message(text: str, **more: object) -> Message:
    return Message(data={"text": text, **more})


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    """An empty place for trained parts."""
    return LocalModelStorage(tmp_path)


@pytest.fixture
def intents(storage: LocalModelStorage) -> FastIntent:
    """FastIntent, trained on a few examples and loaded again."""
    made = FastIntent.create(FastIntent.get_default_config(), storage, Resource("niat"), _context())
    made.train(_data(SAMPLE))
    return FastIntent.load(FastIntent.get_default_config(), storage, Resource("niat"), _context())


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[FastIntent, EmergencyOverride]:
    """Both trained components over the project's own examples."""
    data = TrainingData()
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        data = data.merge(RasaYAMLReader().read(str(path)))
    storage = LocalModelStorage(tmp_path_factory.mktemp("model"))
    intent = FastIntent.create(FastIntent.get_default_config(), storage, Resource("niat"), _context())
    danger = EmergencyOverride.create(
        EmergencyOverride.get_default_config(), storage, Resource("bahaya"), _context()
    )
    intent.train(data)
    danger.train(data)
    return (
        FastIntent.load(FastIntent.get_default_config(), storage, Resource("niat"), _context()),
        EmergencyOverride.load(
            EmergencyOverride.get_default_config(), storage, Resource("bahaya"), _context()
        ),
    )


def _understood(project: tuple[FastIntent, EmergencyOverride], text: str) -> Message:
    message = _message(text)
    for component in project:
        component.process([message])
    return message


def test_tokens_keep_the_raw_text_and_carry_the_normalised_form(storage: LocalModelStorage) -> None:
    """Offsets are those of what was typed, the lemma is the matching form."""
    made = NormTokenizer.create(NormTokenizer.get_default_config(), storage, Resource("t"), _context())
    message = made.process([_message("TLG, motornyo ilang!!")])[0]
    found = message.get("text_tokens")
    assert [(t.text, t.start, t.lemma) for t in found] == [
        ("TLG", 0, "tolong"),
        ("motornyo", 5, "motornya"),
        ("ilang", 14, "hilang"),
    ]


def test_an_intent_is_ranked_with_chances(intents: FastIntent) -> None:
    """Intent, ranking and in-scope score are set; the first of the ranking is the intent."""
    message = intents.process([_message("mo lapor, motor ilang")])[0]
    assert message.get("intent")["name"] == "lapor_kejadian"
    assert message.get("intent_ranking")[0] == message.get("intent")
    assert 0.0 <= message.get("in_scope") <= 1.0


def _with_vectors(storage: LocalModelStorage, below: float) -> FastIntent:
    config = {**FastIntent.get_default_config(), "vectors_below": below}
    FastIntent.create(config, storage, Resource("v"), _context()).train(_data(SAMPLE))
    return FastIntent.load(config, storage, Resource("v"), _context())


def test_only_unsure_messages_pay_for_a_vector(
    storage: LocalModelStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above the limit words decide alone; below it the sentence is looked at once."""
    monkeypatch.setenv("BANPOL_VECTOR_CACHE", str(tmp_path / "cache" / "c.npz"))
    meaning = ToyEncoder(lambda text: len(text) % 7)
    monkeypatch.setattr(sentences, "encoder", lambda: meaning)
    sure, unsure = _with_vectors(storage, 0.001), _with_vectors(storage, 1.1)
    before = len(meaning.asked)
    sure.process([_message("motor saya hilang")])
    assert len(meaning.asked) == before
    answer = unsure.process([_message("motor saya hilang")])[0]
    assert len(meaning.asked) == before + 1
    assert answer.get("intent")["name"] in SAMPLE


def test_without_the_vector_package_words_decide(
    storage: LocalModelStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Training and answering go on when the extra is not installed, with the same answers as words give."""
    monkeypatch.setattr(sentences, "encoder", lambda: None)
    bare, plain = _with_vectors(storage, 1.1), _with_vectors(storage, 0.0)
    answers = [made.process([_message("mo lapor, motor ilang")])[0].get("intent") for made in (bare, plain)]
    assert answers[0] == answers[1]


def test_an_unreadable_message_has_no_intent(intents: FastIntent) -> None:
    """Emoji and signs are left to the fallback."""
    message = intents.process([_message("🙏🙏")])[0]
    assert message.get("intent") == {"name": None, "confidence": 0.0}
    assert message.get("intent_ranking") == []
    assert message.get("in_scope") == 0.0


def test_too_few_examples_leave_it_untrained_and_harmless(storage: LocalModelStorage) -> None:
    """Two examples of one intent are no training data; nothing is raised, nothing is guessed."""
    made = FastIntent.create(FastIntent.get_default_config(), storage, Resource("x"), _context())
    made.train(_data({"sapa": ["halo", "hai"]}))
    loaded = FastIntent.load(FastIntent.get_default_config(), storage, Resource("x"), _context())
    assert loaded.process([_message("halo")])[0].get("intent")["name"] is None


def test_the_model_holds_no_training_sentence(intents: FastIntent, tmp_path: Path) -> None:
    """No example longer than two words, and no word of a single example, is readable in the files."""
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    readable = "".join(path.read_bytes().decode("utf-8", "ignore") for path in files)
    assert files
    assert [t for texts in SAMPLE.values() for t in texts if len(t.split()) > 2 and t in readable] == []
    assert "pempek" not in readable
    assert not any(path.suffix in (".pkl", ".pickle", ".joblib") for path in files)


@pytest.mark.parametrize("part", [NormTokenizer, FastIntent, EmergencyOverride])
def test_an_edited_word_list_makes_the_model_stale(
    part: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The word lists are part of a component's fingerprint, so Rasa trains again."""
    before = part.fingerprint_addon({})
    (tmp_path / "ejaan.yml").write_text("baku: {}\n", encoding="utf-8")
    monkeypatch.setattr(tokenizer, "KAMUS_DIR", tmp_path)
    assert part.fingerprint_addon({}) != before


class _Guesser(DangerModel):
    """Answers one thing whatever it is asked."""

    def __init__(self, verdict: Verdict) -> None:
        self._verdict = verdict

    def verdict(self, text: str) -> Verdict:
        return self._verdict


def test_danger_wins_over_any_intent_and_the_ranking_stays(storage: LocalModelStorage) -> None:
    """The intent becomes `darurat` with confidence 1, what was ranked before stands behind it."""
    made = EmergencyOverride.create({}, storage, Resource("b"), _context())
    ranked = [{"name": "sapa", "confidence": 0.9}, {"name": "darurat", "confidence": 0.05}]
    message = _message("ado maling di rumah aku sekarang", intent=ranked[0], intent_ranking=ranked)
    made.process([message])
    assert message.get("intent") == {"name": "darurat", "confidence": 1.0}
    assert [entry["name"] for entry in message.get("intent_ranking")] == ["darurat", "sapa"]
    assert message.get("danger") == "maling_di_rumah"
    assert message.get("danger_judge") == "words"


@pytest.mark.parametrize(
    ("verdict", "chance", "judge"),
    [
        (Verdict(0.4, by_vector=False), 0.0, "guesser"),
        (Verdict(0.1, by_vector=True), 0.9, "vector"),
        (Verdict(-0.1, by_vector=True), 0.2, "intents"),
        (Verdict(-0.1, by_vector=False), 0.1, None),
        (Verdict(-1.0, by_vector=False), 0.5, None),
        (Verdict(-1.0, by_vector=False), 0.6, "intents"),
    ],
)
def test_the_judge_that_decided_is_named(
    storage: LocalModelStorage, verdict: Verdict, chance: float, judge: str | None
) -> None:
    """Beside the danger words: the guesser by words or by the vector, then the intents; else nobody."""
    made = EmergencyOverride({}, storage, Resource("b"), _Guesser(verdict))
    ranked = [{"name": "sapa", "confidence": 0.9}, {"name": "darurat", "confidence": chance}]
    message = _message("entahlah", intent=ranked[0], intent_ranking=ranked)
    made.process([message])
    assert message.get("danger_judge") == judge
    assert (message.get("intent")["name"] == "darurat") == (judge is not None)


@pytest.mark.parametrize(("chance", "judge"), [(0.89, "guesser"), (0.91, None)])
def test_what_is_surely_off_topic_is_no_danger_by_guess(
    storage: LocalModelStorage, chance: float, judge: str | None
) -> None:
    """A dead lamp sounds like a death; words that name a danger would still count."""
    made = EmergencyOverride({}, storage, Resource("b"), _Guesser(Verdict(0.4, by_vector=False)))
    ranked = [{"name": "di_luar_topik", "confidence": chance}]
    message = _message("lampunya mati", intent=ranked[0], intent_ranking=ranked)
    made.process([message])
    assert message.get("danger_judge") == judge
    message = _message("ado maling di rumah aku sekarang", intent=ranked[0], intent_ranking=ranked)
    made.process([message])
    assert message.get("danger_judge") == "words"


@pytest.mark.parametrize("doubted", [[], [{"name": "nlu_fallback", "confidence": 0.5}]])
def test_danger_that_only_seemed_likeliest_is_asked_about(
    storage: LocalModelStorage, doubted: list[dict[str, Any]]
) -> None:
    """A message like no example resembles a little of everything; nobody is alarmed by that alone."""
    made = EmergencyOverride({}, storage, Resource("b"), _Guesser(Verdict(-1.0, by_vector=False)))
    ranked = [{"name": "darurat", "confidence": 0.5}, {"name": "sapa", "confidence": 0.2}]
    ranked = [*doubted, *ranked]
    message = _message("mie ayam dua", intent=ranked[0], intent_ranking=ranked)
    made.process([message])
    assert message.get("intent") == {"name": "nlu_fallback", "confidence": 0.5}
    assert [entry["name"] for entry in message.get("intent_ranking")] == ["nlu_fallback", "sapa", "darurat"]


def test_an_ordinary_message_keeps_its_intent(storage: LocalModelStorage) -> None:
    """Nothing is touched when nothing is dangerous."""
    made = EmergencyOverride.create({}, storage, Resource("b"), _context())
    message = _message("kemarin motor saya hilang", intent={"name": "lapor_kejadian", "confidence": 0.6})
    made.process([message])
    assert message.get("intent") == {"name": "lapor_kejadian", "confidence": 0.6}


def test_entities_have_rasas_form_and_raw_offsets(storage: LocalModelStorage) -> None:
    """Each entity says where in the raw text it stands."""
    made = RuleEntities.create({}, storage, Resource("e"), _context())
    text = "motor BG 1234 AB ilang td malam"
    message = _message(text, metadata={"now": "2026-11-24T10:00:00+07:00"})
    made.process([message])
    found = message.get("entities")
    assert {"plat_nomor", "waktu"} <= {entity["entity"] for entity in found}
    assert all(entity["extractor"] == "RuleEntities" for entity in found)
    assert all(0 <= entity["start"] < entity["end"] <= len(text) for entity in found)


@pytest.mark.parametrize("now", [None, "", "kapan-kapan", "2026-11-24T10:00:00", 5])
def test_a_missing_or_odd_time_of_a_message_falls_back_to_the_clock(
    storage: LocalModelStorage, now: object
) -> None:
    """`rasa shell` sends no metadata, and a broken stamp loses no message."""
    made = RuleEntities.create({}, storage, Resource("e"), _context())
    message = made.process([_message("kemarin di pasar cinde", metadata={"now": now})])[0]
    assert message.get("entities")


def _intent_cases() -> Iterator[tuple[str, str]]:
    for case in yaml.safe_load(INTENT_SET.read_text(encoding="utf-8")):
        yield str(case["pesan"]), str(case["niat"])


@pytest.mark.slow
def test_intents_of_messages_never_trained_on(project: tuple[FastIntent, EmergencyOverride]) -> None:
    """The share of intents that are right, first and among the first three."""
    cases = list(_intent_cases())
    said = [[e["name"] for e in _understood(project, text).get("intent_ranking")] for text, _ in cases]
    first = sum(names[:1] == [meant] for names, (_, meant) in zip(said, cases, strict=True)) / len(cases)
    three = sum(meant in names[:3] for names, (_, meant) in zip(said, cases, strict=True)) / len(cases)
    print(f"intents: {first:.1%} right, {three:.1%} among the first three, of {len(cases)}")
    assert first >= INTENTS_RIGHT
    assert three >= TOP_THREE


@pytest.mark.slow
def test_danger_among_messages_never_trained_on(project: tuple[FastIntent, EmergencyOverride]) -> None:
    """Words and guesser together: recall, and false alarms among all other intents."""
    told = [
        (_understood(project, t).get("intent")["name"] == "darurat", meant) for t, meant in _intent_cases()
    ]
    danger = [alarm for alarm, meant in told if meant == "darurat"]
    other = [alarm for alarm, meant in told if meant != "darurat"]
    hard = yaml.safe_load(DANGER_SET.read_text(encoding="utf-8"))["bahaya"]
    caught = sum(_understood(project, t).get("intent")["name"] == "darurat" for t in hard) / len(hard)
    found, false = sum(danger) / len(danger), sum(other) / len(other)
    print(
        f"danger: recall {found:.1%} of {len(danger)}, false {false:.1%} of {len(other)}, hard {caught:.1%}"
    )
    assert found >= DANGER_FOUND
    assert false <= DANGER_FALSE
    assert caught >= HARD_DANGER_FOUND


@pytest.mark.slow
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_hostile_text_is_understood_quickly_and_without_harm(
    project: tuple[FastIntent, EmergencyOverride], text: str
) -> None:
    """Any input of up to 65,536 characters costs under 200 ms of this process and raises nothing."""
    _understood(project, "pemanasan")
    began = time.process_time()
    _understood(project, text)
    assert time.process_time() - began < 0.2
