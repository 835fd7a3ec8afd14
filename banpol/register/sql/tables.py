"""Tables of the register. `sealed*` columns hold ciphertext that only the console's private key opens.

Words an officer reads (statuses, kinds, units) are stored in Indonesian; column names are English.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from banpol.database import UtcDateTime
from banpol.post.tables import NAMING, RowNumber

metadata = MetaData(naming_convention=NAMING)


def _id() -> Column[str]:
    return Column("id", String(32), primary_key=True)


reporter = Table(
    "reporter",
    metadata,
    _id(),
    Column("created_at", UtcDateTime, nullable=False),
    Column("reports", Integer, nullable=False, server_default="0"),
    Column("confidentiality", String(16), nullable=False, server_default="rahasia"),
)

draft = Table(
    "draft",
    metadata,
    _id(),
    Column("reporter_id", String(32), nullable=False),
    Column("state", String(16), nullable=False),  # berjalan | terkirim | dibatalkan | belum_selesai
    Column("asking", String(32), nullable=True),
    Column("has_narrative", Boolean, nullable=False, server_default=text("false")),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("reminded_at", UtcDateTime, nullable=True),
    Index("ix_draft_state_updated_at", "state", "updated_at"),
    Index("ix_draft_reporter_id", "reporter_id"),
)

report = Table(
    "report",
    metadata,
    _id(),
    Column("number", String(24), nullable=False, unique=True),
    Column("draft_id", String(32), nullable=False, unique=True),
    Column("reporter_id", String(32), ForeignKey("reporter.id"), nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("status", String(20), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("kind_confidence", Float, nullable=False),
    Column("urgency", String(12), nullable=False),  # biasa | mendesak | darurat
    Column("confidentiality", String(16), nullable=False),  # biasa | rahasia | anonim
    Column("restricted", Boolean, nullable=False),
    Column("source_channel", String(16), nullable=False),
    Column("unit", String(64), nullable=True),
    Column("kabupaten_code", String(8), nullable=True),
    Column("kecamatan_code", String(12), nullable=True),
    Column("outside_province", Boolean, nullable=False, server_default=text("false")),
    Column("occurred_from", UtcDateTime, nullable=True),
    Column("occurred_to", UtcDateTime, nullable=True),
    Column("filed_at", UtcDateTime, nullable=False),
    Column("contact_allowed", Boolean, nullable=True),
    Column("pin_hash", String(128), nullable=True),
    Column("pin_misses", Integer, nullable=False, server_default="0"),
    Column("pin_locked_until", UtcDateTime, nullable=True),
    Column("content_key", LargeBinary, nullable=False),
    Column("sealed_content", LargeBinary, nullable=False),
    Column("identity_key", LargeBinary, nullable=True),
    Column("sealed_identity", LargeBinary, nullable=True),
    # What the team's work adds.
    Column("day", String(6), nullable=False, server_default=""),  # filed, in WIB, YYMMDD
    Column(
        "ordinal", RowNumber, nullable=False, server_default="0"
    ),  # the number as an integer; sorts by filing
    Column("priority", Integer, nullable=False, server_default="2"),  # 0 darurat, 1 mendesak, 2 biasa
    Column("completeness", Integer, nullable=False, server_default="0"),  # 0-100
    Column("assigned_to", String(64), nullable=True),
    Column("locked_by", String(64), nullable=True),
    Column("locked_until", UtcDateTime, nullable=True),
    Column("due_at", UtcDateTime, nullable=True),  # when the present status is late
    Column("escalated_at", UtcDateTime, nullable=True),
    Column("returns_to", String(20), nullable=True),  # the status to go back to from perlu_informasi
    Column("outcome", String(32), nullable=True),
    Column("answer", String(16), nullable=True),  # dibenarkan | disanggah | tanpa_jawaban
    Column("rating", Integer, nullable=True),  # 1-5
    Column("reopened", Integer, nullable=False, server_default="0"),
    Column("first_answer_at", UtcDateTime, nullable=True),
    Column("verified_at", UtcDateTime, nullable=True),
    Column("closed_at", UtcDateTime, nullable=True),
    Column("changed_at", UtcDateTime, nullable=True),
    Column("changed_by", String(64), nullable=True),
    # What time takes away, and who keeps it from doing so.
    Column("kept_by", String(64), nullable=True),
    Column("kept_at", UtcDateTime, nullable=True),
    Column("identity_purged_at", UtcDateTime, nullable=True),
    Column("content_purged_at", UtcDateTime, nullable=True),
    Index("ix_report_status_filed_at", "status", "filed_at"),
    Index("ix_report_reporter_id_filed_at", "reporter_id", "filed_at"),
    Index("ix_report_ordinal", "ordinal"),
    Index("ix_report_status_priority_ordinal", "status", "priority", "ordinal"),
    Index("ix_report_assigned_to_ordinal", "assigned_to", "ordinal"),
    Index("ix_report_due_at", "due_at"),
    Index("ix_report_kabupaten_code_kind_filed_at", "kabupaten_code", "kind", "filed_at"),
    Index("ix_report_unit_ordinal", "unit", "ordinal"),
    Index("ix_report_kind_ordinal", "kind", "ordinal"),
    Index("ix_report_day", "day"),
    Index("ix_report_filed_at", "filed_at"),
    Index("ix_report_kecamatan_code_filed_at", "kecamatan_code", "filed_at"),
    Index("ix_report_rating_ordinal", "rating", "ordinal"),
)

report_counter = Table(
    "report_counter",
    metadata,
    Column("day", String(6), primary_key=True),  # WIB, YYMMDD
    Column("last", Integer, nullable=False),
)

status_change = Table(
    "status_change",
    metadata,
    Column("seq", RowNumber, primary_key=True, autoincrement=True),
    Column("report_id", String(32), ForeignKey("report.id"), nullable=False),
    Column("status", String(20), nullable=False),
    Column("before", String(20), nullable=True),
    Column("move", String(24), nullable=True),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=True),
    Column("reason", String(64), nullable=True),  # a code: outcome, unit, why
    Column("note_id", String(32), nullable=True),  # the words that belong to it, sealed
    Column("version", Integer, nullable=True),  # of the report, after it
    Column("at", UtcDateTime, nullable=False),
    Index("ix_status_change_report_id", "report_id"),
)

addition = Table(  # what a reporter adds to a report after it was filed
    "addition",
    metadata,
    _id(),
    Column("report_id", String(32), ForeignKey("report.id"), nullable=False),
    Column("turn_id", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("turn_id", "kind"),
    Index("ix_addition_report_id", "report_id"),
)

evidence = Table(
    "evidence",
    metadata,
    _id(),
    Column("reporter_id", String(32), nullable=False),
    Column("message_id", String(200), nullable=False, unique=True),
    Column("draft_id", String(32), nullable=True),
    Column("report_id", String(32), ForeignKey("report.id"), nullable=True),
    Column("state", String(12), nullable=False),  # menunggu | tersimpan | gagal | karantina
    Column("media_type", String(64), nullable=True),
    Column("size", Integer, nullable=True),
    Column("sha256", String(64), nullable=True),
    Column("wrapped_key", LargeBinary, nullable=True),
    Column("file", String(64), nullable=True),
    Column("sealed_source", LargeBinary, nullable=True),  # where to fetch it, under the session key
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try_at", Float, nullable=False, server_default="0"),
    Column("received_at", UtcDateTime, nullable=False),
    Column("added_by", String(64), nullable=True),  # the officer; empty when the reporter sent it
    Index("ix_evidence_state_next_try_at", "state", "next_try_at"),
    Index("ix_evidence_draft_id", "draft_id"),
    Index("ix_evidence_report_id", "report_id"),
)

transcript = Table(  # the talk, sealed for the console; the tracker forgets it after a day
    "transcript",
    metadata,
    Column("seq", RowNumber, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("reporter_id", String(32), nullable=False),
    Column("draft_id", String(32), nullable=True),
    Column("direction", String(8), nullable=False),  # masuk | keluar
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_transcript_reporter_id_seq", "reporter_id", "seq"),
)

handover = Table(
    "handover",
    metadata,
    _id(),
    Column("reporter_id", String(32), nullable=False),
    Column("turn_id", String(64), nullable=False, unique=True),
    Column("state", String(12), nullable=False),  # diminta | diambil | dikembalikan
    Column("reason", String(32), nullable=False),
    Column("operator", String(64), nullable=True),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime, nullable=True),
    Index("ix_handover_state_asked_at", "state", "asked_at"),
)

alert = Table(
    "alert",
    metadata,
    _id(),
    Column("kind", String(32), nullable=False),
    Column("urgency", String(12), nullable=False),
    Column("report_id", String(32), nullable=True),
    Column("cause_id", String(64), nullable=False),
    Column("raised_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=True),
    Column("seen_by", String(64), nullable=True),
    UniqueConstraint("cause_id", "kind"),
    Index("ix_alert_raised_at", "raised_at"),
    Index("ix_alert_report_id", "report_id"),
)

data_request = Table(
    "data_request",
    metadata,
    _id(),
    Column("reporter_id", String(32), nullable=False),
    Column("turn_id", String(64), nullable=False),
    Column("kind", String(12), nullable=False),  # akses | ubah | hapus | cabut
    Column("state", String(12), nullable=False),  # diterima | dijawab | ditolak
    Column("due_at", UtcDateTime, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("answered_at", UtcDateTime, nullable=True),
    Column("reason_code", String(32), nullable=True),
    Column("confirmed_by", String(16), nullable=True),  # pin; empty: an officer makes sure who asks
    UniqueConstraint("turn_id", "kind"),
    Index("ix_data_request_state_due_at", "state", "due_at"),
)

feedback = Table(
    "feedback",
    metadata,
    _id(),
    Column("reporter_id", String(32), nullable=False),
    Column("turn_id", String(64), nullable=False, unique=True),
    Column("report_id", String(32), nullable=True),
    Column("rating", Integer, nullable=True),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_feedback_at", "at"),
)

audit_entry = Table(
    "audit_entry",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("actor", String(64), nullable=False),
    Column("act", String(48), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("detail", String(500), nullable=False),  # canonical JSON of codes and ids, no content
    Column("at", UtcDateTime, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Column("mac", String(64), nullable=False),
    Index("ix_audit_entry_act_seq", "act", "seq"),
    Index("ix_audit_entry_subject_seq", "subject", "seq"),
)
