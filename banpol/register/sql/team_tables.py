"""Tables of the team's work on reports; they share the register's metadata and its rule for `sealed*`."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from banpol.database import UtcDateTime
from banpol.post.tables import RowNumber
from banpol.register.sql.tables import metadata

note = Table(
    "note",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("report_id", String(32), ForeignKey("report.id"), nullable=False),
    Column("kind", String(12), nullable=False),  # internal | pelapor | alasan
    Column("actor", String(64), nullable=False),
    Column("cause_id", String(64), nullable=True),  # turn id of the outbox row, when it was sent
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_note_report_id", "report_id"),
    Index("ix_note_cause_id", "cause_id"),
)

assignment = Table(
    "assignment",
    metadata,
    Column("seq", RowNumber, primary_key=True, autoincrement=True),
    Column("report_id", String(32), ForeignKey("report.id"), nullable=False),
    Column("operator", String(64), nullable=True),  # empty: given back to the queue
    Column("actor", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_assignment_report_id", "report_id"),
)

incident_link = Table(  # two reports of one incident; both keep their number and their answers
    "incident_link",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("report_id", String(32), ForeignKey("report.id"), nullable=False),
    Column("other_id", String(32), ForeignKey("report.id"), nullable=False),
    Column("state", String(12), nullable=False),  # disarankan | dibenarkan | ditolak
    Column("score", Float, nullable=False),
    Column("reason", String(200), nullable=False),  # codes, comma separated
    Column("at", UtcDateTime, nullable=False),
    Column("decided_by", String(64), nullable=True),
    Column("decided_at", UtcDateTime, nullable=True),
    UniqueConstraint("report_id", "other_id"),
    Index("ix_incident_link_other_id", "other_id"),
)

disclosure = Table(
    "disclosure",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("report_id", String(32), ForeignKey("report.id"), nullable=False),
    Column("fields", String(64), nullable=False),  # nama, nomor
    Column("basis", String(16), nullable=False),  # persetujuan | penyidikan | bahaya | pengadilan
    Column("state", String(12), nullable=False),  # diminta | disetujui | ditolak | dicabut
    Column("asked_by", String(64), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("decided_by", String(64), nullable=True),
    Column("decided_at", UtcDateTime, nullable=True),
    Column("expires_at", UtcDateTime, nullable=True),
    Column("break_glass", Boolean, nullable=False, server_default=text("false")),
    Column("reviewed_by", String(64), nullable=True),
    Column("reviewed_at", UtcDateTime, nullable=True),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # the reason, and the decision's reason
    Index("ix_disclosure_report_id", "report_id"),
    Index("ix_disclosure_state_asked_at", "state", "asked_at"),
)

word_index = Table(  # keyed 63-bit tokens of words, plates and phones; which reports hold them
    "word_index",
    metadata,
    Column("token", BigInteger, primary_key=True, autoincrement=False),
    Column("ordinal", BigInteger, primary_key=True, autoincrement=False),
    Index("ix_word_index_ordinal", "ordinal"),
    sqlite_with_rowid=False,
)

tally = Table(  # counts per day of filing, kept with every change of a report
    "tally",
    metadata,
    Column("dimension", String(24), primary_key=True),
    Column("day", String(6), primary_key=True),
    Column("item", String(32), primary_key=True),
    Column("reports", Integer, nullable=False),
    Column("seconds", BigInteger, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)

reported_total = Table(  # figures that the service published before; never mixed with counted ones
    "reported_total",
    metadata,
    Column("first_day", String(10), primary_key=True),
    Column("last_day", String(10), primary_key=True),
    Column("reports", Integer, nullable=False),
    Column("source", String(120), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

house_setting = Table(  # what administrators set in the console: deadlines, routing, canned answers
    "house_setting",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("body", LargeBinary, nullable=False),  # JSON, free of personal data
    Column("version", Integer, nullable=False),
    Column("changed_by", String(64), nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

alert_delivery = Table(
    "alert_delivery",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("alert_id", String(32), ForeignKey("alert.id"), nullable=False),
    Column("channel", String(16), nullable=False),  # surel | webhook
    Column("target", String(64), nullable=False),  # position in the settings, never an address
    Column("state", String(16), nullable=False),  # menunggu | terkirim | gagal
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try_at", Float, nullable=False, server_default="0"),
    Column("at", UtcDateTime, nullable=True),
    UniqueConstraint("alert_id", "channel", "target"),
    Index("ix_alert_delivery_state_next_try_at", "state", "next_try_at"),
)
