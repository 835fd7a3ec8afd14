"""What leaves, leaves in order, and what became of it is known."""

from __future__ import annotations

from sqlalchemy import select

from banpol.database import Database
from banpol.post import deliveries, outbox
from banpol.post.letters import Choice, OutgoingMessage
from banpol.post.tables import outbox_message
from tests.support.parts import NOW, RING


def put(database: Database, text: str, reporter: str = "r1", turn: str = "t1", ordinal: int = 0) -> bool:
    with database.write() as session:
        return outbox.put(
            session,
            RING,
            reporter_id=reporter,
            channel="whatsapp",
            account="100",
            turn_id=turn,
            ordinal=ordinal,
            message=OutgoingMessage(text, (Choice("Ya", "/setuju"),)),
            asks="lokasi",
            now=NOW,
        )


def claim(database: Database, seconds: float = 100.0) -> list[outbox.Parcel]:
    with database.write() as session:
        return outbox.claim(session, RING, "sender", seconds)


def status(database: Database, outbox_id: str) -> str:
    with database.read() as session:
        return session.execute(
            select(outbox_message.c.status).where(outbox_message.c.id == outbox_id)
        ).scalar_one()


def test_a_turns_message_is_queued_once(database: Database) -> None:
    """A turn that runs twice does not speak twice."""
    assert put(database, "satu")
    assert not put(database, "satu")


def test_a_message_comes_back_as_it_was_put(database: Database) -> None:
    """Text, choices and recipient survive the seal."""
    put(database, "satu")
    (parcel,) = claim(database)
    assert parcel.message == OutgoingMessage("satu", (Choice("Ya", "/setuju"),))
    assert (parcel.reporter_id, parcel.attempts) == ("r1", 0)


def test_the_second_message_waits_until_the_first_is_through(database: Database) -> None:
    """Order per recipient holds, also when the first one has to be tried again."""
    put(database, "satu")
    put(database, "dua", ordinal=1)
    put(database, "lain", reporter="r2", turn="t2")
    first = claim(database)
    assert [parcel.message.text for parcel in first] == ["satu", "lain"]
    assert claim(database) == []
    with database.write() as session:
        outbox.retry(session, first[0].id, 110.0, 131056)
    assert claim(database, 105.0) == []
    (again,) = claim(database, 110.0)
    assert (again.message.text, again.attempts) == ("satu", 1)
    with database.write() as session:
        outbox.sent(session, again.id, "wamid.x", NOW)
    (second,) = claim(database, 111.0)
    assert second.message.text == "dua"


def test_a_sender_that_died_leaves_an_uncertain_message(database: Database) -> None:
    """Whether it went out is not known, so it is not sent again at once."""
    put(database, "satu")
    (parcel,) = claim(database, 100.0)
    assert claim(database, 100.0 + outbox.LEASE_SECONDS) == []
    assert status(database, parcel.id) == "uncertain"
    with database.write() as session:
        assert outbox.resend_uncertain(session, 159.0 + outbox.LEASE_SECONDS, 60.0, 20.0) == 0
        assert outbox.resend_uncertain(session, 161.0 + outbox.LEASE_SECONDS, 60.0, 20.0) == 1
    assert [again.id for again in claim(database, 200.0)] == [parcel.id]


def test_an_uncertain_message_holds_back_those_behind_it_for_a_shorter_while(database: Database) -> None:
    """Sent again after a newer one, an old question would be the last word; nobody else waits for it."""
    for number, text in enumerate(("satu", "dua")):
        put(database, text, ordinal=number)
    put(database, "lain", reporter="r2", turn="t2")
    first, _ = claim(database)
    with database.write() as session:
        outbox.uncertain(session, first.id, 100.0, None)
    assert claim(database, 101.0) == []
    with database.write() as session:
        assert outbox.resend_uncertain(session, 119.0, 60.0, 20.0) == 0
        assert outbox.resend_uncertain(session, 120.0, 60.0, 20.0) == 1
    (again,) = claim(database, 121.0)
    assert again.message.text == "satu"


def test_a_settled_message_lets_those_behind_it_go_at_once(database: Database) -> None:
    """The channel's word is enough; nobody waits for the clock."""
    for number, text in enumerate(("satu", "dua")):
        put(database, text, ordinal=number)
    (first,) = claim(database)
    with database.write() as session:
        outbox.uncertain(session, first.id, 100.0, None)
        deliveries.note(session, "wamid.x", "sent", first.id, None, NOW)
    assert [parcel.message.text for parcel in claim(database, 101.0)] == ["dua"]


def test_the_senders_late_word_does_not_undo_the_channels(database: Database) -> None:
    """A status may be written before the sender's own mark: nothing is sent again, nothing parked is lost."""
    put(database, "satu")
    put(database, "dua", reporter="r2", turn="t2")
    settled, refused = claim(database)
    with database.write() as session:
        deliveries.note(session, "wamid.x", "delivered", settled.id, None, NOW)
        outbox.uncertain(session, settled.id, 100.0, None)
        outbox.refused_later(session, refused.id, 131047, again=False)
        outbox.sent(session, refused.id, "wamid.y", NOW)
    assert (status(database, settled.id), status(database, refused.id)) == ("sent", "parked")


def test_a_status_settles_an_uncertain_message(database: Database) -> None:
    """The channel's own word that it was delivered makes it sent."""
    put(database, "satu")
    (parcel,) = claim(database)
    with database.write() as session:
        outbox.uncertain(session, parcel.id, 100.0, None)
        deliveries.note(session, "wamid.x", "delivered", parcel.id, None, NOW)
    assert status(database, parcel.id) == "sent"


def test_a_late_failure_marks_a_message_that_was_accepted(database: Database) -> None:
    """Acceptance is not delivery: the closed window is told only afterwards."""
    put(database, "satu")
    (parcel,) = claim(database)
    with database.write() as session:
        outbox.sent(session, parcel.id, "wamid.x", NOW)
        deliveries.note(session, "wamid.x", "failed", parcel.id, 131047, NOW)
    assert status(database, parcel.id) == "failed"


def test_statuses_come_twice_and_out_of_order(database: Database) -> None:
    """The furthest status counts."""
    with database.write() as session:
        for state in ("read", "sent", "delivered", "sent"):
            deliveries.note(session, "wamid.x", state, None, None, NOW)
        assert deliveries.best_status(session, "wamid.x") == "read"


def test_parked_messages_leave_when_the_reporter_writes(database: Database) -> None:
    """A closed window loses nothing."""
    put(database, "satu")
    (parcel,) = claim(database)
    with database.write() as session:
        outbox.park(session, parcel.id, 131047)
    assert claim(database) == []
    with database.write() as session:
        outbox.unpark(session, "r1")
    assert [again.id for again in claim(database)] == [parcel.id]
