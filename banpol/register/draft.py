"""The report while it is being told, as plain data that travels between conversation and register."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import datetime
from typing import Any

UNKNOWN_KIND = "lainnya"


@dataclass(frozen=True)
class Place:
    """A place as said, and what it was resolved to; codes are Kemendagri's (16.71, 16.71.05)."""

    said: str = ""
    kabupaten: str | None = None
    kabupaten_code: str | None = None
    kecamatan: str | None = None
    kecamatan_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    outside: bool = False


@dataclass(frozen=True)
class Moment:
    """When it happened: as said, and as an aware interval; no interval when the reporter does not know."""

    said: str = ""
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True)
class ReportDraft:
    """Everything a reporter has told so far. `draft_id` is unique: one draft becomes one report, once."""

    draft_id: str
    narrative: str = ""
    kind: str = UNKNOWN_KIND
    kind_confidence: float = 0.0
    urgency: str = "biasa"
    restricted: bool = False
    place: Place | None = None
    moment: Moment | None = None
    people: str = ""
    loss: str = ""
    loss_amount: int | None = None
    vehicles: tuple[str, ...] = ()
    plates: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    name: str = ""
    confidentiality: str = "rahasia"
    contact_allowed: bool | None = None
    evidence_note: str = ""
    evidence_ids: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)

    def content(self) -> dict[str, Any]:
        """What is sealed as the report's content: all but the identity."""
        body = asdict(self)
        for left_out in ("name", "contact_allowed", "confidentiality", "draft_id"):
            body.pop(left_out)
        return body

    def identity(self) -> dict[str, Any]:
        return {"name": self.name}

    def to_json(self) -> str:
        return json.dumps(vars(self), default=_plain, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> ReportDraft:
        """The draft that `to_json` wrote; unknown keys of a newer version are left out."""
        data = json.loads(text)
        known = {f.name for f in fields(ReportDraft)}
        data = {key: value for key, value in data.items() if key in known}
        for name in ("vehicles", "plates", "phones", "evidence_ids"):
            data[name] = tuple(data.get(name) or ())
        data["place"] = Place(**data["place"]) if data.get("place") else None
        data["moment"] = _moment(data["moment"]) if data.get("moment") else None
        return ReportDraft(**data)


def _moment(data: dict[str, Any]) -> Moment:
    start, end = data.get("start"), data.get("end")
    return Moment(
        data.get("said", ""),
        datetime.fromisoformat(start) if start else None,
        datetime.fromisoformat(end) if end else None,
    )


def _plain(value: Any) -> Any:
    """Also in place of `asdict`, which copies every value deeply first, several times in every turn."""
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value):
        return vars(value)
    raise TypeError(f"a draft cannot hold {type(value).__name__}")
