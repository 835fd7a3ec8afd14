"""Messages count once, and turns are made of them once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from banpol.database import Database
from banpol.post import inbox, turns
from banpol.post.letters import Letter
from banpol.post.turns import LeaseLost, Patience, TurnLease
from tests.support.parts import NOW, RING, arrival

QUIET = Patience(timedelta(seconds=2), timedelta(seconds=6))
LATER = NOW + timedelta(seconds=3)


def receive(database: Database, *arrivals: inbox.Arrival) -> int:
    with database.write() as session:
        return inbox.receive(session, RING, arrivals)


def claim(database: Database, owner: str = "a", now=LATER, seconds: float = 100.0) -> TurnLease | None:
    return turns.take(database, owner, now, seconds, QUIET)


def texts(database: Database, lease: TurnLease) -> list[str]:
    with database.read() as session:
        return [bubble.letter.text for bubble in turns.bubbles_of(session, RING, lease.turn_id)]


def test_a_message_delivered_again_is_stored_once(database: Database) -> None:
    """The channel repeats its webhooks for days; each message has one effect."""
    message = arrival("halo")
    assert receive(database, message) == 1
    assert receive(database, message, message) == 0


def test_the_same_message_four_times_at_once_is_stored_once(database: Database) -> None:
    """A check before the insert would let two copies through."""
    message, stored, gate = arrival("halo"), [], threading.Barrier(4)

    def deliver() -> None:
        gate.wait()
        stored.append(receive(database, message))

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(stored) == [0, 0, 0, 1]


def test_bubbles_within_the_pause_become_one_turn_in_order(database: Database) -> None:
    """A thought typed in three bubbles is answered once."""
    first, second = arrival("motor"), arrival("aku ilang", received_at=NOW + timedelta(seconds=1))
    receive(database, first, second)
    assert claim(database, now=NOW + timedelta(seconds=2)) is None
    lease = claim(database, now=NOW + timedelta(seconds=3))
    assert lease is not None
    assert texts(database, lease) == ["motor", "aku ilang"]


def test_somebody_who_never_pauses_is_answered_after_the_longest_wait(database: Database) -> None:
    """A stream of bubbles cannot hold its own answer back for ever."""
    receive(database, *[arrival(str(n), received_at=NOW + timedelta(seconds=n)) for n in range(7)])
    assert claim(database, now=NOW + timedelta(seconds=6, milliseconds=500)) is not None


def test_danger_does_not_wait_for_more_bubbles(database: Database) -> None:
    """An urgent message makes its turn at once."""
    receive(database, arrival("tolong", urgent=True))
    assert claim(database, now=NOW) is not None


def test_danger_goes_before_whoever_has_waited_longer(database: Database) -> None:
    """A backlog does not keep a cry for help waiting."""
    receive(database, arrival("satu"), arrival("tolong", reporter="r2", urgent=True))
    lease = claim(database)
    assert lease is not None and lease.reporter_id == "r2"


@pytest.mark.parametrize("postponed", [False, True])
def test_an_offer_taken_meanwhile_is_nobody_elses(database: Database, postponed: bool) -> None:
    """Looking and claiming are two steps; who comes second takes the next offer, or nothing."""
    receive(database, arrival("satu"))
    if postponed:
        lease = claim(database)
        assert lease is not None
        with database.write() as session:
            turns.postpone(session, lease, 102.0)
    with database.read() as session:
        offered = turns.offers(session, LATER, 200.0, QUIET)
    assert offered and bool(offered.turn_ids) == postponed
    with database.write() as session:
        assert turns.claim(session, offered, "a", LATER, 200.0) is not None
    with database.write() as session:
        assert turns.claim(session, offered, "b", LATER, 200.0) is None


def test_a_tapped_choice_is_a_turn_of_its_own(database: Database) -> None:
    """Typed words before and after a tap are not mixed with it."""
    tapped = arrival(letter=Letter("choice", text="Kirim", payload="/setuju"))
    receive(database, arrival("satu"), tapped, arrival("dua"))
    seen = []
    for _ in range(3):
        lease = claim(database, now=LATER)
        assert lease is not None
        seen.append(texts(database, lease))
        with database.write() as session:
            turns.finish(session, lease, LATER)
    assert seen == [["satu"], ["Kirim"], ["dua"]]


def test_one_turn_at_a_time_for_each_reporter(database: Database) -> None:
    """While a turn is open, later messages of that reporter wait; others do not."""
    receive(database, arrival("satu"))
    lease = claim(database)
    receive(database, arrival("dua"), arrival("lain", reporter="r2"))
    other = claim(database, "b", now=LATER + timedelta(seconds=5))
    assert other is not None and other.reporter_id == "r2"
    assert claim(database, "b", now=LATER + timedelta(seconds=5)) is None
    assert lease is not None


def test_a_dead_workers_turn_is_taken_over_with_the_same_messages(database: Database) -> None:
    """What came after the first try does not change the second one's input."""
    receive(database, arrival("satu"))
    first = claim(database, "a")
    receive(database, arrival("dua"))
    assert claim(database, "b", seconds=105.0) is None
    second = claim(database, "b", seconds=100.0 + turns.LEASE_SECONDS)
    assert first is not None and second is not None
    assert second.turn_id == first.turn_id
    assert texts(database, second) == ["satu"]
    with pytest.raises(LeaseLost), database.write() as session:
        turns.finish(session, first, LATER)


def test_a_lease_from_a_clock_set_back_does_not_block_for_hours(database: Database) -> None:
    """A lease that ends an hour from now was written before the clock was set back."""
    receive(database, arrival("satu"))
    assert claim(database, "a", seconds=3700.0) is not None
    assert claim(database, "b", seconds=100.0) is not None


def test_a_failed_try_is_repeated_after_its_pause(database: Database) -> None:
    """Postponed means later, not never."""
    receive(database, arrival("satu"))
    lease = claim(database)
    assert lease is not None
    with database.write() as session:
        turns.postpone(session, lease, 102.0)
    assert claim(database, seconds=101.0) is None
    again = claim(database, seconds=102.0)
    assert again is not None and again.attempts == 1


def test_two_workers_never_hold_one_reporters_messages(database: Database) -> None:
    """Eight claims at once make one turn."""
    receive(database, arrival("satu"), arrival("dua"))
    won, gate = [], threading.Barrier(8)

    def work(name: str) -> None:
        gate.wait()
        lease = claim(database, name)
        if lease:
            won.append(lease)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert texts(database, won[0]) == ["satu", "dua"]


def test_what_is_stored_cannot_be_read_without_the_key(database: Database) -> None:
    """The inbox keeps no readable text."""
    receive(database, arrival("kata rahasia sekali"))
    with database.read() as session:
        sealed = session.execute(inbox.inbox_message.select()).first().sealed
    assert b"rahasia" not in sealed
