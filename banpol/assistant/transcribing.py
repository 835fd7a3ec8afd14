"""The talk, line by line, sealed for the team; and turns that only listen while an officer holds it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from banpol.assistant.turn import RunningTurn
from banpol.crypto import ContentSealer
from banpol.language.emergency import find_danger
from banpol.post import turns
from banpol.post.letters import OutgoingMessage
from banpol.register import alerts, handovers, transcripts


def transcribe(
    session: Session, sealer: ContentSealer, turn: RunningTurn, messages: list[OutgoingMessage]
) -> None:
    """What came and what leaves, once each."""
    lines = [(f"masuk-{b.message_id}"[:64], "masuk", b.letter.text or b.letter.kind) for b in turn.bubbles]
    lines += [(f"{turn.lease.turn_id}-{n}", "keluar", m.text) for n, m in enumerate(messages)]
    for line_id, direction, text in lines:
        transcripts.note(
            session,
            sealer,
            line_id,
            reporter_id=turn.lease.reporter_id,
            draft_id=None,
            direction=direction,
            text=text,
            at=turn.now,
        )


def listen(session: Session, sealer: ContentSealer, turn: RunningTurn, warning: OutgoingMessage) -> bool:
    """True when an officer holds this talk: what came is kept and shown to the team, Rasa does not answer.

    A cry for help rings as loudly as ever, and is answered with `warning`."""
    if handovers.holder(session, turn.lease.reporter_id) is None:
        return False
    turns.finish(session, turn.lease, turn.now)
    turn.in_danger = any(_cries_for_help(bubble.letter.text) for bubble in turn.bubbles)
    transcribe(session, sealer, turn, [warning] if turn.in_danger else [])
    urgency = "darurat" if turn.in_danger else "mendesak"
    alerts.raise_alert(session, "pesan_untuk_petugas", urgency, turn.lease.turn_id, None, turn.now)
    return True


def _cries_for_help(text: str) -> bool:
    danger = find_danger(text) if text else None
    return danger is not None and danger.now
