"""Evidence, unsealed for one look: only kinds that browsers show harmlessly keep their type."""

from __future__ import annotations

from sqlalchemy.orm import Session
from starlette.responses import Response

from banpol.console.house import Visit
from banpol.console.replies import problem
from banpol.crypto import CryptoError
from banpol.register import evidence, queue, reading
from banpol.register.errors import UnknownReport

_HARMLESS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
}
# A document of its own origin, without scripts, forms or anything loaded: what the bytes hold stays there.
_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def file(visit: Visit) -> Response:
    number, wanted = visit.request.path_params["number"], visit.request.path_params["evidence_id"]
    try:
        with visit.house.database.write() as session:
            data, media_type = _read(session, visit, number, wanted)
    except (UnknownReport, LookupError, OSError, CryptoError):
        return problem(visit, 404)
    ending = _HARMLESS.get(media_type)
    name = f"{number}-{wanted[:8]}.{ending or 'bin'}"
    headers = {
        "Content-Security-Policy": _POLICY,
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return Response(data, media_type=media_type if ending else "application/octet-stream", headers=headers)


def _read(session: Session, visit: Visit, number: str, wanted: str) -> tuple[bytes, str]:
    """Bytes and type of a stored file of this very report; the look is audited in the same transaction."""
    house, office = visit.house, visit.office(session)
    row = queue.row_for(session, visit.actor, office.routing, number)
    found = [item for item in reading.evidence_of(session, row["id"]) if item["id"] == wanted]
    if not found or found[0]["state"] != "tersimpan":
        raise LookupError("this report has no such file")
    data = evidence.read_file(session, house.opener, house.media_dir, wanted)
    digest = found[0]["sha256"]
    office.audited(session, visit.actor, "bukti_dibuka", number, visit.now, bukti=wanted, sha256=digest)
    return data, found[0]["media_type"] or ""
