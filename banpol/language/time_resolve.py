"""Pieces of one time expression put together into an interval that lies in the past."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from banpol.language.prayer import prayer_minutes
from banpol.language.time_clock import with_part
from banpol.language.time_pieces import Clock, Day, Moment, Part

# Minutes after midnight; a night counts on past 24:00 into the next morning.
_HOURS = {
    "dini hari": (0, 270), "dinihari": (0, 270), "pagi buta": (210, 330), "malam buta": (1380, 1680),
    "pagi": (300, 660), "siang": (660, 900), "siang bolong": (690, 840), "tengah hari": (690, 780),
    "sore": (900, 1110), "malam": (1080, 1680),
    "larut malam": (1320, 1560), "tengah malam": (1440, 1500), "sahur": (180, 270),
}  # fmt: skip
_MORNING = ("subuh", "dini hari", "dinihari", "pagi buta", "sahur")
_NIGHTS = ("malam", "larut malam", "tengah malam", "malam buta")
_RANK = {
    "tanggal": 7, "depan": 7, "malam hari": 6.5, "hari besar": 6, "hari": 6, "lampau": 6, "semalam": 5,
    "kemarin": 4, "hari ini": 4, "minggu": 3, "bulan": 3, "tahun": 3, "tadi": 2, "kabur": 1,
}  # fmt: skip
_LOOSE = timedelta(minutes=15)  # "jam 9an"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Interval:
    """The answer, in the time zone of now."""

    low: datetime
    high: datetime
    approximate: bool
    ask: bool


def resolve(parts: list[Clock | Part | Day | Moment], spans: bool, now: datetime) -> Interval:
    """One interval from all pieces of an expression; `spans` says that "sampai" stands between them."""
    days = [p for p in parts if isinstance(p, Day)]
    clocks = [p for p in parts if isinstance(p, Clock)]
    named = [p for p in parts if isinstance(p, Part)]
    recent = [p for p in parts if isinstance(p, Moment)]
    if (
        recent
        and not clocks
        and not (days and recent[0].name == "kini")
        and not (named and recent[0].name == "baru")
    ):
        return _finish(Interval(recent[0].low, recent[0].high, recent[0].approximate, recent[0].ask), now)
    day = _day(days, spans, bool(clocks or named))
    if day is None and recent and recent[0].name == "baru":
        day = Day(now.date(), now.date(), "tadi")
    if clocks:
        end = _end_part(parts) if spans and len(clocks) == 1 else None
        if end:  # "jam 10 malam sampai subuh"
            named = [p for p in named if p is not end] or ([Part("malam")] if end.name in _MORNING else [])
        clock = _clock(clocks, named, day, spans)
        return _finish(_at_clock(_until(clock, end, now) if end else clock, named, day, now), now)
    if named and (day is None or day.low == day.high):
        return _finish(_in_part(named[-1] if len(named) == 1 else _narrow(named), day, now), now)
    if day is None:
        return Interval(now, now, True, True)
    return _finish(_whole(day, now), now)


def _day(days: list[Day], spans: bool, timed: bool) -> Day | None:
    if not days:
        return None
    if spans and len(days) > 1 and days[0].low <= days[-1].high:
        return replace(days[0], high=days[-1].high)
    best = max(days, key=lambda day: _RANK[day.name])
    named = {day.name: day for day in days}
    if best.name in ("bulan", "tahun") and {"bulan", "tahun"} <= set(named):
        return _month_of(named["bulan"], named["tahun"].low.year)
    if {"hari", "lampau"} <= set(named) and named["lampau"].approximate:
        monday = named["lampau"].low - timedelta(days=named["lampau"].low.weekday())
        weekday = monday + timedelta(days=named["hari"].low.weekday())
        return replace(named["hari"], low=weekday, high=weekday)
    if {"hari", "minggu"} <= set(named) and named["minggu"].sunday:
        weekday = named["minggu"].low + timedelta(days=named["hari"].low.weekday())
        return replace(named["hari"], low=weekday, high=weekday)
    if timed and best.sunday:
        return replace(best, low=best.sunday, high=best.sunday, name="hari")
    return best


def _month_of(month: Day, year: int) -> Day:
    last = 28 if month.high.month == 2 else month.high.day
    return replace(month, low=month.low.replace(year=year), high=month.high.replace(year=year, day=last))


def _end_part(parts: list[Clock | Part | Day | Moment]) -> Part | None:
    """The part of the day that ends a stretch which a clock began."""
    named = [p for p in parts if isinstance(p, Part)]
    begun = not isinstance(parts[-1], Clock) and not isinstance(parts[0], Part)
    told = begun and named and (len(named) > 1 or named[0].name in _MORNING)
    return named[-1] if told else None


def _until(clock: Clock, end: Part, now: datetime) -> Clock:
    low, minute = clock.low, _bounds(end, now.date())[0]
    return replace(clock, high=minute + 1440 * max(0, -((minute - low) // 1440)))


def _narrow(named: list[Part]) -> Part:
    """The most exact of several parts: a prayer or "dini hari" says more than "malam"."""
    exact = [part for part in named if part.name not in ("malam", "pagi", "siang", "sore")]
    return exact[0] if exact else named[-1]


def _clock(clocks: list[Clock], named: list[Part], day: Day | None, spans: bool) -> Clock:
    name = _narrow(named).name if named else None
    night = any(part.name in _NIGHTS for part in named) or bool(day and day.night)
    clock = with_part(clocks[0], _clock_part(name, night)) if named or night else clocks[0]
    if night and clock.high < 360 and clock.low < 360:
        clock = replace(clock, low=clock.low + 1440, high=clock.high + 1440)
    if spans and len(clocks) > 1:
        second = with_part(clocks[-1], named[-1].name) if named else clocks[-1]
        high = second.high + (1440 if second.high < clock.low else 0)
        return replace(clock, high=high)
    return clock


def _clock_part(name: str | None, night: bool) -> str | None:
    return "malam" if name is None and night else name


def _at(day: date, minute: int, now: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=now.tzinfo) + timedelta(minutes=minute)


def _at_clock(clock: Clock, named: list[Part], day: Day | None, now: datetime) -> Interval:
    if clock.impossible:
        where = day.low if day else now.date()
        return Interval(_at(where, 0, now), _at(where, 1439, now), True, True)
    if day is not None and day.low != day.high:
        return replace(_whole(day, now), ask=True)
    ask = clock.twelve and day is None and not named
    this = any(part.this for part in named)
    low = _low(clock, day, this, now)
    high = low + timedelta(minutes=clock.high - clock.low)
    if clock.approximate:
        low, high = (low - _LOOSE, high + _LOOSE) if clock.low == clock.high else (low, high)
    return Interval(low, high, clock.approximate, ask or bool(day and day.ask))


def _low(clock: Clock, day: Day | None, this: bool, now: datetime) -> datetime:
    today = now.date()
    readings = (
        [clock.low, clock.low + 720 if clock.low < 720 else clock.low - 720] if clock.twelve else [clock.low]
    )
    if day is None or day.name == "tadi":
        bases = [today] if this else [today, today - _DAY, today - 2 * _DAY]
        past = [at for base in bases for at in (_at(base, minute, now) for minute in readings) if at <= now]
        return max(past) if past else _at(today, clock.low, now)
    # Nobody means two at night without saying so; "jam 2" by itself is the afternoon.
    usual = clock.low + 720 if clock.twelve and clock.low < 360 else clock.low
    low = _at(day.low, usual, now)
    if low > now and day.low >= today:
        earlier = [at for at in (_at(day.low, minute, now) for minute in readings) if at <= now]
        low = max(earlier) if earlier else low
    if low > now and day.name in ("hari", "malam hari") and not day.ask:
        low -= timedelta(days=7)
    return low - _DAY if low > now and clock.low >= 1440 else low


def _in_part(part: Part, day: Day | None, now: datetime) -> Interval:
    if day is None or day.name == "tadi" or (part.name == "jumatan" and day.name == "kemarin"):
        base = _recent_base(part, day, now)
    else:
        base = day.low
        if day.night and (part.name not in _NIGHTS) and _bounds(part, base)[0] < 420:
            base += _DAY  # "semalam pas subuh" is this morning
        elif (
            day.name in ("hari", "malam hari")
            and _at(base, _bounds(part, base)[0], now) > now
            and base == now.date()
        ):
            base -= timedelta(days=7)
    low, high = _bounds(part, base)
    ask = (day is None and not part.this and part.name in _HOURS) or bool(day and day.ask)
    exact = part.name not in _HOURS
    return Interval(_at(base, low, now), _at(base, high, now), exact, ask)


def _recent_base(part: Part, day: Day | None, now: datetime) -> date:
    today = now.date()
    if part.this:
        return today - _DAY if part.name in _NIGHTS and now.hour < 5 else today
    if part.name in _NIGHTS:
        return today - _DAY
    if part.name == "jumatan":
        friday = today - timedelta(days=(today.weekday() - 4) % 7)
        return friday if _at(friday, _bounds(part, friday)[0], now) <= now else friday - timedelta(days=7)
    return today if _at(today, _bounds(part, today)[0], now) <= now else today - _DAY


def _bounds(part: Part, day: date) -> tuple[int, int]:
    if part.name in _HOURS:
        low, high = _HOURS[part.name]
        shift = {"habis": (high, high + 60), "sebelum": (low - 45, low)}
        return shift.get(part.relation, (low, high))
    minutes = prayer_minutes(day)
    at = {"jumatan": minutes["zuhur"], "tarawih": minutes["isya"] + 15}.get(part.name) or minutes.get(
        part.name, 0
    )
    length = {"jumatan": 45, "tarawih": 60, "subuh": 45}.get(part.name, 40)
    if part.relation == "habis":
        after = 45 if part.name in ("jumatan", "tarawih") else 5
        return at + after, at + after + 60
    return (at - 45, at) if part.relation == "sebelum" else (at, at + length)


def _whole(day: Day, now: datetime) -> Interval:
    if day.name == "tadi":
        start = min(_at(now.date(), 0, now), now - timedelta(hours=6))
        return Interval(start, now, True, False)
    if day.night:
        week = timedelta(days=7 if day.name == "malam hari" and _at(day.low, 1080, now) > now else 0)
        return Interval(
            _at(day.low - week, 1080, now), _at(day.high - week, 1680, now), day.approximate, day.ask
        )
    long = (day.high - day.low).days > 45
    return Interval(_at(day.low, 0, now), _at(day.high, 1439, now), day.approximate, day.ask or long)


def _finish(found: Interval, now: datetime) -> Interval:
    """Nothing that is reported has yet to happen: cut at now, or ask."""
    if found.low > now:
        return replace(found, ask=True)
    return replace(found, high=max(found.low, min(found.high, now)))
