"""Days, weeks, months and feasts in plain text, reckoned from the day of now."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from banpol.language.feasts import FEASTS, feast_before
from banpol.language.time_day_patterns import DAY_PATTERNS, FUTURE, MONTHS, WEEKDAYS
from banpol.language.time_pieces import Day, Piece

_GONE = ("lalu", "kemarin", "lewat", "silam")
# A date without a year that lies this near ahead is as likely a slip as last year's.
_SOON = timedelta(days=14)
_Maker = Callable[["re.Match[str]", date], "Day | None"]


def days(text: str, today: date) -> Iterator[Piece]:
    """Every way to name a day, most telling patterns first."""
    for match in FUTURE.finditer(text):
        ahead = 2 if "lusa" in match.group() else 0 if "nanti" in match.group() else 1
        day = today + timedelta(days=7 if re.search("depan|datang", match.group()) else ahead)
        yield Piece(Day(day, day, "depan", ask=True), match.start(), match.end())
    for pattern, reader in DAY_PATTERNS:
        for match in pattern.finditer(text):
            found = _READERS[reader](match, today)
            if found:
                yield Piece(found, match.start(), match.end())


def _one(day: date, name: str, *, night: bool = False, approximate: bool = False, ask: bool = False) -> Day:
    return Day(day, day, name, night, approximate, ask)


def _try(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _dated(day: int, month: int, year: int | None, today: date) -> Day:
    """A written date; the latest past one where the year is not said; asks back for one that cannot be."""
    if year is not None:
        found = _try(year + 2000 if year < 100 else year, month, day)
    else:
        found = _try(today.year, month, day) if 1 <= month <= 12 else None
        if found and today < found <= today + _SOON:
            return _one(found, "tanggal", ask=True)
        if found is None or found > today:
            found = _try(today.year - 1, month, day) or (found if found and found <= today else None)
    if found is None:
        return _one(today, "tanggal", ask=True)
    return _one(found, "tanggal", ask=found > today or found.year < today.year - 80)


def _iso(match: re.Match[str], today: date) -> Day:
    return _dated(int(match["d"]), int(match["m"]), int(match["y"]), today)


def _numeric(match: re.Match[str], today: date) -> Day | None:
    day, month = int(match["d"]), int(match["m"])
    year = int(match["y"]) if match.groupdict().get("y") else None
    if year is not None and 100 <= year < 1900:
        return None
    if month > 12 >= day:
        swapped = _dated(month, day, year, today)
        return _one(swapped.low, "tanggal", ask=True)
    return _dated(day, month, year, today)


def _named(match: re.Match[str], today: date) -> Day:
    year = int(match["y"]) if match["y"] else None
    past = match.groupdict().get("lastyear")
    year = today.year - 1 if past else year
    return _dated(int(match["d"]), MONTHS.index(match["mon"]) + 1, year, today)


def _of_month(match: re.Match[str], today: date) -> Day:
    day, which = int(match["d"]), match["which"] or ""
    if which.isdigit():
        return _dated(day, int(which), None, today)
    if which in MONTHS:
        return _dated(day, MONTHS.index(which) + 1, None, today)
    if which in ("lalu", "kemarin", "lewat", "ini"):
        year, month = _months_back(today, 0 if which == "ini" else 1)
        return _dated(day, month, year, today)
    if not 1 <= day <= 31:
        return _one(today, "tanggal", ask=True)
    for back in range(4):
        year, month = _months_back(today, back)
        found = _try(year, month, day)
        if found and found <= today:
            return _one(found, "tanggal")
    return _one(today, "tanggal", ask=True)


def _months_back(today: date, back: int) -> tuple[int, int]:
    index = today.year * 12 + today.month - 1 - back
    return index // 12, index % 12 + 1


def _whole_month(year: int, month: int, name: str = "bulan") -> Day:
    return Day(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), name)


def _weekday_before(today: date, weekday: int) -> date:
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def _weekday(match: re.Match[str], today: date) -> Day:
    weekday = WEEKDAYS.index(match["wd"])
    if match.groupdict().get("week"):
        monday = today - timedelta(days=today.weekday() + 7)
        return _one(monday + timedelta(days=weekday), "hari")
    day = _weekday_before(today, weekday)
    if day == today and match["past"] in _GONE:
        day -= timedelta(days=7)
    return _one(day, "hari")


def _night_of(match: re.Match[str], today: date) -> Day:
    eve = (WEEKDAYS.index(match["wd"]) - 1) % 7  # "malam Rabu" is the night that leads into Wednesday
    day = _weekday_before(today, eve)
    if match.groupdict().get("week"):
        day -= timedelta(days=7 if today - day < timedelta(days=today.weekday() + 1) else 0)
    elif day == today and match["past"] in _GONE:
        day -= timedelta(days=7)
    return _one(day, "malam hari", night=True)


def _ago(match: re.Match[str], today: date) -> Day:
    count, unit = int(match["n"]), match["u"]
    if match.groupdict().get("n2"):
        first, last = (
            today - timedelta(days=n * (7 if unit == "minggu" else 1)) for n in (int(match["n2"]), count)
        )
        if unit in ("hari", "malam", "minggu") and first <= last:
            return Day(first, last, "lampau", approximate=True)
    if unit in ("hari", "malam"):
        return _one(_back(today, count), "lampau", night=unit == "malam", approximate=count > 6)
    if unit == "minggu":
        return _one(_back(today, 7 * count), "lampau", approximate=True)
    if unit == "bulan" and count == 1:
        year, month = _months_back(today, 1)
        return _one(
            date(year, month, min(today.day, calendar.monthrange(year, month)[1])), "lampau", approximate=True
        )
    if unit == "bulan":
        return _whole_month(*_months_back(today, min(count, 600)))
    year = today.year - min(count, 80)
    return Day(date(year, 1, 1), date(year, 12, 31), "lampau", approximate=True)


def _back(today: date, count: int) -> date:
    return today - timedelta(days=min(count, 30000))


def _since(match: re.Match[str], today: date) -> Day | None:
    return None if match["u"] == "tahun" else _ago(match, today)


def _some(match: re.Match[str], today: date) -> Day:
    near, far = {"hari": (2, 7), "minggu": (14, 35), "bulan": (60, 180)}.get(match["u"], (2, 30))
    return Day(_back(today, far), _back(today, near), "kabur", approximate=True, ask=True)


def _week(match: re.Match[str], today: date) -> Day:
    monday = today - timedelta(days=today.weekday())
    sunday = _weekday_before(today, 6)
    if match["which"] == "ini":
        return Day(monday, today, "minggu", sunday=sunday)
    sunday -= timedelta(days=7 if sunday == today else 0)
    return Day(monday - timedelta(days=7), monday - timedelta(days=1), "minggu", sunday=sunday)


def _weekend(match: re.Match[str], today: date) -> Day:
    saturday = _weekday_before(today, 5)
    if match["which"] and match["which"] != "ini" and today.weekday() >= 5:
        saturday -= timedelta(days=7)
    return Day(saturday, saturday + timedelta(days=1), "minggu")


def _month(match: re.Match[str], today: date) -> Day:
    return _whole_month(*_months_back(today, 0 if match["which"] == "ini" else 1))


def _year(match: re.Match[str], today: date) -> Day | None:
    word = match["which"]
    year = int(word) if word.isdigit() else today.year - (0 if word == "ini" else 1)
    if not 1950 <= year <= today.year + 5:
        return None
    return Day(date(year, 1, 1), date(year, 12, 31), "tahun", ask=year > today.year)


def _third(match: re.Match[str], today: date) -> Day | None:
    of = match["of"]
    if of.startswith("tahun"):
        return None
    if of.startswith("minggu"):
        monday = today - timedelta(days=today.weekday() + (0 if of.endswith("ini") else 7))
        first, last = {"awal": (0, 1), "akhir": (4, 6)}.get(match["third"], (2, 3))
        return Day(monday + timedelta(days=first), monday + timedelta(days=last), "minggu", approximate=True)
    month = _spelt_month(of, today)
    first, last = {"awal": (1, 10), "akhir": (21, month.high.day)}.get(match["third"], (11, 20))
    start = month.low.replace(day=first)
    if start > today and not of.endswith("ini"):
        month = _whole_month(*_months_back(month.low, 1 if of == "bulan" else 12))
        last = month.high.day if match["third"] == "akhir" else last
    return Day(month.low.replace(day=first), month.low.replace(day=last), "bulan", approximate=True)


def _spelt_month(of: str, today: date) -> Day:
    name = of.removeprefix("bulan ").split()[0] if of != "bulan" else ""
    if name in MONTHS:
        month = MONTHS.index(name) + 1
        return _whole_month(today.year - (1 if month > today.month else 0), month)
    return _whole_month(*_months_back(today, 1 if name in ("lalu", "kemarin", "lewat") else 0))


def _feast(match: re.Match[str], today: date) -> Day | None:
    found = feast_before(FEASTS[match["feast"]], today)
    if found is None:
        return _one(today, "hari besar", ask=True)
    first, last = found
    before, after = match["eve"], match["h"]
    if before:
        return _one(first - timedelta(days=1), "hari besar", night=True)
    if after:
        count = int(match["hn"])
        return _one(
            first - timedelta(days=count) if after == "-" else last + timedelta(days=count), "hari besar"
        )
    if match["n"]:
        step = timedelta(days=int(match["n"]) * (7 if match["nu"] == "minggu" else 1))
        return _one(first - step if match["side"] == "sebelum" else last + step, "hari besar")
    return Day(first, last, "hari besar", approximate=last > first)


def _fixed(back: int, name: str, *, night: bool = False) -> _Maker:
    return lambda match, today: _one(today - timedelta(days=back), name, night=night)


def _vague(match: re.Match[str], today: date) -> Day:
    return Day(_back(today, 30), _back(today, 2), "kabur", approximate=True, ask=True)


def _short(match: re.Match[str], today: date) -> Day | None:
    day, month = int(match["d"] or match["d2"]), int(match["m"] or match["m2"])
    if not match["d"] and not (1 <= day <= 31 and 1 <= month <= 31):
        return None
    if month > 12 >= day:
        return _one(_dated(month, day, None, today).low, "tanggal", ask=True)
    return _dated(day, month, None, today)


def _any_month(match: re.Match[str], today: date) -> Day:
    month = MONTHS.index(match["mon"] or match["mon2"]) + 1
    year = match["y"] or match["y2"]
    back = month > today.month or (match["past"] or match["past2"] or "").startswith("tahun")
    return _whole_month(int(year) if year else today.year - back, month)


def _takbir(match: re.Match[str], today: date) -> Day | None:
    found = feast_before("lebaran", today)
    return _one(found[0] - timedelta(days=1), "hari besar", night=True) if found else None


_READERS: dict[str, _Maker] = {
    "iso": _iso,
    "numeric": _numeric,
    "named": _named,
    "short": _short,
    "of_month": _of_month,
    "feast": _feast,
    "takbir": _takbir,
    "night_of": _night_of,
    "weekday": _weekday,
    "ago": _ago,
    "since": _since,
    "some": _some,
    "weekend": _weekend,
    "third": _third,
    "week": _week,
    "month": _month,
    "any_month": _any_month,
    "year": _year,
    "vague": _vague,
    "two_days": _fixed(2, "kemarin"),
    "last_night": _fixed(1, "semalam", night=True),
    "yesterday": _fixed(1, "kemarin"),
    "today": _fixed(0, "hari ini"),
    "earlier": _fixed(0, "tadi"),
}
