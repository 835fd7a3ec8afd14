"""The console's own style and scripts; only names that were there at the first look are served."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from starlette.responses import PlainTextResponse, Response

from banpol.console.house import Visit
from banpol.console.replies import problem

FOLDER = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@lru_cache(maxsize=1)
def _files() -> dict[str, tuple[bytes, str]]:
    return {
        path.name: (path.read_bytes(), _TYPES[path.suffix])
        for path in sorted(FOLDER.iterdir())
        if path.suffix in _TYPES
    }


def file(visit: Visit) -> Response:
    found = _files().get(visit.request.path_params["name"])
    if found is None:
        return problem(visit, 404)
    # Holds nothing about anybody, so a browser may keep it for a while.
    return Response(found[0], media_type=found[1], headers={"Cache-Control": "max-age=300"})


def ready(visit: Visit) -> Response:
    """Whether the database answers."""
    with visit.house.database.read() as session:
        session.connection()
    return PlainTextResponse("siap")
