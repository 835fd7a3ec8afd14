"""Words that speak of a place: streets, landmarks, and what is near them."""

from __future__ import annotations

import re

_STREETS = (
    r"jalan|jln?|lorong|lrg|gang|gg|simpang|desa|dusun|kampung|kelurahan|kecamatan|rt|pasar|depan|dekat|deket|parak|"
    r"samping|belakang|bawah|atas|sebelah|seberang"
)
_LANDMARKS = (
    r"jembatan|terminal|stasiun|masjid|gereja|sekolah|sd|smp|sma|smk|mall?|spbu|pom|hotel|kost?|kosan|komplek|"
    r"perumahan|perum|blok|rumah sakit|rs|rsud|kantor|kampus|taman|lapangan|bundaran|ruko|tol|km|pertamina|"
    r"pabrik|dermaga"
)
KINDS_OF_PLACE = frozenset(
    ["desa", "dusun", "kampung", "kelurahan", "kecamatan", "kota", "kabupaten", "kec", "kel", "kab", "di"]
)
_STREET = re.compile(rf"\b({_STREETS}|di|daerah)\b", re.IGNORECASE)
_FINDABLE = re.compile(rf"\b({_STREETS}|{_LANDMARKS})\b", re.IGNORECASE)
# "Depan rumah saya" helps nobody to find it, "dekat pertamina" does.
_NEAR = re.compile(
    r"\b(depan|dekat|deket|parak|samping|sebelah|seberang|belakang)\s+"
    r"(?!rumah|sini|situ|saya|aku|kami|kito|dia|dio)[^\W\d_]{3,}",
    re.IGNORECASE,
)


def names_spot(text: str) -> bool:
    """Whether words such as "depan" or "lorong" speak of a place at all."""
    return bool(_STREET.search(text))


def names_street(text: str) -> bool:
    """Whether words name a street, a building or what stands beside one, so that a patrol finds it."""
    return bool(_FINDABLE.search(text))


def names_landmark(text: str) -> bool:
    """Whether a story says what it happened beside."""
    return bool(_NEAR.search(text))
