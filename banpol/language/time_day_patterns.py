"""How people name days: one pattern for each way, with the name of what reads it."""

from __future__ import annotations

import re

from banpol.language.feasts import FEASTS

WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
MONTHS = (
    "januari", "februari", "maret", "april", "mei", "juni",
    "juli", "agustus", "september", "oktober", "november", "desember",
)  # fmt: skip
_WEEKDAYS = "|".join(WEEKDAYS)
_MONTHS = "|".join(MONTHS)
_PAST = r"(?: (?:yang )?(?P<past>lalu|kemarin|lewat|habis(?! \w)|silam|tadi|itu))?"
FUTURE = re.compile(
    r"\b(?:besok(?! ?nya)(?: lusa)?|(?<!kemarin )lusa(?! kemarin)|nanti (?:malam|siang"
    r"|sore|pagi|jam|hari|subuh|magrib)|"
    r"(?:hari |tanggal |malam )*(?:"
    + _WEEKDAYS
    + r"|minggu|bulan|tahun) (?:depan|besok|mendatang|akan datang))\b"
)
# "tanggal 15 sampai 22": the second day of a stretch has no word of its own before it.
_TO = "".join(
    rf"(?<=\btanggal {day}{link})|"
    for day in (r"\d", r"\d\d")
    for link in (" sampai ", " hingga ", " s/d ", " - ", "-")
).rstrip("|")
_N = r"(?P<n>\d{1,3})(?: ?(?:-|atau|sampai) ?(?P<n2>\d{1,2}))?"
# Most telling first: what an earlier pattern has taken, a later one cannot have.
DAY_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"), "iso"),
    (
        re.compile(
            r"(?:\btanggal )?(?<![\d/.-])(?P<d>\d{1,2})(?P<s> ?[-/.] "
            r"?)(?P<m>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})(?![\d/-]|\.\d)"
        ),
        "numeric",
    ),
    (
        re.compile(
            r"(?:\btanggal )?(?<![\d/.])(?P<d>\d{1,2})[ -]*(?:bulan )?(?P<mon>"
            + _MONTHS
            + (
                r")\b(?: ?[-,]? ?(?:tahun )?(?P<y>(?:19|20)\d\d)\b)?(?P<lastyear> tahun (?:lalu"
                r"|kemarin))?"
            )
        ),
        "named",
    ),
    (re.compile(r"\b(?P<mon>" + _MONTHS + r") tanggal (?P<d>\d{1,2})\b(?P<y>)"), "named"),
    (
        re.compile(
            r"\bbulan (?:yang )?(?P<which>lalu|kemarin|lewat|ini|\d{1,2}),? (?:pada )?"
            r"tanggal (?P<d>\d{1,2})\b"
        ),
        "of_month",
    ),
    (
        re.compile(
            r"\btanggal:? ?(?P<d>\d{1,2})[/-](?P<m>\d{1,2})(?![\d/-])|(?<![\d/.:-])(?<!rt "
            r")(?<!rw )(?<!rt\.)(?<!rw\.)(?<!no )(?<!no\.)(?<!blok )(?<!jam )(?<!nomor "
            r")(?<!rumah )(?<!gang )(?<!lorong )(?<!km "
            r")(?P<d2>\d{1,2})/(?P<m2>\d{1,2})(?![\d/]| ?(?:ulu|ilir|kg|juta|orang|gram))"
        ),
        "short",
    ),
    (
        re.compile(
            (
                r"\btanggal:? ?(?P<d>\d{1,2})\b(?: ?(?:bulan ?|/ ?)(?P<which>\d{1,2}|lalu|kemarin"
                r"|lewat|yang lalu|ini|"
            )
            + _MONTHS
            + r"))?(?: (?:yang )?(?:lalu|kemarin|tadi|itu))?"
        ),
        "of_month",
    ),
    (
        re.compile(
            rf"(?:{_TO})(?P<d>\d{{1,2}})\b(?! ?(?:orang|juta|jt|ribu|rb|kali|hari|[-/.:]))(?P<which>(?!))?"
            r"(?: (?:yang )?(?:lalu|kemarin|tadi|itu))?"
        ),
        "of_month",
    ),
    (
        re.compile(
            r"\b(?:H|h) ?(?P<h>[-+]) ?(?P<hn>\d{1,2}) (?P<feast>"
            + "|".join(sorted(FEASTS, key=len, reverse=True))
            + r")\b(?P<eve>)(?P<n>)(?P<nu>)(?P<side>)"
        ),
        "feast",
    ),
    (
        re.compile(
            (
                r"(?:\b(?P<n>\d{1,2}) (?P<nu>hari|minggu) (?P<side>sebelum|habis) "
                r"|\b(?P<eve>malam )(?:takbiran? )?)?(?:hari )?(?:raya )?\b(?P<feast>"
            )
            + "|".join(sorted(FEASTS, key=len, reverse=True))
            + r")\b(?! ini\b)(?: (?:kemarin|tadi|lalu|tahun ini))?(?P<h>)(?P<hn>)"
        ),
        "feast",
    ),
    (
        re.compile(r"\b(?P<eve>malam )(?P<feast>takbiran?)(?P<n>)(?P<h>)(?P<hn>)(?P<nu>)(?P<side>)\b"),
        "takbir",
    ),
    (
        re.compile(r"\bmalam (?P<wd>" + _WEEKDAYS + r")\b(?: (?P<week>minggu) (?:lalu|kemarin))?" + _PAST),
        "night_of",
    ),
    (
        re.compile(
            r"(?:\bhari )?(?<!pasar )\b(?P<wd>"
            + _WEEKDAYS
            + r") (?:di )?(?P<week>minggu) (?:yang )?(?P<past>lalu|kemarin|lewat)\b"
        ),
        "weekday",
    ),
    (
        re.compile(
            # "Jam sebelas malam lewat jalan lintas" is an hour and a way.
            r"(?<!jam )(?<!pukul )\b"
            + _N
            + (
                r" ?(?:an )?(?P<u>hari|malam|minggu|bulan|tahun)(?:an)?(?: setengah)?(?: (?:ini\b"
                r"|lebih))? ?(?:(?:yang )?(?:lalu|lewat|silam)|(?<!malam )(?:kemarin|habis|tadi"
                r"|terakhir|ke belakang|kebelakang|berlalu|dulu))\b"
            )
        ),
        "ago",
    ),
    (
        re.compile(
            (
                r"\b(?:sudah|sejak|dari|hampir|kurang lebih|ada|sudah ada|jalan|masuk|baru)(?: (?:lebih"
                r"|hampir|jalan|masuk|dari|ada|mau|kurang lebih|sekitar|kira|berjalan|genap"
                r"|lewat)){0,4} "
            )
            + _N
            + (
                r" ?(?:an )?(?P<u>hari|malam|minggu|bulan)(?:an)?\b(?! (?:sekali|lagi|kerja"
                r"|menikah|nikah))(?: (?:ini|lebih|yang lalu|lalu))?"
            )
        ),
        "since",
    ),
    (
        re.compile(
            r"\b"
            + _N
            + (
                r" (?P<u>hari|minggu|bulan) (?:sudah|lebih|belum|tidak|gak|ga|dak|nggak|blm"
                r"|hilang)\b"
            )
        ),
        "ago",
    ),
    (re.compile(r"\b" + _N + r" (?P<u>hari|minggu) ini\b"), "ago"),
    (
        re.compile(
            r"\b(?:beberapa|berapa|sekian) (?P<u>hari|minggu|bulan|waktu|tahun) (?:yang "
            r")?(?:lalu|kemarin|ini|belakangan|terakhir|silam|lewat)?"
        ),
        "some",
    ),
    (
        re.compile(
            r"\bkemarin (?:dulu|lusa)|\b(?:lusa|dulu) kemarin|\bkemarin (?:nya "
            r")?kemarin(?:nya)?(?: lagi)?\b|\bkemarin satu\b|\bselumbari\b"
        ),
        "two_days",
    ),
    (
        re.compile(
            r"\bsemalam(?: (?:tadi|kemarin))?|(?<!tengah )(?<!larut )\bmalam tadi\b|\b(?:tadi"
            r"|kemarin) semalam\b"
        ),
        "last_night",
    ),
    (re.compile(r"(?:\bhari )(?P<wd>" + _WEEKDAYS + r")\b" + _PAST), "weekday"),
    (
        re.compile(
            (
                r"(?<!pasar )(?<!simpang )(?<!sholat )(?<!shalat )(?<!solat )(?<!salat )"
                r"\b(?P<wd>senin|selasa|rabu|kamis|jumat|sabtu)\b(?! agung)"
            )
            + _PAST
        ),
        "weekday",
    ),
    (
        re.compile(r"\b(?:akhir pekan|weekend)(?: (?:minggu )?(?:yang )?(?P<which>ini|lalu|kemarin))?"),
        "weekend",
    ),
    (
        re.compile(
            (
                r"\b(?P<third>awal|pertengahan|tengah|akhir)(?:an)? (?P<of>(?:bulan|minggu)(?: "
                r"(?:ini|lalu|kemarin|lewat|"
            )
            + _MONTHS
            + r"))?|(?:"
            + _MONTHS
            + r"))\b(?: (?:lalu|kemarin|ini))?"
        ),
        "third",
    ),
    (re.compile(r"\bminggu (?:yang )?(?P<which>lalu|kemarin|ini|lewat|habis|silam|tadi)\b"), "week"),
    (
        re.compile(
            r"(?<!pasar )(?<!\d )\b(?P<wd>minggu)(?= (?:pagi|siang|sore|malam|subuh|dini hari"
            r"|jam|tanggal))(?P<past>)"
        ),
        "weekday",
    ),
    (
        re.compile(
            r"\b(?:bulan (?P<mon>"
            + _MONTHS
            + r")(?: (?:tahun )?(?P<y>20\d\d))?|(?P<mon2>"
            + _MONTHS
            + (
                r") (?:(?:tahun )?(?P<y2>20\d\d)|(?P<past2>tahun lalu|tahun kemarin|lalu|kemarin)))"
                r"(?: (?P<past>tahun lalu|tahun kemarin|lalu|kemarin|ini))?\b"
            )
        ),
        "any_month",
    ),
    (re.compile(r"\bbulan (?:yang )?(?P<which>lalu|kemarin|ini|lewat|habis|silam)\b"), "month"),
    (re.compile(r"\btahun (?:yang )?(?P<which>lalu|kemarin|ini|lewat|(?:19|20)\d\d)\b"), "year"),
    (re.compile(r"\bhari (?:ini|itu juga)\b"), "today"),
    (
        re.compile(
            r"\b(?:tempo hari|kapan hari|waktu itu|dulu sekali|sudah lama|lama nian|lama "
            r"sekali|belum lama(?: ini)?|akhir akhir ini|baru baru ini|belakangan ini|kemarin "
            r"kemarin|zaman dulu)\b"
        ),
        "vague",
    ),
    (re.compile(r"\bkemarin(?: hari)?\b"), "yesterday"),
    (re.compile(r"\btadi\b(?! ?nya)"), "earlier"),
)
