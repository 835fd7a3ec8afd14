"""Large files: whole again byte by byte, refused when anything was done to them, never whole in memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from banpol.crypto import ContentOpener, ContentSealer, DataKey, SealBroken
from banpol.sealed_files import PIECE, SealedWriter, read_sealed

KEY, WHERE = DataKey(b"k" * 32, b""), "banpol1|evidence|file|e1"
FULL, HEADER, SEALED = PIECE - 4, 16, PIECE + 16


def written(path: Path, *chunks: bytes) -> Path:
    writer = SealedWriter(path, KEY, WHERE)
    for chunk in chunks:
        writer.write(chunk)
    writer.finish()
    return path


def opened(path: Path, key: DataKey = KEY, where: str = WHERE) -> bytes:
    return b"".join(read_sealed(path, key, where))


@pytest.mark.parametrize("size", [0, 1, FULL - 1, FULL, FULL + 1, 2 * FULL, 2 * FULL + 5])
@pytest.mark.parametrize("chunk", [1000, PIECE, 3 * PIECE])
def test_what_was_written_comes_back(tmp_path: Path, size: int, chunk: int) -> None:
    """At every edge of a piece, however the bytes came; nothing is readable, nothing partial stays."""
    data = (b"kenari kuning " * (size // 14 + 1))[:size]
    path = written(tmp_path / "e1", *(data[at : at + chunk] for at in range(0, size, chunk)))
    assert opened(path) == data
    assert b"kenari" not in path.read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == ["e1"]


def pieces(sealed: bytes) -> list[bytes]:
    body = sealed[HEADER:]
    return [body[at : at + SEALED] for at in range(0, len(body), SEALED)]


@pytest.mark.parametrize(
    "deed", ["swapped", "first left out", "last left out", "cut", "one bit", "prefix", "empty", "header only"]
)
def test_whatever_is_done_to_it_is_noticed(tmp_path: Path, deed: str) -> None:
    """Pieces exchanged, left out or cut off, one bit turned: refused, never silently shorter."""
    path = written(tmp_path / "e1", b"x" * (3 * FULL))
    sealed = path.read_bytes()
    header, (one, two, three) = sealed[:HEADER], pieces(sealed)
    harmed = {
        "swapped": header + two + one + three,
        "first left out": header + two + three,
        "last left out": header + one + two,
        "cut": sealed[:-1],
        "one bit": sealed[:-40] + bytes([sealed[-40] ^ 1]) + sealed[-39:],
        "prefix": header[:-1] + bytes([header[-1] ^ 1]) + one + two + three,
        "empty": b"",
        "header only": header,
    }
    path.write_bytes(harmed[deed])
    with pytest.raises(SealBroken):
        opened(path)


def test_it_opens_in_its_own_place_with_its_own_key_only(tmp_path: Path) -> None:
    """A file put under another's name is refused."""
    path = written(tmp_path / "e1", b"isi")
    with pytest.raises(SealBroken):
        opened(path, where="banpol1|evidence|file|e2")
    with pytest.raises(SealBroken):
        opened(path, DataKey(b"o" * 32, b""))


def test_files_of_the_first_format_are_still_read(tmp_path: Path) -> None:
    """One seal over all, as files were kept before."""
    (tmp_path / "e1").write_bytes(KEY.seal(b"lama", WHERE))
    assert opened(tmp_path / "e1") == b"lama"


def test_a_discarded_file_leaves_nothing(tmp_path: Path) -> None:
    """Nor does an unfinished one stand under the file's name."""
    writer = SealedWriter(tmp_path / "e1", KEY, WHERE)
    writer.write(b"x" * PIECE)
    assert not (tmp_path / "e1").exists()
    writer.discard()
    assert list(tmp_path.iterdir()) == []


def test_it_can_be_read_back_before_it_counts(tmp_path: Path) -> None:
    """For a scanner; the size and the hash are those of the original."""
    writer = SealedWriter(tmp_path / "e1", KEY, WHERE)
    writer.write(b"isi")
    assert b"".join(writer.read_back()) == b"isi" and not (tmp_path / "e1").exists()
    writer.finish()
    assert (writer.size, writer.sha256[:8], opened(tmp_path / "e1")) == (3, "55c12319", b"isi")


def test_a_hundred_megabytes_need_a_few_pieces_of_memory(tmp_path: Path) -> None:
    """Sealed and opened again with less than three megabytes at any time."""
    private = b"p" * 32
    opener = ContentOpener(private)
    public = next(iter(opener._keys.values())).public_key().public_bytes_raw()
    key = ContentSealer(public).new_key(WHERE)
    chunk, total = b"z" * 65536, 0
    tracemalloc.start()
    writer = SealedWriter(tmp_path / "e1", key, WHERE)
    for _ in range(1600):
        writer.write(chunk)
    writer.finish()
    for piece in read_sealed(tmp_path / "e1", opener.unwrap(key.wrapped, WHERE), WHERE):
        total += len(piece)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == 1600 * 65536
    assert peak < 3 * 1024 * 1024
