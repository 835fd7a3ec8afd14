"""What got a 200 is stored, once; what is not stored gets none."""

from __future__ import annotations

import asyncio
import json
import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import AsyncIterator

import pytest
from sqlalchemy import insert, select, text

from banpol.database import Database
from banpol.post import outbox
from banpol.post.aliases import address_of
from banpol.post.letters import Choice
from banpol.post.tables import delivery, inbox_message, quarantine
from banpol.register.sql.tables import evidence
from banpol.simulator.ids import Ids
from banpol.simulator.webhook_bodies import to_bytes
from banpol.whatsapp.button_ids import ButtonIds
from banpol.whatsapp.intake import MAX_BODY, Intake
from banpol.whatsapp.metrics import Metrics
from banpol.whatsapp.signature import sign
from tests.integration.whatsapp.bench import ACCOUNT, PHONE, SECRET, Bench, message, settings, signed, webhook
from tests.support.parts import CONTACT, NOW, RING

PAYLOADS = Path(__file__).resolve().parents[2] / "payloads" / "whatsapp"


@pytest.fixture
async def intake(bench: Bench) -> AsyncIterator[Intake]:
    """A running intake."""
    running = Intake(bench.parts, settings(), bench.shelf, bench.speaks_of_danger, Metrics())
    running.start()
    yield running
    running.stop()


async def _deliver(intake: Intake, body: bytes) -> int:
    return (await intake.receive(signed(body), body)).status


async def test_a_message_is_stored_before_it_is_acknowledged(bench: Bench, intake: Intake) -> None:
    """The number is hidden, the text sealed, the stamp Meta's."""
    body = webhook(message("Motor saya hilang", "wamid.A"))
    assert await _deliver(intake, body) == 200
    ((message_id, letter),) = bench.letters()
    (row,) = bench.inbox_rows()
    assert (message_id, letter.kind, letter.text) == (
        bench.parts.known_as("wamid.A"),
        "text",
        "Motor saya hilang",
    )
    assert (row.status, row.channel, row.account, row.sent_at) == ("new", "whatsapp", ACCOUNT, NOW)
    assert PHONE not in row.reporter_id
    with bench.database.read() as session:
        assert address_of(session, CONTACT, row.reporter_id, "whatsapp").phone == PHONE


async def test_unsigned_and_wrongly_signed_bodies_leave_nothing(bench: Bench, intake: Intake) -> None:
    """No signature, another's, one over other bytes, two at once: 401 and no row."""
    body = webhook(message())
    good = sign(body, SECRET)
    headers = [
        [],
        [(b"x-hub-signature-256", sign(body, "lain"))],
        [(b"x-hub-signature-256", sign(body + b" ", SECRET))],
        [(b"x-hub-signature-256", b"sha1=" + good[7:])],
        [(b"x-hub-signature-256", good), (b"X-Hub-Signature-256", good)],
        [(b"x-hub-signature", good)],
    ]
    for given in headers:
        assert (await intake.receive(given, body)).status == 401
    assert bench.inbox_rows() == [] and bench.quarantined() == 0


async def test_a_thousand_mutated_bodies_leave_nothing(bench: Bench, intake: Intake) -> None:
    """One changed byte anywhere is enough to be refused."""
    body, chance = webhook(message()), random.Random(3)
    headers = signed(body)
    for _ in range(1000):
        mutated = bytearray(body)
        mutated[chance.randrange(len(mutated))] ^= 1 << chance.randrange(8)
        assert (await intake.receive(headers, bytes(mutated))).status == 401
    assert bench.inbox_rows() == [] and bench.quarantined() == 0


async def test_the_older_secret_counts_too(intake: Intake) -> None:
    """During a rotation both are good."""
    body = webhook(message())
    assert (await intake.receive(signed(body, "rahasia-lama"), body)).status == 200


async def test_four_copies_at_once_are_stored_once(bench: Bench, intake: Intake) -> None:
    """Meta delivers concurrently and more than once."""
    bodies = [webhook(message(f"pesan {n}", f"wamid.D{n}")) for n in range(50)]
    copies = [body for body in bodies for _ in range(4)]
    random.Random(1).shuffle(copies)
    statuses = await asyncio.gather(*(_deliver(intake, body) for body in copies))
    assert set(statuses) == {200}
    wanted = {bench.parts.known_as(f"wamid.D{n}") for n in range(50)}
    assert sorted(message_id for message_id, _ in bench.letters()) == sorted(wanted)
    assert len({row.reporter_id for row in bench.inbox_rows()}) == 1


async def test_two_gateways_at_once_store_once(bench: Bench, intake: Intake) -> None:
    """The database decides, not the process."""
    other = Intake(bench.parts, settings(), bench.shelf, lambda _: False, Metrics())
    other.start()
    bodies = [webhook(message(f"pesan {n}", f"wamid.G{n}", f"62812000{n:05d}")) for n in range(20)]
    statuses = await asyncio.gather(
        *(_deliver(door, body) for body in bodies for door in (intake, other, intake, other))
    )
    other.stop()
    assert set(statuses) == {200}
    assert len(bench.inbox_rows()) == 20


async def test_same_id_with_other_text_changes_nothing(bench: Bench, intake: Intake) -> None:
    """The first one counts."""
    await _deliver(intake, webhook(message("asli", "wamid.S")))
    assert await _deliver(intake, webhook(message("palsu", "wamid.S"))) == 200
    assert [letter.text for _, letter in bench.letters()] == ["asli"]


async def test_every_message_of_a_batch_arrives_whatever_its_neighbours(bench: Bench, intake: Intake) -> None:
    """Bad items go to the quarantine, the others into the inbox, in order."""
    bad = {"from": PHONE, "type": "text"}
    items = [message(f"pesan {n}") if n % 5 else bad for n in range(100)]
    assert await _deliver(intake, webhook(*items)) == 200
    assert [letter.text for _, letter in bench.letters()] == [f"pesan {n}" for n in range(100) if n % 5]
    assert bench.quarantined() == 20


async def test_signed_but_unreadable_is_kept_and_acknowledged(bench: Bench, intake: Intake) -> None:
    """Any other answer would bring it back for days; the bytes are there for a person."""
    for body in (b"", b"{", b"[" * 100_000, b"\xff\xfe", b"null", webhook() + b"x"):
        assert await _deliver(intake, body) == 200
    assert bench.quarantined() == 6
    with bench.database.read() as session:
        rows = session.execute(select(quarantine)).all()
    kept = {RING.open(row.sealed, f"banpol1|quarantine|sealed|{row.id}") for row in rows}
    assert b"{" in kept and b"[" * 100_000 in kept
    assert {row.reason for row in rows} == {"not_json", "shape"}


async def test_bodies_at_the_limit(bench: Bench, intake: Intake) -> None:
    """3 MB pass, one byte more does not."""
    body = webhook(message("halo", "wamid.L"))
    full = body + b" " * (MAX_BODY - len(body))
    assert await _deliver(intake, full) == 200
    assert await _deliver(intake, full + b" ") == 413
    assert len(bench.inbox_rows()) == 1


async def test_other_numbers_of_the_app_are_none_of_our_business(bench: Bench, intake: Intake) -> None:
    """Acknowledged, counted, not stored."""
    assert await _deliver(intake, webhook(message(), account="999")) == 200
    assert bench.inbox_rows() == [] and bench.quarantined() == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0", timedelta(0)),
        ("-5", timedelta(0)),
        ("kemarin", timedelta(0)),
        (str(int(NOW.timestamp()) + 10 * 365 * 86400), timedelta(0)),
        (str(int(NOW.timestamp()) - 3600), timedelta(hours=-1)),
        (str(int(NOW.timestamp()) - 60 * 86400), timedelta(0)),
    ],
)
async def test_stamps_that_cannot_be_become_the_time_of_arrival(
    bench: Bench, intake: Intake, given: str, kept: timedelta
) -> None:
    """A wrong stamp must neither close the window nor hold it open for years."""
    await _deliver(intake, webhook(message(timestamp=given)))
    assert bench.inbox_rows()[0].sent_at == NOW + kept


async def test_danger_words_mark_a_message_and_their_failure_loses_none(bench: Bench, intake: Intake) -> None:
    """Urgent if found; stored all the same when the search falls over."""
    await _deliver(intake, webhook(message("tolong dia bawa pisau")))

    def broken(_text: str) -> bool:
        raise RuntimeError("kamus rusak")

    bench.danger = broken
    assert await _deliver(intake, webhook(message("tolong lagi"))) == 200
    assert [row.urgent for row in bench.inbox_rows()] == [True, False]


async def test_a_tapped_button_counts_only_as_we_issued_it(bench: Bench, intake: Intake) -> None:
    """A forged id, another reporter's id and a typed payload are the text of their title."""
    ids = ButtonIds(RING.derive("button ids"))
    own = ids.issue("/setuju", bench.reporter_id)
    others = ids.issue("/setuju", bench.reporter("6281200000002"))
    for reply_id in (own, others, "/setuju", ""):
        reply = {"type": "button_reply", "button_reply": {"id": reply_id, "title": "/Ya, setuju"}}
        await _deliver(intake, webhook(message(type="interactive", interactive=reply)))
    letters = [letter for _, letter in bench.letters()]
    assert [(letter.kind, letter.payload) for letter in letters] == [
        ("choice", "/setuju"),
        ("text", ""),
        ("text", ""),
        ("text", ""),
    ]
    assert {letter.text for letter in letters} == {"Ya, setuju"}


async def test_a_typed_command_is_plain_text(bench: Bench, intake: Intake) -> None:
    """Rasa would obey a leading slash from anybody."""
    await _deliver(intake, webhook(message('/lapor_kejadian{"kejadian":"x"}')))
    ((_, letter),) = bench.letters()
    assert (letter.kind, letter.text) == ("text", 'lapor_kejadian{"kejadian":"x"}')


async def test_kinds_become_letters(bench: Bench, intake: Intake) -> None:
    """Pin, unknown type, first opening of the chat."""
    await _deliver(
        intake,
        webhook(
            message(type="location", location={"latitude": -2.99, "longitude": 104.75, "name": "Ampera"}),
            message(type="hologram"),
            message(type="request_welcome"),
        ),
    )
    letters = [letter for _, letter in bench.letters()]
    assert [letter.kind for letter in letters] == ["location", "unsupported", "choice"]
    assert (letters[0].latitude, letters[0].longitude, letters[0].place_name) == (-2.99, 104.75, "Ampera")
    assert letters[1].raw_type == "hologram"
    assert letters[2].payload == "/sapa"


async def test_a_photo_is_announced_in_the_same_transaction(bench: Bench, intake: Intake) -> None:
    """Letter and evidence row carry the same id; a duplicate announces nothing."""
    body = webhook(message("", "wamid.P", type="image", image={"id": "m1", "mime_type": "image/jpeg"}))
    for _ in range(2):
        await _deliver(intake, body)
    ((_, letter),) = bench.letters()
    with bench.database.read() as session:
        (row,) = session.execute(select(evidence)).all()
        (due,) = bench.shelf.claim(session, bench.machine_s(), 9, bench.machine_s() + 9)
    assert (letter.kind, letter.media_type, letter.evidence_id) == ("media", "image", row.id)
    assert (row.state, row.message_id, row.media_type) == (
        "menunggu",
        bench.parts.known_as("wamid.P"),
        "image/jpeg",
    )
    assert due.source["media_id"] == "m1" and b"m1" not in row.sealed_source


async def test_number_and_user_id_lead_to_the_same_reporter(bench: Bench, intake: Intake) -> None:
    """Once seen together, either finds the other; a user without a number can be answered."""
    both = message(from_user_id="ID.abc")
    only_id = {key: value for key, value in message(from_user_id="ID.abc").items() if key != "from"}
    stranger = {key: value for key, value in message(from_user_id="ID.xyz").items() if key != "from"}
    await _deliver(intake, webhook(both, only_id, stranger))
    first, second, third = (row.reporter_id for row in bench.inbox_rows())
    assert first == second != third
    with bench.database.read() as session:
        assert address_of(session, CONTACT, third, "whatsapp").user_id == "ID.xyz"


async def test_a_new_number_keeps_the_reporter(bench: Bench, intake: Intake) -> None:
    """After the notice of the system the new number is the same person."""
    await _deliver(intake, webhook(message()))
    notice = {"type": "user_changed_number", "wa_id": "6281200000003"}
    await _deliver(intake, webhook(message(type="system", system=notice)))
    await _deliver(intake, webhook(message(phone="6281200000003")))
    first, second = (row.reporter_id for row in bench.inbox_rows())
    assert first == second


async def test_a_message_id_is_not_kept_as_it_came(bench: Bench, intake: Intake) -> None:
    """Meta's ids hold the number in base64; what is kept of one still tells a repetition."""
    telling = Ids(0).wamid("6281200000001")
    status = {"id": telling, "status": "read", "timestamp": "1764000000"}
    photo = message("", telling, type="image", image={"id": "m1"})
    for _ in range(2):
        await _deliver(intake, webhook(photo, statuses=(status,)))
    with bench.database.read() as session:
        rows = [
            row for table in (inbox_message, delivery, evidence) for row in session.execute(select(table))
        ]
    assert len(rows) == 3
    assert not [row for row in rows if telling in map(str, row)]


async def test_statuses_are_kept_once_and_settle_the_outbox(bench: Bench, intake: Intake) -> None:
    """Unknown ids and repeats are harmless."""
    bench.put()
    (row,) = bench.outbox_rows()
    with bench.database.write() as session:
        outbox.claim(session, RING, "mati", 100.0)
        outbox.uncertain(session, row.id, 100.0, None)
    status = {
        "id": "wamid.O1",
        "status": "sent",
        "timestamp": "1764000000",
        "biz_opaque_callback_data": row.id,
    }
    unknown = {"id": "wamid.O2", "status": "read", "timestamp": "1764000000"}
    for _ in range(2):
        assert await _deliver(intake, webhook(statuses=(status, unknown))) == 200
    with bench.database.read() as session:
        assert len(session.execute(select(delivery)).all()) == 2
    assert bench.outbox_rows()[0].status == "sent"


async def test_a_window_that_closed_on_the_way_parks_and_the_next_message_frees(
    bench: Bench, intake: Intake
) -> None:
    """Accepted, then failed with 131047: kept, and sent when the reporter writes again."""
    bench.put()
    (row,) = bench.outbox_rows()
    with bench.database.write() as session:
        outbox.claim(session, RING, "pos", 100.0)
        outbox.sent(session, row.id, "wamid.O1", NOW)
    failed = {
        "id": "wamid.O1",
        "status": "failed",
        "timestamp": "1764000000",
        "biz_opaque_callback_data": row.id,
        "errors": [{"code": 131047}],
    }
    await _deliver(intake, webhook(statuses=(failed,)))
    assert bench.outbox_rows()[0].status == "parked"
    await _deliver(intake, webhook(statuses=(failed,)))
    await _deliver(intake, webhook(message("halo lagi")))
    assert bench.outbox_rows()[0].status == "queued"


async def test_one_poisonous_row_spoils_neither_its_group_nor_its_batch(bench: Bench, intake: Intake) -> None:
    """What the database cannot take goes to the quarantine alone, and is acknowledged."""
    expect = bench.shelf.expect

    def poisonous(session: object, file_id: str, *rest: object) -> None:
        session.execute(insert(inbox_message).values(id=None))  # type: ignore[attr-defined]

    object.__setattr__(bench.shelf, "expect", poisonous)
    photo = message("", "wamid.X", type="image", image={"id": "m1"})
    bodies = [
        webhook(message("a", "wamid.1"), photo, message("b", "wamid.2")),
        webhook(message("c", "wamid.3")),
    ]
    statuses = await asyncio.gather(*(_deliver(intake, body) for body in bodies))
    object.__setattr__(bench.shelf, "expect", expect)
    assert statuses == [200, 200]
    wanted = {bench.parts.known_as(f"wamid.{n}") for n in (1, 2, 3)}
    assert {message_id for message_id, _ in bench.letters()} == wanted
    assert bench.quarantined() == 1


async def test_who_hangs_up_is_still_stored_and_harms_nobody(bench: Bench, intake: Intake) -> None:
    """A cancelled wait leaves the writer alive."""
    body = webhook(message("a", "wamid.H"))
    task = asyncio.create_task(_deliver(intake, body))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await _deliver(intake, webhook(message("b", "wamid.I"))) == 200


async def test_after_stop_nothing_is_acknowledged(bench: Bench) -> None:
    """A webhook that comes too late is sent again by Meta."""
    stopped = Intake(bench.parts, settings(), bench.shelf, lambda _: False, Metrics())
    stopped.start()
    stopped.stop()
    assert await _deliver(stopped, webhook(message())) == 503
    assert bench.inbox_rows() == []


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Path:
    """A file to lock, fill and forbid."""
    file = tmp_path / "banpol.db"
    file.write_bytes(sqlite_template.read_bytes())
    return file


async def _answer_with(database: Database, folder: Path) -> int:
    bench = Bench(database, folder)
    intake = Intake(bench.parts, settings(), bench.shelf, lambda _: False, Metrics())
    intake.start()
    try:
        return await _deliver(intake, webhook(message()))
    finally:
        intake.stop()


async def test_a_locked_database_is_503_for_all_without_waiting_for_each(
    sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One wait for the lock answers the whole group."""
    monkeypatch.setattr("banpol.database.BUSY_TIMEOUT_SECONDS", 0.4)
    database, holder = Database(f"sqlite:///{sqlite}"), Database(f"sqlite:///{sqlite}")
    bench = Bench(database, tmp_path)
    intake = Intake(bench.parts, settings(), bench.shelf, lambda _: False, Metrics())
    intake.start()
    bodies = [webhook(message(f"{n}", f"wamid.K{n}")) for n in range(40)]
    started = asyncio.get_running_loop().time()
    with holder.write() as session:
        session.execute(text("UPDATE quarantine SET reason = reason"))
        statuses = await asyncio.gather(*(_deliver(intake, body) for body in bodies))
    assert set(statuses) == {503}
    assert asyncio.get_running_loop().time() - started < 5
    assert bench.inbox_rows() == []
    assert await _deliver(intake, bodies[0]) == 200
    intake.stop()


async def test_a_read_only_database_is_503(sqlite: Path, tmp_path: Path) -> None:
    """Nothing is said to be stored that is not."""
    readonly = Database(f"sqlite:///file:{sqlite}?mode=ro&uri=true")
    with readonly.read() as session:
        assert session.execute(select(inbox_message)).first() is None
    assert await _answer_with(readonly, tmp_path) == 503


async def test_a_full_disk_is_503_and_the_file_stays_whole(sqlite: Path, tmp_path: Path) -> None:
    """SQLite's own limit of pages plays the full disk."""
    from sqlalchemy import event

    database = Database(f"sqlite:///{sqlite}")
    event.listen(database.engine, "connect", lambda c, _: c.execute("PRAGMA max_page_count=1"))
    big = webhook(*(message("x" * 4000) for _ in range(50)))
    bench = Bench(database, tmp_path)
    intake = Intake(bench.parts, settings(), bench.shelf, lambda _: False, Metrics())
    intake.start()
    assert await _deliver(intake, big) == 503
    intake.stop()
    with Database(f"sqlite:///{sqlite}").read() as session:
        assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        assert session.execute(select(inbox_message)).first() is None


async def test_no_text_or_number_is_readable_in_any_file(sqlite: Path, tmp_path: Path) -> None:
    """Database and write-ahead log hold ciphertext only."""
    bench = Bench(Database(f"sqlite:///{sqlite}"), tmp_path)
    intake = Intake(bench.parts, settings(), bench.shelf, lambda _: False, Metrics())
    intake.start()
    body = webhook(message("kenari kuning di loteng"))
    await _deliver(intake, body)
    await _deliver(intake, body + b"x")
    intake.stop()
    for file in sqlite.parent.glob("banpol.db*"):
        content = file.read_bytes()
        for canary in (b"kenari", PHONE.encode(), json.dumps(PHONE).encode()):
            assert canary not in content, file.name


async def test_a_second_number_of_ours_is_served_too(bench: Bench) -> None:
    """The message keeps the number it was written to; a stranger's number is still ignored."""
    given = replace(settings(), other_numbers=("100000000000002",))
    running = Intake(bench.parts, given, bench.shelf, bench.speaks_of_danger, Metrics())
    running.start()
    for account in (ACCOUNT, "100000000000002", "100000000000003"):
        await _deliver(running, webhook(message(), account=account))
    running.stop()
    assert [row.account for row in bench.inbox_rows()] == [ACCOUNT, "100000000000002"]
    assert len({row.reporter_id for row in bench.inbox_rows()}) == 1


@pytest.mark.parametrize(
    ("typed", "payload"),
    [("11", "/pilih11"), (" 2. ", "/pilih2"), ("nomor 3", "/pilih3"), ("13", ""), ("0", ""), ("2 orang", "")],
)
async def test_a_typed_number_picks_from_a_numbered_list(
    bench: Bench, intake: Intake, typed: str, payload: str
) -> None:
    """Twelve choices leave as text; the number beneath a notice of the gateway still means the question."""
    choices = tuple(Choice(f"Pilihan {n}", f"/pilih{n}") for n in range(1, 13))
    bench.put("Pilih", bench.reporter(), choices=choices)
    bench.put("Pesan sudah kami terima.", bench.reporter(), turn="tunggu-1")
    await _deliver(intake, webhook(message(typed)))
    ((_, letter),) = bench.letters()
    assert (letter.kind, letter.payload) == ("choice" if payload else "text", payload)


async def test_a_number_beneath_buttons_stays_a_number(bench: Bench, intake: Intake) -> None:
    """How many people? "2" is an answer there and no second button, unless Meta refused the buttons."""
    choices = (Choice("Tidak tahu", "/lewati"), Choice("Batal", "/batal"))
    bench.put("Berapa orang?", bench.reporter(), choices=choices)
    await _deliver(intake, webhook(message("2")))
    with bench.database.write() as session:
        outbox.claim(session, RING, "pos", 100.0)
        outbox.sent(session, bench.outbox_rows()[0].id, "known", NOW, 131009)
    await _deliver(intake, webhook(message("2")))
    assert [(letter.kind, letter.payload) for _, letter in bench.letters()] == [
        ("text", ""),
        ("choice", "/batal"),
    ]


async def test_a_notice_that_fails_later_becomes_a_template_once(bench: Bench, intake: Intake) -> None:
    """Status 131047: queued for its template; the same again for that one: parked, freed by a message."""
    await _deliver(intake, webhook(message()))
    bench.put("Laporan.", bench.reporter(), kind="status_laporan", facts=("BP-1", "diproses"))
    (row,) = bench.outbox_rows()
    for number, state in ((1, "queued"), (2, "parked")):
        failed = {
            "id": f"wamid.F{number}",
            "status": "failed",
            "timestamp": "1764000000",
            "biz_opaque_callback_data": row.id,
            "errors": [{"code": 131047}],
        }
        await _deliver(intake, webhook(statuses=(failed,)))
        assert [(found.status, found.error_code) for found in bench.outbox_rows()] == [(state, 131047)]
    await _deliver(intake, webhook(message("halo lagi")))
    assert [(found.status, found.error_code) for found in bench.outbox_rows()] == [("queued", None)]


async def test_facts_travel_beside_the_text_without_a_readable_id(bench: Bench, intake: Intake) -> None:
    """What a message refers to is hidden as its own id is."""
    reaction = {"message_id": "wamid.OURS", "emoji": "\U0001f44d"}
    await _deliver(intake, webhook(message(type="reaction", reaction=reaction, context={"forwarded": True})))
    ((_, letter),) = bench.letters()
    assert letter.details == {"refers_to": bench.parts.known_as("wamid.OURS"), "forwarded": True}


async def test_a_thousand_mutated_signatures_leave_nothing(bench: Bench, intake: Intake) -> None:
    """One changed, lost or added character of the header is enough."""
    body, chance = webhook(message()), random.Random(4)
    good = sign(body, SECRET)
    for number in range(1000):
        mark, place = bytearray(good), chance.randrange(len(good))
        if number % 3 == 0:
            del mark[place]
        elif number % 3 == 1:
            mark.insert(place, chance.choice(b"0123456789abcdef "))
        else:
            mark[place] ^= 1 << chance.randrange(5)
        if bytes(mark) != good:
            assert (await intake.receive([(b"x-hub-signature-256", bytes(mark))], body)).status == 401
    assert bench.inbox_rows() == [] and bench.quarantined() == 0


async def test_every_recorded_payload_is_kept_and_kept_once(bench: Bench, intake: Intake) -> None:
    """As Meta's own bytes, each delivered twice: a 200, a row for each message, the rest in quarantine."""
    expected, set_aside = 0, 0
    for file in sorted(PAYLOADS.glob("*.json")):
        case = json.loads(file.read_text())
        body = to_bytes(case["body"]).replace(b"wamid.", f"wamid.{file.stem}.".encode())
        assert [await _deliver(intake, body) for _ in range(2)] == [200, 200], file.stem
        expected += len({item["id"] for item in case["messages"]})
        set_aside += 2 * len(case["problems"])
        assert (len(bench.inbox_rows()), bench.quarantined()) == (expected, set_aside), file.stem


@pytest.mark.parametrize("told", [True, False])
async def test_the_profile_name_is_told_only_where_a_project_asks_for_it(bench: Bench, told: bool) -> None:
    """Off by default, for what a letter says stands in the tracker."""
    given = replace(settings(), tell_name=told)
    intake = Intake(bench.parts, given, bench.shelf, bench.speaks_of_danger, Metrics())
    intake.start()
    body = json.loads(webhook(message("halo")))
    contact = {"profile": {"name": "Sari"}, "wa_id": PHONE}
    body["entry"][0]["changes"][0]["value"]["contacts"] = [contact]
    assert await _deliver(intake, json.dumps(body).encode()) == 200
    intake.stop()
    ((_, letter),) = bench.letters()
    assert letter.details == ({"profile_name": "Sari"} if told else {})
