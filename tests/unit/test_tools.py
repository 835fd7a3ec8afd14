"""The programs behind `make`: fetching uv, a stale model, a taken port, the address to open."""

from __future__ import annotations

import hashlib
import io
import json
import socket
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import announce
import demo_env
import environment
import fetch_uv
import pytest
import run
import training

ROOT = Path(__file__).resolve().parents[2]
PAGE = "https://mirror.invalid/simple/uv/"


def test_a_wheel_is_found_on_a_json_page_and_on_an_html_page() -> None:
    """Both forms of a package index are read; the address may be relative."""
    entry = {"filename": fetch_uv.WHEEL, "url": f"../../files/{fetch_uv.WHEEL}", "hashes": {"sha256": "ab"}}
    html = f'<a href="../../files/{fetch_uv.WHEEL}#sha256=ab" data-x="1">{fetch_uv.WHEEL}</a>'
    expected = (f"https://mirror.invalid/files/{fetch_uv.WHEEL}", "ab")
    assert fetch_uv.wheel_link(json.dumps({"files": [entry]}).encode(), PAGE) == expected
    assert fetch_uv.wheel_link(html.encode(), PAGE) == expected
    with pytest.raises(fetch_uv.Refusal, match="does not offer"):
        fetch_uv.wheel_link(b"<html></html>", PAGE)


def test_a_wheel_that_is_not_the_pinned_one_is_refused() -> None:
    """Neither other bytes nor an index that promises other bytes get unpacked."""
    pinned = hashlib.sha256(b"wheel").hexdigest()
    fetch_uv.check_digest(b"wheel", pinned, pinned)
    fetch_uv.check_digest(b"wheel", "", pinned)
    with pytest.raises(fetch_uv.Refusal, match="not the one pinned"):
        fetch_uv.check_digest(b"other", pinned, pinned)
    with pytest.raises(fetch_uv.Refusal, match="not the one pinned"):
        fetch_uv.check_digest(b"wheel", "0" * 64, pinned)


def test_the_program_is_taken_out_of_the_wheel() -> None:
    """Only the uv program is unpacked, and a wheel without it is refused."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as wheel:
        wheel.writestr("uv-1.data/scripts/uvx", b"no")
        wheel.writestr("uv-1.data/scripts/uv", b"yes")
    assert fetch_uv.program_in(body.getvalue()) == b"yes"
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with pytest.raises(fetch_uv.Refusal):
        fetch_uv.program_in(empty.getvalue())


def test_a_mirror_setting_wins_over_the_public_index() -> None:
    """uv's own setting comes first, pip's counts too, and pip's is handed on to uv."""
    assert fetch_uv.index_url({}) == fetch_uv.DEFAULT_INDEX
    both = {"PIP_INDEX_URL": "https://a.invalid/simple/", "UV_INDEX_URL": "https://b.invalid/simple"}
    assert fetch_uv.index_url(both) == "https://b.invalid/simple"
    pip = {"PIP_INDEX_URL": "https://a.invalid/simple/"}
    assert fetch_uv.index_url(pip) == "https://a.invalid/simple"
    assert environment.uv_environment(pip)["UV_DEFAULT_INDEX"] == pip["PIP_INDEX_URL"]


def test_no_network_is_told_in_one_sentence(tmp_path: Path) -> None:
    """Without uv and without an index the program stops with a sentence; no traceback, no secret."""
    code = "import sys, fetch_uv, pathlib; fetch_uv.TARGET = pathlib.Path(sys.argv[1]); "
    code += "fetch_uv.ensure.__defaults__ = (fetch_uv.TARGET,); sys.exit(fetch_uv.main())"
    seen = {
        "PATH": str(tmp_path),
        "PIP_INDEX_URL": "http://name:geheim@127.0.0.1:9/simple",
        "PYTHONPATH": "tools",
    }
    command = [sys.executable, "-c", code, str(tmp_path / "tools" / "uv")]
    stopped = subprocess.run(command, cwd=ROOT, env=seen, capture_output=True, text=True)
    assert stopped.returncode == 1
    assert stopped.stderr.startswith("stopped: the package index at 127.0.0.1 cannot be reached")
    assert "Traceback" not in stopped.stderr and "geheim" not in stopped.stdout + stopped.stderr


@pytest.mark.parametrize(
    ("answer", "version"),
    [("uv 0.13.9 (x86_64)", (0, 13, 9)), ("uv 0.4.1", (0, 4, 1)), ("no such thing", ())],
)
def test_a_version_is_read_from_what_uv_says(answer: str, version: tuple[int, ...]) -> None:
    """An older uv, or something else of that name, is not taken for a good one."""
    assert fetch_uv.version_of(answer) == version
    assert (version >= fetch_uv.MINIMUM) == (version == (0, 13, 9))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small tree that trains: a component that reads one module of ours, which reads another."""
    files = {
        "config.yml": "pipeline:\n- name: banpol.assistant.tagger.Tagger\n",
        "domain.yml": "intents: []\n",
        "data/nlu/a.yml": "nlu: []\n",
        "requirements/all.lock": "x==1\n",
        "banpol/__init__.py": "",
        "banpol/words.py": "A = 1\n",
        "banpol/assistant/__init__.py": "",
        "banpol/assistant/tagger.py": "def f():\n    from banpol import words\n",
        "banpol/assistant/engine.py": "B = 1\n",
        "banpol/language/time.py": "C = 1\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("data/nlu/a.yml", {"data"}),
        ("domain.yml", {"data"}),
        ("config.yml", {"data"}),
        ("banpol/language/time.py", {"code"}),
        ("banpol/words.py", {"code"}),
        ("banpol/assistant/tagger.py", {"code"}),
        ("requirements/all.lock", {"code"}),
        ("banpol/assistant/engine.py", set()),
    ],
)
def test_a_model_is_stale_when_what_it_learnt_from_has_changed(
    project: Path, name: str, changes: set[str]
) -> None:
    """Data, the components and everything they import count; the engine, which learns nothing, does not."""
    before = training.fingerprint(project)
    with (project / name).open("a") as file:
        file.write("# changed\n")
    after = training.fingerprint(project)
    assert {part for part in ("data", "code") if getattr(before, part) != getattr(after, part)} == changes


def test_a_training_that_was_cut_off_leaves_no_fresh_model(tmp_path: Path) -> None:
    """Only a model with its own fingerprint beside it counts."""
    trained = training.Fingerprint("a", "b", "c")
    assert training.stored(tmp_path) is None
    training.store(tmp_path, trained)
    assert training.stored(tmp_path) is None
    training.model_file(tmp_path).write_bytes(b"model")
    assert training.stored(tmp_path) is None
    (tmp_path / training.KINDS_NAME).write_bytes(b"kinds")
    assert training.stored(tmp_path) == trained
    training.forget(tmp_path)
    assert training.stored(tmp_path) is None


def test_the_demo_values_give_way_to_the_environment(tmp_path: Path) -> None:
    """What is set stays, and addresses follow a port that was set."""
    file = tmp_path / "demo.env"
    file.write_text("# a comment=1\n\nPORT=8090\nADDRESS=http://127.0.0.1:${PORT}\n")
    assert demo_env.demo_environment({}, file) == {"PORT": "8090", "ADDRESS": "http://127.0.0.1:8090"}
    assert demo_env.demo_environment({"PORT": "1"}, file)["ADDRESS"] == "http://127.0.0.1:1"


def test_the_demo_opens_no_door_to_the_network() -> None:
    """Every address of the demonstration is this machine's own."""
    complete = demo_env.demo_environment({})
    assert complete["BANPOL_HOST"] == "127.0.0.1"
    assert complete["BANPOL_WHATSAPP_GRAPH_URL"].startswith("http://127.0.0.1:")


def test_a_taken_port_is_refused_with_a_way_out() -> None:
    """The sentence names the port, its purpose and the setting that chooses another."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        taken = {"BANPOL_HOST": "127.0.0.1", "BANPOL_GATEWAY_PORT": port}
        taken |= {"BANPOL_SIMULATOR_PORT": "0", "BANPOL_CONSOLE_PORT": "0"}
        with pytest.raises(
            run.Refusal, match=f"port {port}, meant for the gateway, is taken.*BANPOL_GATEWAY_PORT="
        ):
            run.refuse_taken_ports(taken)
    run.refuse_taken_ports(taken)


def test_the_address_is_told_only_when_every_part_answers() -> None:
    """A part that never answers is named instead."""
    asked: list[str] = []

    def asks(address: str) -> bool:
        asked.append(address)
        return address == "a" or asked.count(address) > 2

    assert announce.wait(["a", "b"], asks, sleep=lambda _: None, patience=5) == []
    assert asked == ["a", "b", "b", "b"]
    assert announce.wait(["b"], lambda _: False, sleep=lambda _: None, patience=5) == ["b"]


def test_the_assistant_is_known_to_be_ready_by_its_own_line(capsys: pytest.CaptureFixture[str]) -> None:
    """The line that is waited for is one that the assistant logs; every line is shown."""
    assert f'"{run.ASSISTANT_READY}"' in (ROOT / "banpol" / "assistant" / "main.py").read_text()
    ready = threading.Event()
    run.pass_on(["assistant.1 | loading\n"], ready)
    assert not ready.is_set()
    run.pass_on(["assistant.1 | INFO banpol.assistant assistant ready\n"], ready)
    assert ready.is_set()
    assert capsys.readouterr().out.count("assistant.1") == 2


def test_the_password_that_is_printed_is_the_one_of_the_demo() -> None:
    """It stands twice, because importing the console would slow every start."""
    from banpol.console import demo

    assert announce.DEMO_PASSWORD == demo.PASSWORD
