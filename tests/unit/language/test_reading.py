"""One message read as a whole: entities, time and place together, and any input without harm."""

from __future__ import annotations

import itertools
import time
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banpol.language.place import find_place
from banpol.language.reading import read
from banpol.language.time import WIB

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=WIB)


def _entities(text: str) -> list[tuple[str, str]]:
    return [(e.entity, text[e.start : e.end]) for e in read(text, NOW).entities]


def test_a_first_message_fills_everything() -> None:
    """What, where, when and the plate come out of one message."""
    text = "motor BG 1234 AB ilang di parkiran pasar 16 ilir td malem jam 9"
    found = read(text, NOW)
    assert found.time and found.time.start == datetime(2026, 11, 23, 21, 0, tzinfo=WIB)
    assert found.place and found.place.kabupaten_code == "16.71"
    assert _entities(text) == [
        ("kendaraan", "motor"), ("plat_nomor", "BG 1234 AB"),
        ("lokasi", "parkiran pasar 16 ilir"), ("waktu", "td malem jam 9"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "vario hitam dicuri cowok kurus pake jaket item",
            [("kendaraan", "vario hitam"), ("ciri_orang", "cowok kurus pake jaket item")],
        ),
        ("pelakunya 2 orang boncengan", [("ciri_orang", "2 orang boncengan")]),
        ("seorang lelaki berjenggot lari", [("ciri_orang", "lelaki berjenggot")]),
        ("wongnyo bebaju abang, rambutnyo ikal", [("ciri_orang", "bebaju abang, rambutnyo ikal")]),
        ("ciri: bekacamato, badannyo gemuk", [("ciri_orang", "bekacamato, badannyo gemuk")]),
        ("wong duo bekaos item lari", [("ciri_orang", "wong duo bekaos item")]),
        ("kejadian di dusun Tanjung Merapat", [("lokasi", "dusun Tanjung Merapat")]),
        ("di Jalan Sudirman Raya kemarin", [("lokasi", "Jalan Sudirman Raya"), ("waktu", "kemarin")]),
        ("dipukul di dusun Tanjung kemarin", [("lokasi", "dusun Tanjung"), ("waktu", "kemarin")]),
        (
            "kerbau kami sikok hilang sudah magrib",
            [("barang", "kerbau kami sikok"), ("waktu", "sudah magrib")],
        ),
        ("makan di rm pagi sore", []),
        ("ciri: badannya besak, tato di leher", [("ciri_orang", "badannya besak, tato di leher")]),
        ("cowok berkumis 40 tahunan", [("ciri_orang", "cowok berkumis 40 tahunan")]),
        ("laptopku sikok samo mutornyo", [("barang", "laptopku sikok"), ("kendaraan", "mutornyo")]),
        ("kambing duo ekok dimaling", [("barang", "kambing duo ekok")]),
        ("gelang seberat 3 gram", [("barang", "gelang seberat 3 gram")]),
        ("tas hilang tiga hari lalu", [("barang", "tas"), ("waktu", "tiga hari lalu")]),
        ("tas dua hari lalu hilang", [("barang", "tas"), ("waktu", "dua hari lalu")]),
        ("uang kas 7jt ludes", [("kerugian", "7jt")]),
        ("mesin atm dirusak, toko emas dan sabung ayam juga", []),
        ("geng motor dan tukang ojek", []),
        ("dia mukul aku pake ikat pinggang", [("senjata", "ikat pinggang")]),
        ("dijual di lemari pake ikat pinggang", []),
        ("fotoku disebar di tiktok sm ig", [("platform", "tiktok"), ("platform", "ig")]),
        ("ig itu apa", []),
        ("tf ke bri 0031-01-055555-50-4", [("rekening", "bri 0031-01-055555-50-4")]),
        ("sudah empat hari anak saya hilang", [("waktu", "empat hari")]),
        ("malming kemarin di plg", [("waktu", "malming kemarin"), ("lokasi", "plg")]),
        ("belum plg dr kmrn", [("waktu", "kmrn")]),
        ("adek di angkot arah plaju", [("kendaraan", "angkot"), ("lokasi", "plaju")]),
        (
            "hilang laptop asus sama dompet isi 500rb",
            [("barang", "laptop asus"), ("barang", "dompet"), ("kerugian", "500rb")],
        ),
        ("sapi 2 ekor di desa bailangu", [("barang", "sapi 2 ekor"), ("lokasi", "desa bailangu")]),
        ("mobil avanza putih nabrak", [("kendaraan", "mobil avanza putih")]),
        (
            "cek BP-261124-0001 hp 0812-0000-1234",
            [("nomor_laporan", "BP-261124-0001"), ("telepon", "0812-0000-1234")],
        ),
        (
            "tf 300rb ke bca 8890123456 lewat dana, lapor pak",
            [("kerugian", "300rb"), ("rekening", "bca 8890123456"), ("platform", "dana")],
        ),
        ("rek nya 0123-4567-8901 an budi", [("rekening", "0123-4567-8901")]),
        ("saldo dana 081200003344", [("platform", "dana"), ("telepon", "081200003344")]),
        (
            "nyimpen sabu 2 paket samo senpi rakitan",
            [("narkotika", "sabu 2 paket"), ("senjata", "senpi rakitan")],
        ),
        ("tukang jual obeng dan dana desa", []),
        ("dari ampera ke plaju", [("lokasi", "ampera"), ("lokasi", "plaju")]),
        ("uang 500 ribu dan duit saya", [("kerugian", "500 ribu"), ("barang", "duit")]),
        ("r15 biru", [("kendaraan", "r15 biru")]),
        ("pelakunya tinggi kurus", [("ciri_orang", "tinggi kurus")]),
        ("api tinggi besar, orang tua saya beli baju merah", []),
        ("tiap malam di gandus", [("waktu", "tiap malam"), ("lokasi", "gandus")]),
        ("plat bg 3344 ku", [("plat_nomor", "bg 3344 ku")]),
        ("terima kasih pak", []),
    ],
)
def test_entities_are_tight(text: str, wanted: list[tuple[str, str]]) -> None:
    """Entities hold no preposition and no punctuation."""
    assert _entities(text) == wanted


def _whole(text: str) -> None:
    found = read(text, NOW)
    places = [p for p in (found.place, find_place(text, answering=True)) if p]
    spans = [(e.start, e.end) for e in found.entities] + [p.span for p in places]
    if found.time:
        assert found.time.start <= found.time.end or found.time.ask
        assert found.time.start <= NOW or found.time.ask
        spans += [found.time.span, *found.time.spans]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    ends = [(e.start, e.end) for e in found.entities]
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(ends))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_without_harm(text: str) -> None:
    """No text raises, spans lie inside it, and nothing past is put into the future unasked."""
    _whole(text)


WORDS = (
    "jam di 9 tadi malam kemarin 17/8 kec desa palembang sukarami dari sampai orang "
    "tinggi , . - 5 juta rp bg 1234 ab motor 1/2 lewat 0812 minggu lalu bulan "
    "setengah 31 2026 february h-1 lebaran besok sebelum habis magrib rumah bukan "
    "tgl 99 25.70 😭 II"
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=25))
def test_any_mixture_of_telling_words_is_read_without_harm(chosen: list[str]) -> None:
    """Words that mean something, in any order, raise nothing either."""
    _whole(" ".join(chosen))


@pytest.mark.parametrize(
    "text",
    ["", "A" * 10_000, " " * 65_536, "jam 9 di plaju " * 4_400, "1" * 65_536, "jam " * 16_000,
     "1.000." * 8_000, "di " * 20_000,
     "j\u0335\u0322a\u0334m\u0336 9\u0337 " * 3_000, "\u202ejam 9\u202c",
     "😭" * 20_000, "\ud800 jam 9 \udfff", "\x00jam\x00 9", "satu " * 10_000,
     "orang tinggi " * 5_000, "+62 812 " * 8_000, "\ufdfa" * 4_000, "desa suka " * 2_000],
)  # fmt: skip
def test_monstrous_text_costs_little(text: str) -> None:
    """Whatever is sent, reading it takes less than a fifth of a CPU second (best of three)."""
    costs = []
    for _ in range(3):
        begun = time.process_time()
        read(text, NOW)
        costs.append(time.process_time() - begun)
    assert min(costs) < 0.2


def test_zalgo_and_bidi_do_not_hide_the_words() -> None:
    """Marks and direction signs between letters change nothing."""
    found = read("\u202eja\u0334m\u0336 9 malam di pl\u0301aju\u202c", NOW)
    assert found.time and found.time.start.hour == 21
    assert found.place and found.place.kecamatan == "Plaju"


def test_a_part_of_a_vehicle_is_a_thing_and_the_vehicle_itself_none() -> None:
    """A lost key is no lost motorcycle."""
    for text, thing in (("kunci motor aku ilang", "kunci motor"), ("aki truk dicuri", "aki truk")):
        assert [(e.entity, e.value) for e in read(text, NOW).entities] == [("barang", thing)]
