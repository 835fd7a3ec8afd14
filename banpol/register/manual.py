"""A report that came by telephone, e-mail, social media or in person, filed by an officer like any other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from banpol.post.ids import new_id
from banpol.register import filing
from banpol.register.actors import TEAM, Actor
from banpol.register.draft import ReportDraft
from banpol.register.errors import NotAllowed, UnknownChoice
from banpol.register.filing import Receipt
from banpol.register.office import Office

CHANNELS = ("telepon", "surel", "media_sosial", "datang_langsung")


def file(
    session: Session,
    office: Office,
    actor: Actor,
    channel: str,
    draft: ReportDraft,
    now: datetime,
    reporter_id: str | None = None,
) -> Receipt:
    """The receipt; `draft.draft_id` comes from the form, so that a form sent twice files once.

    Without `reporter_id` the reporter is somebody new. Raises NotAllowed, UnknownChoice, EmptyReport."""
    if actor.role not in TEAM:
        raise NotAllowed(f"{actor.role} files no reports")
    if channel not in CHANNELS:
        raise UnknownChoice(f"there is no channel {channel!r}")
    known = reporter_id or filing.reporter_of(session, draft.draft_id) or new_id()
    return filing.file_report(
        session,
        office.sealer,
        office.audit_key,
        draft,
        reporter_id=known,
        source_channel=channel,
        now=now,
        rules=office,
        actor=actor.id,
    )
