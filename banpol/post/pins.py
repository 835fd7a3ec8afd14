"""A typed PIN leaves a message before anything keeps it: what stays is a keyed mark of it, and dots.

Six bare digits are a PIN only where one was just asked for; elsewhere they may be a sum of money.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from banpol.crypto import BlindIndex
from banpol.post.letters import Letter
from banpol.post.tables import outbox_message

ASKS = "pin"
WEAK = "lemah"
DOTS = "••••••"
# A PIN may be typed after a notice came in between.
LATELY = 3
_SIX = r"(?<!\d)\d(?:[ .\-]?\d){5}(?![ .\-]?\d)"
_NAMED = re.compile(
    rf"\bpin(?:ny[ao]|ku)?\b\D{{0,24}}?(?P<after>{_SIX})|(?P<before>{_SIX})\D{{0,12}}?\bpin\b", re.I
)
_BARE = re.compile(rf"^\D{{0,3}}(?P<bare>{_SIX})\D{{0,3}}$")


def hide(session: Session, letter: Letter, reporter_id: str, blind: BlindIndex) -> Letter:
    """The letter with a PIN in its text replaced by dots and by `secret`, the mark that can be compared."""
    found = _find(session, letter.text, reporter_id)
    if found is None:
        return letter
    digits = "".join(str(int(sign)) for sign in found.group() if sign.isdigit())
    secret = WEAK if is_weak(digits) else blind.of("pin", f"{reporter_id}|{digits}")
    text = letter.text[: found.start()] + DOTS + letter.text[found.end() :]
    return replace(letter, text=text, secret=secret)


def _find(session: Session, text: str, reporter_id: str) -> re.Match[str] | None:
    """The six digits themselves."""
    named = _NAMED.search(text)
    if named:
        return re.compile(_SIX).search(text, named.start(named.lastgroup or 0))
    bare = _BARE.match(text)
    if bare is None or not asked_lately(session, reporter_id):
        return None
    return re.compile(_SIX).search(text)


def asked_lately(session: Session, reporter_id: str) -> bool:
    """Whether one of the newest messages to this reporter asked for a PIN."""
    newest = (
        select(outbox_message.c.asks)
        .where(outbox_message.c.reporter_id == reporter_id)
        .order_by(outbox_message.c.seq.desc())
        .limit(LATELY)
    )
    return ASKS in session.execute(newest).scalars().all()


def is_weak(digits: str) -> bool:
    """One digit six times, or a run such as 123456 and 987654."""
    steps = {(int(later) - int(earlier)) % 10 for earlier, later in pairwise(digits)}
    return len(steps) == 1 and steps <= {0, 1, 9}
