"""A turn is written whole or not at all, and every message is answered."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select

from banpol.assistant.engine import MAX_ATTEMPTS
from banpol.assistant.tables import tracker_event
from banpol.assistant.tracker_store import COMPACT_ABOVE
from banpol.post import turns
from banpol.post.letters import Letter
from banpol.post.tables import inbox_message, outbox_message, turn
from banpol.register import handovers
from banpol.register.sql.tables import alert, report, transcript
from tests.support.desk_work import BUDI, office
from tests.support.parts import NOW


def count(bench, table) -> int:
    with bench.database.read() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_turn_files_answers_and_finishes(bench) -> None:
    """The number in the reply is the report's, though it was given only at the end."""
    bench.say("lapor motor hilang")
    assert bench.run() == 1
    assert bench.heard() == ["Diterima BP-261124-0001."]
    assert count(bench, report) == 1
    with bench.database.read() as session:
        assert session.execute(select(inbox_message.c.status)).scalar_one() == "done"
        assert session.execute(select(turn.c.status)).scalar_one() == "done"
    assert count(bench, transcript) == 2


def test_a_failing_action_rolls_the_turn_back_and_is_tried_again(bench) -> None:
    """Rasa logs the failure and goes on; the engine does not: one report, one answer, one number."""
    from mini_actions.deeds import failures_left

    failures_left["count"] = 2
    bench.say("meledak")
    for _ in range(3):
        bench.run()
        bench.seconds += 60
    assert bench.heard() == ["Diterima BP-261124-0001."]
    assert count(bench, report) == 1


def test_a_turn_that_never_works_goes_to_a_person_with_an_honest_answer(bench) -> None:
    """After five tries the reporter hears of the trouble and of 110, and the team is alerted."""
    from mini_actions.deeds import failures_left

    failures_left["count"] = 99
    bench.say("meledak")
    for _ in range(MAX_ATTEMPTS):
        bench.run()
        bench.seconds += 60
    assert bench.heard() == ["Maaf, ada gangguan. Dalam bahaya hubungi *110*."]
    assert (count(bench, report), count(bench, alert)) == (0, 1)
    bench.say("halo")
    bench.run()
    assert bench.heard()[-1] == "Halo."


def test_the_talk_survives_a_new_process(bench) -> None:
    """What was said before is read back from the sealed rows."""
    for _ in range(2):
        bench.say("isi")
        bench.run()
    bench.trackers.evict("r1")
    bench.say("isi")
    bench.run()
    assert bench.heard() == ["Catatan: x", "Catatan: xx", "Catatan: xxx"]


def test_the_tracker_holds_no_readable_word(bench) -> None:
    """Whoever reads the table sees who wrote when, and nothing of what."""
    bench.say("lapor kata-rahasia-sekali")
    bench.run()
    with bench.database.read() as session:
        blobs = b"".join(row.sealed for row in session.execute(select(tracker_event)))
    assert b"rahasia" not in blobs and "kata" not in repr(blobs)


def test_events_carry_our_clock(bench) -> None:
    """Rasa's stamps are the machine's; ours follow the clock that was handed in."""
    bench.say("halo")
    bench.run()
    events = bench.trackers.live("r1").events
    assert {int(event.timestamp) for event in events} == {int(bench.clock.now().timestamp())}


def test_a_long_talk_stays_short_in_memory_and_whole_in_the_table(bench) -> None:
    """Past the limit the live tracker is rebuilt; slots survive, also a cold start."""
    turns_said = 40
    for _ in range(turns_said):
        bench.say("isi")
        bench.run()
    assert len(bench.trackers.live("r1").events) <= COMPACT_ABOVE
    bench.trackers.evict("r1")
    bench.say("isi")
    bench.run()
    assert bench.heard()[-1] == "Catatan: " + "x" * (turns_said + 1)
    assert count(bench, tracker_event) > turns_said * 4


def test_a_typed_command_is_plain_text(bench) -> None:
    """Nobody can file, restart or set slots by typing a slash."""
    for text in ("/lapor", '/lapor{"x": "y"}', " /restart", "//lapor", "\u00a0/lapor"):
        bench.say(text)
        bench.run()
    assert not any("Catatan" in heard for heard in bench.heard())
    intents = [e.intent["name"] for e in bench.trackers.live("r1").events if e.type_name == "user"]
    assert "restart" not in intents


def test_a_tapped_choice_is_obeyed(bench) -> None:
    """A payload that we issued goes past the understanding."""
    from banpol.post import inbox
    from tests.support.parts import RING, arrival

    with bench.database.write() as session:
        tapped = arrival(letter=Letter("choice", text="Lapor", payload="/lapor"))
        inbox.receive(session, RING, [tapped])
    bench.run()
    assert bench.heard() == ["Diterima BP-261124-0001."]


def test_a_turn_taken_over_by_another_worker_writes_nothing(bench, monkeypatch) -> None:
    """A worker that slept too long finds its lease gone and leaves no trace."""
    bench.say("lapor")
    original = bench.engine._think

    async def slow(running, message):
        await original(running, message)
        now, later_s = bench.clock.now(), bench.seconds + 11
        taken = turns.take(bench.database, "other", now, later_s, bench.parts.patience)
        assert taken is not None

    monkeypatch.setattr(bench.engine, "_think", slow)
    asyncio.run(bench.engine.step())
    assert (count(bench, report), count(bench, outbox_message)) == (0, 0)


def test_a_rejection_is_not_a_failure(bench) -> None:
    """Forms reject as a matter of course; the turn goes on."""
    bench.say("tolak")
    bench.run()
    assert bench.heard() == ["Maaf?"]


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "\u200d", "😀" * 50, "A" * 10_000, "\ud800", "{nama} {{7*7}} %s", "x" * 65_536]
)
def test_strange_input_is_answered(bench, text: str) -> None:
    """Never an exception, never silence."""
    bench.say(text)
    bench.run()
    assert len(bench.heard()) == 1


def test_two_reporters_do_not_wait_for_each_other(bench) -> None:
    """Each gets an own answer."""
    bench.say("halo", reporter="r1")
    bench.say("lapor", reporter="r2")
    bench.run()
    assert bench.heard("r1") == ["Halo."]
    assert bench.heard("r2") == ["Diterima BP-261124-0001."]


def test_the_assistant_is_silent_while_an_officer_holds_the_talk(bench, tmp_path) -> None:
    """What comes meanwhile is kept and shown to the team; afterwards the assistant answers again."""
    house = office(tmp_path)
    with bench.database.write() as session:
        handovers.take(session, house, BUDI, "r1", NOW)
    bench.say("halo")
    bench.run()
    assert bench.heard() == []
    with bench.database.write() as session:
        assert session.execute(select(transcript.c.direction)).scalars().all() == ["masuk"]
        assert "pesan_untuk_petugas" in session.execute(select(alert.c.kind)).scalars().all()
        handovers.give_back(session, house, BUDI, "r1", NOW)
    bench.say("halo")
    bench.run()
    assert bench.heard()
