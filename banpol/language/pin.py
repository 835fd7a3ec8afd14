"""Which region a WhatsApp location pin lies in."""

from __future__ import annotations

from pathlib import Path

from banpol.language.place import PlaceFound


def locate(lat: float, lon: float, boundaries: Path | None = None) -> PlaceFound:
    """The kabupaten/kota and kecamatan of a coordinate; ValueError when it is none on Earth."""
    raise NotImplementedError
