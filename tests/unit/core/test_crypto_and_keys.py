"""Seals hold, stay in their place, and keys refuse to be careless."""

from __future__ import annotations

from pathlib import Path

import pytest

from banpol.crypto import BlindIndex, KeyMissing, KeyRing, SealBroken, pad, place, unpad
from banpol.keys import KeyFileProblem, KeyFolder, make_keys

HERE = place("table", "column", "row")


def test_a_seal_opens_only_in_its_place() -> None:
    """Moved to another row it is refused."""
    ring = KeyRing(b"k" * 32)
    sealed = ring.seal(b"rahasia", HERE)
    assert ring.open(sealed, HERE) == b"rahasia"
    with pytest.raises(SealBroken):
        ring.open(sealed, place("table", "column", "other"))


@pytest.mark.parametrize("position", [0, 5, 12, 30, -1])
def test_an_altered_seal_is_refused(position: int) -> None:
    """Wherever one bit was turned."""
    ring = KeyRing(b"k" * 32)
    sealed = bytearray(ring.seal(b"rahasia", HERE))
    sealed[position] ^= 1
    with pytest.raises((SealBroken, KeyMissing)):
        ring.open(bytes(sealed), HERE)


def test_an_older_key_opens_and_a_dropped_one_does_not() -> None:
    """Rotation keeps old values readable for as long as the old key is kept."""
    old = KeyRing(b"o" * 32).seal(b"lama", HERE)
    assert KeyRing(b"n" * 32, (b"o" * 32,)).open(old, HERE) == b"lama"
    with pytest.raises(KeyMissing):
        KeyRing(b"n" * 32).open(old, HERE)


@pytest.mark.parametrize("length", [0, 1, 251, 252, 253, 1000])
def test_lengths_are_hidden_in_steps_of_256(length: int) -> None:
    """A ciphertext does not tell a short answer from a shorter one."""
    plain = b"x" * length
    assert len(pad(plain)) % 256 == 0
    assert unpad(pad(plain)) == plain


def test_a_blind_index_separates_purposes_and_keys() -> None:
    """The same number under another purpose or key is another index."""
    index = BlindIndex(b"1" * 32)
    assert index.of("phone", "62812") == index.of("phone", "62812")
    found = {
        index.of("phone", "62812"),
        index.of("plate", "62812"),
        BlindIndex(b"2" * 32).of("phone", "62812"),
    }
    assert len(found) == 3


def test_keys_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    """A second start keeps them; nobody else may read them."""
    assert make_keys(tmp_path / "k")
    before = (tmp_path / "k" / "session.key").read_bytes()
    assert not make_keys(tmp_path / "k")
    assert (tmp_path / "k" / "session.key").read_bytes() == before
    assert (tmp_path / "k" / "session.key").stat().st_mode & 0o777 == 0o400


def test_an_incomplete_set_of_keys_is_refused(tmp_path: Path) -> None:
    """Making a new key beside old ones would lose reports."""
    make_keys(tmp_path / "k")
    (tmp_path / "k" / "contact.key").unlink()
    with pytest.raises(KeyFileProblem, match=r"contact\.key"):
        make_keys(tmp_path / "k")


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """The sentence says which file and what to do."""
    make_keys(tmp_path / "k")
    (tmp_path / "k" / "session.key").chmod(0o444)
    with pytest.raises(KeyFileProblem, match="0400"):
        KeyFolder(tmp_path / "k").ring("session.key")


@pytest.mark.parametrize("content", ["", "kurang", "AAAA", "!!!!"])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, content: str) -> None:
    """Half-written or foreign files do not start a process."""
    make_keys(tmp_path / "k")
    path = tmp_path / "k" / "session.key"
    path.chmod(0o600)
    path.write_text(content)
    path.chmod(0o400)
    with pytest.raises(KeyFileProblem):
        KeyFolder(tmp_path / "k").ring("session.key")


def test_a_process_without_the_private_key_cannot_make_an_opener(tmp_path: Path) -> None:
    """The assistant's folder need not hold it, and then nothing opens."""
    make_keys(tmp_path / "k")
    (tmp_path / "k" / "content.private").unlink()
    with pytest.raises(KeyFileProblem, match=r"content\.private"):
        KeyFolder(tmp_path / "k").opener()
    KeyFolder(tmp_path / "k").sealer()
