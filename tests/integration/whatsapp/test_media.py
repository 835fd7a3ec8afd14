"""Announced files are fetched, checked and sealed; nothing is fetched from where it must not be."""

from __future__ import annotations

import asyncio
import hashlib
import tracemalloc
from typing import Any, AsyncIterator, Iterator

import pytest
from sqlalchemy import select

from banpol.register import evidence as book
from banpol.register.sql.tables import evidence
from banpol.whatsapp import media as media_module
from banpol.whatsapp.client import GraphClient
from banpol.whatsapp.hooks import Hooks
from banpol.whatsapp.media import MediaFetcher
from banpol.whatsapp.media_file import SIZE_LIMITS
from banpol.whatsapp.metrics import Metrics
from tests.integration.whatsapp.bench import ACCOUNT, Bench, FakeGraph, base64_hash, settings, until
from tests.support.parts import NOW

PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"kenari kuning " * 200


class Files:
    """Announces files and looks at what became of them."""

    def __init__(self, bench: Bench, graph: FakeGraph) -> None:
        self.bench, self.graph = bench, graph
        self.client = GraphClient(settings(graph.url))
        self.fetcher = MediaFetcher(
            bench.parts, self.client, bench.shelf, ("127.0.0.1",), Metrics(), first_wait_s=0.05
        )

    def announce(
        self, media_id: str, kind: str = "image", declared: str = "image/jpeg", sha256: str = ""
    ) -> str:
        source = {"account": ACCOUNT, "media_id": media_id, "kind": kind, "sha256": sha256, "file_name": ""}
        with self.bench.database.write() as session:
            self.bench.shelf.expect(
                session, f"ev-{media_id}", "r1", f"wamid.{media_id}", declared, source, NOW
            )
        return f"ev-{media_id}"

    def row(self, evidence_id: str) -> Any:
        with self.bench.database.read() as session:
            return session.execute(select(evidence).where(evidence.c.id == evidence_id)).one()

    async def becomes(self, evidence_id: str, state: str) -> Any:
        self.fetcher.wake()
        await until(lambda: self.row(evidence_id).state == state)
        return self.row(evidence_id)

    def original(self, evidence_id: str) -> bytes:
        with self.bench.database.read() as session:
            return book.read_file(session, self.bench.opener, self.bench.shelf.folder, evidence_id)


@pytest.fixture
async def files(bench: Bench, graph: FakeGraph) -> AsyncIterator[Files]:
    """A fetcher at work."""
    surroundings = Files(bench, graph)
    surroundings.fetcher.start()
    yield surroundings
    await surroundings.fetcher.stop()
    await surroundings.client.close()


async def test_a_photo_is_kept_sealed_and_whole(files: Files) -> None:
    """The original comes back byte by byte with the private key; on disk it is unreadable."""
    files.graph.keep("m1", PHOTO)
    row = await files.becomes(files.announce("m1", sha256=base64_hash(PHOTO)), "tersimpan")
    assert (row.media_type, row.size, row.sealed_source) == ("image/jpeg", len(PHOTO), None)
    assert files.original(row.id) == PHOTO
    stored = [path.read_bytes() for path in files.bench.shelf.folder.iterdir()]
    assert len(stored) == 1 and b"kenari" not in stored[0]


@pytest.mark.parametrize(
    ("kind", "declared", "data"),
    [
        ("image", "image/jpeg", b"<html><script>alert(1)</script>"),
        ("image", "image/jpeg", b"MZ\x90\0" + b"\0" * 60),
        ("document", "application/pdf", b"%PDF-1.4 /JavaScript"),
    ],
)
async def test_what_is_not_what_it_says_is_kept_apart(
    files: Files, kind: str, declared: str, data: bytes
) -> None:
    """Evidence all the same, but marked."""
    files.graph.keep("m1", data)
    row = await files.becomes(files.announce("m1", kind, declared), "karantina")
    assert files.original(row.id) == data


async def test_one_byte_over_the_limit_is_given_up(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted while reading; exactly the limit passes."""
    monkeypatch.setitem(SIZE_LIMITS, "image", len(PHOTO))
    files.graph.keep("m1", PHOTO)
    files.graph.keep("m2", PHOTO + b"x")
    await files.becomes(files.announce("m1"), "tersimpan")
    await files.becomes(files.announce("m2"), "gagal")
    assert [path.name for path in files.bench.shelf.folder.iterdir()] == ["ev-m1"]


async def test_a_wrong_hash_is_not_kept(files: Files) -> None:
    """Tried again later; right at the second time, it is."""
    files.graph.keep("m1", PHOTO, sha256="0" * 64)
    evidence_id = files.announce("m1")
    await until(lambda: files.row(evidence_id).attempts >= 1)
    assert files.row(evidence_id).state == "menunggu"
    files.graph.descriptions["m1"] = {}
    await files.becomes(evidence_id, "tersimpan")


@pytest.mark.parametrize(
    "url", ["https://evil.example/x", "http://169.254.169.254/latest", "file:///etc/passwd", "", 5, None]
)
async def test_addresses_off_the_list_are_never_connected_to(files: Files, url: object) -> None:
    """The description may say what it likes."""
    files.graph.keep("m1", PHOTO, url=url)
    evidence_id = files.announce("m1")
    await until(lambda: files.row(evidence_id).attempts >= 1)
    assert files.row(evidence_id).file is None


@pytest.mark.parametrize("status", [302, 404, 410, 500])
async def test_refusals_and_redirects_are_tried_again_with_a_fresh_address(files: Files, status: int) -> None:
    """A redirect is not followed; each try asks for a new address."""
    files.graph.keep("m1", PHOTO)
    files.graph.media_status = status
    evidence_id = files.announce("m1")
    await until(lambda: files.row(evidence_id).attempts >= 1)
    files.graph.media_status = 200
    await files.becomes(evidence_id, "tersimpan")
    assert files.graph.media_calls >= 2 and files.graph.led_astray == 0


async def test_a_file_that_meta_does_not_know_is_given_up(files: Files) -> None:
    """After some tries, not after a week of them."""
    evidence_id = files.announce("hilang")
    for _ in range(40):
        await asyncio.sleep(0.1)
        files.bench.ahead_s += 60
        files.fetcher.wake()
        if files.row(evidence_id).state == "gagal":
            break
    assert files.row(evidence_id).state == "gagal"
    assert files.graph.media_calls == media_module.TRIES_IF_UNKNOWN


async def test_many_files_at_once_all_arrive(files: Files) -> None:
    """An album, a few at a time."""
    for number in range(12):
        files.graph.keep(f"m{number}", PHOTO + bytes([number]))
    ids = [files.announce(f"m{number}") for number in range(12)]
    await until(lambda: all(files.row(one).state == "tersimpan" for one in ids), 20)
    assert {files.original(one)[-1] for one in ids} == set(range(12))
    assert files.graph.media_calls == 12


async def test_two_gateways_do_not_fetch_one_file_twice(files: Files) -> None:
    """The claim decides; a file that somebody works on is nobody else's."""
    evidence_id, now_s = files.announce("m1"), files.bench.machine_s()
    with files.bench.database.write() as session:
        assert [file.id for file in files.bench.shelf.claim(session, now_s, 9, now_s + 30)] == [evidence_id]
    with files.bench.database.write() as session:
        assert files.bench.shelf.claim(session, now_s + 29, 9, now_s + 60) == []
        assert len(files.bench.shelf.claim(session, now_s + 31, 9, now_s + 60)) == 1


@pytest.mark.parametrize(
    ("verdict", "state"), [(True, "tersimpan"), (False, "karantina"), (None, "karantina"), ("x", "karantina")]
)
async def test_the_scanner_decides_and_its_fault_never_passes(
    files: Files, verdict: object, state: str
) -> None:
    """Clean is only what it calls clean."""

    def scan(pieces: Iterator[bytes], media_type: str) -> bool:
        assert (b"".join(pieces), media_type) == (PHOTO, "image/jpeg")
        if verdict is None:
            raise RuntimeError("scanner away")
        return verdict  # type: ignore[return-value]

    files.fetcher._hooks = Hooks(scan=scan)
    files.graph.keep("m1", PHOTO)
    await files.becomes(files.announce("m1"), state)


async def test_a_recording_is_written_down_as_a_message_of_its_reporter(files: Files) -> None:
    """The words come after the recording, in the same inbox; a fault in the hook costs neither."""
    voice = b"OggS" + b"\x00" * 24 + b"OpusHead" + b"\x00" * 64
    heard: list[str] = []

    def transcribe(_data: bytes, _media_type: str) -> str:
        heard.append("x")
        return "/restart motor saya hilang" if len(heard) == 1 else str(1 / 0)

    files.fetcher._hooks = Hooks(transcribe=transcribe)
    for media_id in ("v1", "v2"):
        files.graph.keep(media_id, voice)
        source = {"account": ACCOUNT, "media_id": media_id, "kind": "voice", "reporter_id": "r1"}
        with files.bench.database.write() as session:
            files.bench.shelf.expect(session, media_id, "r1", media_id, "audio/ogg", source, NOW)
        await files.becomes(media_id, "tersimpan")
    await until(lambda: len(heard) == 2)
    ((_, letter),) = files.bench.letters()
    assert (letter.kind, letter.text, letter.details) == (
        "text",
        "restart motor saya hilang",
        {"evidence_id": "v1"},
    )
    assert files.bench.inbox_rows()[0].reporter_id == "r1"


async def test_a_large_document_is_never_whole_in_memory(files: Files) -> None:
    """Forty megabytes pass, hash and all, in less than six above what lay there before."""
    head, part, parts = b"%PDF-1.4\n", b"z" * (1024 * 1024), 40
    whole = hashlib.sha256(head)
    for _ in range(parts):
        whole.update(part)
    files.graph.stream("m1", [head, *[part] * parts], whole.hexdigest())
    tracemalloc.start()
    row = await files.becomes(files.announce("m1", "document", "application/pdf"), "tersimpan")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (row.size, row.sha256) == (len(head) + parts * len(part), whole.hexdigest())
    assert peak < 6 * 1024 * 1024
