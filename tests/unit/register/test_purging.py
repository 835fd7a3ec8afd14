"""Time takes identity and content by the rules: both sides of every limit, whatever is held stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from banpol.database import Database
from banpol.post import aliases, forgetting, inbox, outbox, tracing
from banpol.post.letters import OutgoingMessage
from banpol.post.tables import contact_alias, inbox_message, outbox_message
from banpol.register import (
    additions,
    audit,
    casework,
    conversation,
    drafts,
    evidence,
    notes,
    purging,
    reading,
    transcripts,
)
from banpol.register.draft import ReportDraft
from banpol.register.errors import NotAllowed
from banpol.register.sql.tables import draft, report, transcript
from banpol.register.sql.team_tables import word_index
from tests.support.desk_work import BUDI, RATNA, a_report, office, row_of
from tests.support.parts import AUDIT_KEY, BLIND, CONTACT, NOW, RING, arrival, content_keys

NAME, SECOND = "Sutarjokanari", timedelta(seconds=1)
TOLD = f"motor saya hilang kata {NAME}"


def closed_report(session, house, status: str = "selesai", **more) -> str:
    """Closed at NOW, with a name in the story, in a note and in the talk."""
    number = a_report(session, house, name=NAME, narrative=TOLD, **more)
    casework.add_note(session, house, BUDI, number, f"sudah menelepon {NAME}", NOW)
    values = {"status": status, "closed_at": NOW}
    session.execute(update(report).where(report.c.number == number).values(**values))
    line = {"reporter_id": "r1", "draft_id": "d1", "direction": "masuk", "text": f"saya {NAME}", "at": NOW}
    transcripts.note(session, house.sealer, f"l-{number}", **line)
    return number


def purged(session, house, opener, now) -> dict[str, int]:
    return {**purging.forget_reports(session, house, opener, now), **purging.forget_small(session, now)}


@pytest.mark.parametrize(("status", "days"), [("selesai", 365), ("duplikat", 365), ("tidak_valid", 30)])
def test_the_identity_goes_at_its_limit_and_the_story_without_the_name_stays(
    database: Database, tmp_path: Path, status: str, days: int
) -> None:
    """A second before nothing; then no name in story, note, talk, index, however one looks."""
    house, opener = office(tmp_path), content_keys(tmp_path)[1]
    with database.write() as session:
        number = closed_report(session, house, status)
        limit = NOW + timedelta(days=days)
        assert purged(session, house, opener, limit - SECOND)["identitas"] == 0
        assert purging.due(session, limit)["identitas"] == 1
        assert purged(session, house, opener, limit)["identitas"] == 1
        found = reading.open_report(session, opener, number)
        row = row_of(session, number)
        written = notes.of_report(session, opener, row["id"])
        assert "motor saya hilang" in found["narrative"] and "sudah menelepon" in written[0]["text"]
        assert NAME not in str(found) + str(written) and "name" not in found
        assert (row["sealed_identity"], row["identity_key"]) == (None, None)
        assert session.execute(select(transcript)).all() == []
        token = house.index.words(NAME)[0]
        assert session.execute(select(word_index).where(word_index.c.token == token)).all() == []
        assert purged(session, house, opener, limit)["identitas"] == 0


@pytest.mark.parametrize(("status", "days"), [("selesai", 5 * 365), ("tidak_valid", 90)])
def test_the_content_goes_at_its_limit_and_leaves_a_stub(
    database: Database, tmp_path: Path, status: str, days: int
) -> None:
    """Number, status, dates and digests stay; the story's key is gone, the file's as well."""
    house, opener, media = office(tmp_path), content_keys(tmp_path)[1], tmp_path / "media"
    media.mkdir()
    with database.write() as session:
        number = closed_report(session, house, status)
        casework.add_evidence(session, house, BUDI, number, media, b"foto", "image/jpeg", NOW)
        [shown] = reading.open_report(session, opener, number)["evidence"]
        limit = NOW + timedelta(days=days)
        assert purging.forget_reports(session, house, opener, limit - SECOND)["isi_laporan"] == 0
        assert purging.forget_reports(session, house, opener, limit)["isi_laporan"] == 1
        files = purging.forget_files(session, media, limit)
        assert [file.name for file in files] == [shown["id"]]
        found = reading.open_report(session, opener, number)
        assert (found["narrative"], found["status"], found["additions"]) == ("", status, [])
        assert found["evidence"][0]["sha256"] == shown["sha256"]
        with pytest.raises(LookupError):
            evidence.read_file(session, opener, media, shown["id"])
        assert purging.forget_files(session, media, limit) == files  # until they are really gone
        files[0].unlink()
        assert purging.forget_files(session, media, limit) == []
        assert session.execute(select(word_index)).all() == []


def test_a_report_that_is_held_keeps_everything(database: Database, tmp_path: Path) -> None:
    """Only a supervisor holds it; let go, it follows the rules again; both are written down."""
    house, opener, much_later = office(tmp_path), content_keys(tmp_path)[1], NOW + timedelta(days=9999)
    with database.write() as session:
        number = closed_report(session, house)
        with pytest.raises(NotAllowed):
            purging.hold(session, house, BUDI, number, True, NOW)
        purging.hold(session, house, RATNA, number, True, NOW)
        assert purged(session, house, opener, much_later)["isi_laporan"] == 0
        assert reading.open_report(session, opener, number)["name"] == NAME
        purging.hold(session, house, RATNA, number, False, NOW)
        assert purged(session, house, opener, much_later)["isi_laporan"] == 1
        assert audit.verify(session, AUDIT_KEY) > 0


@pytest.mark.parametrize("status", ["diterima", "ditindaklanjuti", "perlu_informasi", "dibuka_kembali"])
def test_an_open_report_is_never_touched(database: Database, tmp_path: Path, status: str) -> None:
    """However old it is."""
    house = office(tmp_path)
    with database.write() as session:
        closed_report(session, house, status)
        assert not any(
            purging.due(session, NOW + timedelta(days=9999))[n] for n in ("identitas", "isi_laporan")
        )


def kept_draft(session, house, name: str, state: str, narrative: str) -> None:
    one = ReportDraft(name, narrative=narrative)
    drafts.keep(session, house.sealer, one, reporter_id=f"r-{name}", asking=None, state=state, now=NOW)


@pytest.mark.parametrize(
    ("state", "narrative", "span"),
    [
        ("berjalan", "", timedelta(hours=24)),
        ("dibatalkan", "cerita", timedelta(days=30)),
        ("belum_selesai", "cerita", timedelta(days=90)),
    ],
)
def test_drafts_go_by_what_they_hold(
    database: Database, tmp_path: Path, state: str, narrative: str, span: timedelta
) -> None:
    """Without a story after a day, cancelled after thirty, left behind after ninety."""
    house = office(tmp_path)
    with database.write() as session:
        kept_draft(session, house, "x", state, narrative)
        assert purging.forget_small(session, NOW + span - SECOND)["draf"] == 0
        assert purging.forget_small(session, NOW + span)["draf"] == 1
        assert session.execute(select(draft)).all() == []


def test_a_contact_goes_with_the_last_of_its_reports(database: Database, tmp_path: Path) -> None:
    """Not while one still has an identity, nor within thirty days of a message."""
    house, opener, later = office(tmp_path), content_keys(tmp_path)[1], NOW + timedelta(days=366)
    who = {"phone": "6281200001234", "user_id": None, "now": NOW}
    with database.write() as session:
        reporter = aliases.reporter_for(session, CONTACT, BLIND, "whatsapp", **who)
        closed_report(session, house, reporter=reporter)
        assert purging.forget_small(session, later)["kontak"] == 0
        inbox.receive(session, RING, [arrival(reporter=reporter, received_at=later - timedelta(days=29))])
        purging.forget_reports(session, house, opener, later)
        assert purging.forget_small(session, later)["kontak"] == 0
        assert purging.forget_small(session, later + timedelta(days=2))["kontak"] == 1
        assert session.execute(select(contact_alias)).all() == []


def sent_message(session, status: str, text: str = "Halo, kanari") -> None:
    outbox.put(
        session, RING, reporter_id="r1", channel="whatsapp", account="100", turn_id=f"balas-{status}",
        ordinal=0, message=OutgoingMessage(text), asks=None, now=NOW,
    )  # fmt: skip
    session.execute(
        update(outbox_message).where(outbox_message.c.turn_id == f"balas-{status}").values(status=status)
    )


def test_texts_of_the_post_go_and_their_rows_stay_for_a_while(database: Database, tmp_path: Path) -> None:
    """What still waits is kept; a page that looks back finds an empty text and no fault."""
    house, opener = office(tmp_path), content_keys(tmp_path)[1]
    with database.write() as session:
        number = a_report(session, house)
        session.execute(update(inbox_message).values(status="done"))
        inbox.receive(session, RING, [arrival("belum dijawab")])
        for status in ("sent", "failed", "queued", "parked"):
            sent_message(session, status)
        assert forgetting.forget(session, NOW + timedelta(days=7) - SECOND)["pesan_masuk"] == 0
        assert forgetting.forget(session, NOW + timedelta(days=7))["pesan_masuk"] == 1
        assert forgetting.forget(session, NOW + timedelta(days=14) - SECOND)["pesan_keluar"] == 0
        assert forgetting.forget(session, NOW + timedelta(days=14))["pesan_keluar"] == 2
        texts = [one.text for one in tracing.to_reporter(session, RING, "r1", NOW)]
        assert sorted(texts) == ["", "", "Halo, kanari", "Halo, kanari"]
        conversation.of_report(session, house, opener, row_of(session, number))
        assert len(outbox.last_texts(session, RING, "r1", 9)) == 4
        assert inbox.last_route(session, "r1") is not None
        assert inbox.waiting(session) == 1
        assert forgetting.forget(session, NOW + timedelta(days=40))["baris_masuk"] == 1


def test_additions_lose_the_name_too(database: Database, tmp_path: Path) -> None:
    """What the reporter said later is sealed anew without it."""
    house, opener = office(tmp_path), content_keys(tmp_path)[1]
    with database.write() as session:
        number = closed_report(session, house)
        body = {"text": f"{NAME} lagi"}
        told = {"draft_id": "d1", "reporter_id": "r1", "turn_id": "t9", "kind": "cerita", "now": NOW}
        additions.add(session, house.sealer, body=body, **told)
        purging.forget_reports(session, house, opener, NOW + timedelta(days=365))
        [added] = reading.open_report(session, opener, number)["additions"]
        assert NAME not in added["text"] and "lagi" in added["text"]
