"""Prayer hours at Palembang: the clock that many reporters tell the time by."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from adhanpy.calculation.CalculationParameters import CalculationParameters
from adhanpy.PrayerTimes import PrayerTimes

# The province spans four minutes of sun time; one place serves all of it.
_PALEMBANG = (-2.99, 104.76)
_NAMES = {
    "subuh": "fajr",
    "terbit": "sunrise",
    "zuhur": "dhuhr",
    "ashar": "asr",
    "magrib": "maghrib",
    "isya": "isha",
}


@lru_cache(maxsize=64)
def prayer_minutes(day: date) -> dict[str, int]:
    """Minutes after midnight WIB of each prayer (fajr 20 degrees, isha 18: the Ministry of Religion)."""
    times = PrayerTimes(
        _PALEMBANG,
        datetime(day.year, day.month, day.day, tzinfo=timezone.utc),
        calculation_parameters=CalculationParameters(fajr_angle=20, isha_angle=18),
    )
    return {name: _minute(getattr(times, attribute)) for name, attribute in _NAMES.items()}


def _minute(moment: datetime) -> int:
    local = moment + timedelta(hours=7)
    return local.hour * 60 + local.minute
