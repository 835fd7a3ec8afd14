"""The guards: each passes on this tree, and complains about what it was made for."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import guard_conversation as talk_guards
import guard_house
import guards
import pytest
from guard_conversation import Talk

ROOT = Path(__file__).resolve().parents[2]


def _talk(document: dict[str, Any], python: str = "") -> Talk:
    return Talk({"data/satu.yml": document}, {"actions/one.py": python})


def _said(text: str, **more: Any) -> Talk:
    return _talk({"responses": {"utter_satu": [{"text": text, **more}]}})


def _buttons(*titles: str) -> list[dict[str, str]]:
    return [{"title": title, "payload": "/menu"} for title in titles]


@pytest.fixture(scope="module")
def complaints() -> dict[str, list[str]]:
    return guards.run(ROOT)


@pytest.mark.parametrize(
    "guard", [*talk_guards.GUARDS, *guard_house.GUARDS], ids=lambda guard: guard.__name__
)
def test_this_tree_passes_every_guard(guard: Any, complaints: dict[str, list[str]]) -> None:
    """What the guards forbid is nowhere in this tree."""
    assert complaints[guard.__name__.replace("_", " ")] == []


def test_one_response_id_in_two_files_is_found() -> None:
    """Rasa would keep one of the two texts without a word."""
    once = {"responses": {"utter_satu": [{"text": "a"}]}}
    assert talk_guards.double_response_ids(Talk({"data/a.yml": once, "data/b.yml": once}))
    assert not talk_guards.double_response_ids(Talk({"data/a.yml": once}))


def test_a_response_that_nothing_says_is_found() -> None:
    """A text counts as used only where a rule, a form, a table or Python names it."""
    said = {"responses": {"utter_satu": [{"text": "a"}]}, "actions": ["utter_satu"]}
    assert talk_guards.unused_responses(_talk(said))
    rule = {"rules": [{"rule": "x", "steps": [{"action": "utter_satu"}]}]}
    form = {"forms": {"laporan_form": {"required_slots": ["satu"]}}}
    asked = {"responses": {"utter_ask_laporan_form_satu": [{"text": "a"}]}}
    assert not talk_guards.unused_responses(_talk({**said, **rule}))
    assert not talk_guards.unused_responses(_talk({**asked, **form}))
    assert not talk_guards.unused_responses(_talk(said, "say('utter_satu')"))
    assert not talk_guards.unused_responses(_talk(said, "say(f'utter_sa{kind}')"))
    assert talk_guards.unused_responses(_talk(said, "say(f'utter_{kind}')"))


def test_a_response_name_without_a_text_is_found() -> None:
    """A name with no text behind it would leave the citizen without an answer."""
    said = {"responses": {"utter_satu": [{"text": "a"}]}}
    assert talk_guards.unknown_responses(_talk(said, "say('utter_dua')"))
    assert talk_guards.unknown_responses(_talk(said, "say(f'utter_dua_{kind}')"))
    assert talk_guards.unknown_responses(_talk({**said, "kinds": {"a": {"follow_up": "utter_tiga"}}}))
    assert not talk_guards.unknown_responses(_talk(said, "say('utter_satu', f'utter_sa{kind}')"))


def test_an_intent_that_nothing_answers_is_found() -> None:
    """Whatever is understood must lead somewhere."""
    domain: dict[str, Any] = {"intents": ["sapa", {"batal": {"use_entities": []}}]}
    rules = {"rules": [{"rule": "x", "steps": [{"intent": "sapa"}, {"action": "utter_satu"}]}]}
    assert talk_guards.unused_intents(_talk({**domain, **rules})) == ["intent batal is answered nowhere"]
    assert not talk_guards.unused_intents(_talk({**domain, **rules}, "CANCEL = 'batal'"))


def test_a_button_that_leads_to_no_intent_is_found() -> None:
    """A tap on a button must never be a dead end."""
    responses = {"responses": {"utter_satu": [{"text": "a", "buttons": _buttons("Menu")}]}}
    assert talk_guards.unknown_intents_in_buttons(_talk({**responses, "intents": ["sapa"]}))
    assert not talk_guards.unknown_intents_in_buttons(_talk({**responses, "intents": ["menu"]}))


def test_two_rules_or_stories_of_one_name_are_found() -> None:
    """Names are how a failing conversation is found again."""
    twice = {"rules": [{"rule": "sama", "steps": []}], "stories": [{"story": "sama", "steps": []}]}
    assert talk_guards.double_names(_talk(twice))
    story = {"stories": [{"story": "lain", "steps": []}]}
    rule = {"rules": [{"rule": "lain", "steps": []}]}
    assert talk_guards.double_names(Talk({"tests/a.yml": story, "tests/b.yml": story}))
    assert not talk_guards.double_names(Talk({"data/a.yml": rule, "tests/b.yml": story}))


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("a" * 4097, {}),
        ("a" * 1025, {"buttons": _buttons("Ya")}),
        ("a" * 1025, {"custom": {"request_location": True}}),
        ("", {"buttons": _buttons("Ya")}),
        ("a", {"buttons": _buttons("a" * 21)}),
        ("a", {"buttons": _buttons("Ya", "Ya")}),
        ("a", {"buttons": _buttons("")}),
        ("a", {"buttons": _buttons("1", "2", "3", "a" * 25)}),
        ("a", {"buttons": _buttons(*map(str, range(11)))}),
        ("a", {"buttons": [{"title": "Ya", "description": "a" * 73}]}),
        ("a", {"buttons": _buttons(*"1234"), "metadata": {"list_label": "a" * 21}}),
    ],
)
def test_what_whatsapp_would_refuse_is_found(text: str, more: dict[str, Any]) -> None:
    """Every limit of text, buttons and lists is kept one character earlier and broken here."""
    assert talk_guards.over_whatsapp_limits(_said(text, **more))


def test_what_whatsapp_just_accepts_is_let_through() -> None:
    """The limits themselves are allowed."""
    assert not talk_guards.over_whatsapp_limits(_said("a" * 4096))
    assert not talk_guards.over_whatsapp_limits(_said("a" * 1024, buttons=_buttons("a" * 20, "b", "c")))
    rows = [f"{number:02}{'a' * 22}" for number in range(10)]
    assert not talk_guards.over_whatsapp_limits(_said("a", buttons=_buttons(*rows)))


@pytest.mark.parametrize(
    "promise",
    [
        "Laporan Anda *anonim* sepenuhnya.",
        "Identitas Anda 100% rahasia.",
        "Laporan Polisi Anda sudah dibuat.",
        "Pelaku pasti ditangkap!",
        "Tenang. Petugas akan segera datang.",
        "Keamanan Anda kami jamin.",
    ],
)
def test_a_promise_that_nobody_can_keep_is_found(promise: str) -> None:
    """The assistant promises neither full anonymity nor what the police decide."""
    assert talk_guards.forbidden_promises(_said(promise))


def test_an_honest_word_about_a_police_report_is_no_promise() -> None:
    """Saying what a report here is not, and where the other kind is made, is wanted."""
    assert not talk_guards.forbidden_promises(_said("Ini bukan Laporan Polisi."))
    assert not talk_guards.forbidden_promises(_said("Untuk Laporan Polisi, silakan datang ke SPKT terdekat."))


@pytest.mark.parametrize(
    ("guard", "name", "line"),
    [
        (guard_house.no_registry_host, "docs/a.md", "see https://" + ".".join(("pypi", "org")) + "/x"),
        (guard_house.no_machine_path, "docs/a.md", "it lies in /" + "root/project"),
        (guard_house.no_lock_with_hosts, guard_house.LOCK_WITH_HOSTS, "version = 1"),
        (guard_house.no_heavy_file, "models/a.bin", "a" * (guard_house.LARGEST_BYTES + 1)),
        (guard_house.no_conflict_marker, "docs/a.md", "<" * 7 + " HEAD"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_file_that_must_not_be_in_git_is_found(guard: Any, name: str, line: str) -> None:
    """Each guard over the repository complains about its own case and not about plain text."""
    assert guard({name: line.encode()})
    assert not guard({"docs/plain.md": b"nothing of the kind, see https://example.invalid/work/x"})


def _calls(file: Path, names: set[str]) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    return called & names


def test_database_and_key_folder_are_built_in_wiring_alone() -> None:
    """One place decides which database and which keys a process has."""
    built = {"Database", "KeyFolder", "create_engine"}
    # A project of somebody else's has no wiring of ours: there the channel builds its own.
    foreign = "banpol/whatsapp/plain_hosting.py"
    allowed = {"banpol/wiring.py", "banpol/database.py", "banpol/keys.py", foreign}
    files = [path for room in ("actions", "banpol") for path in (ROOT / room).rglob("*.py")]
    wrong = [path.relative_to(ROOT).as_posix() for path in files if _calls(path, built)]
    assert [path for path in wrong if path not in allowed and "/migrations/" not in path] == []


def test_base_lock_holds_a_subset_of_all_lock() -> None:
    """Gateway and assistant of one release run the same versions."""
    base, everything = (_pins(ROOT / "requirements" / name) for name in ("base.lock", "all.lock"))
    assert base and base <= everything
    assert not any(pin.startswith(("rasa==", "tensorflow==", "spacy==")) for pin in base)


def _pins(lock: Path) -> set[str]:
    lines = lock.read_text("utf-8").splitlines()
    return {line.split(" ")[0] for line in lines if "==" in line and not line.startswith((" ", "#"))}
