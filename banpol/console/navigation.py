"""The entries on top of every page, in one table; each role sees those whose page it may ask for."""

from __future__ import annotations

from dataclasses import dataclass

from banpol.register.actors import ADMIN, AUDITOR, OPERATOR, ROLES, SUPERVISOR, TEAM, Actor

READERS = (OPERATOR, SUPERVISOR, AUDITOR)


@dataclass(frozen=True)
class Entry:
    """`under` are further beginnings of addresses that belong to this entry; `key` leads to it after `g`.

    `counted` names the count of the queue that stands beside the words, if one does; `aside` is written
    for an entry that stands beside the officer's name instead."""

    path: str
    words: str
    roles: tuple[str, ...]
    under: tuple[str, ...] = ()
    key: str = ""
    counted: str = ""
    aside: str = ""

    def here(self, path: str) -> bool:
        """Whether a page lies under this entry."""
        return any(path == start or path.startswith(start + "/") for start in (self.path, *self.under))


ENTRIES: tuple[Entry, ...] = (
    Entry("/antrean", "Antrean", READERS, ("/laporan",), "a", "darurat"),
    Entry("/cari", "Cari", READERS, key="c"),
    Entry("/peta", "Peta", READERS, key="e"),
    Entry("/percakapan", "Percakapan", TEAM, key="k", counted="percakapan"),
    Entry("/belum-selesai", "Belum selesai", TEAM, key="b"),
    Entry("/laporan-baru", "Lapor baru", TEAM, key="n"),
    Entry("/permintaan", "Identitas", READERS, key="i", counted="identitas"),
    Entry("/warga", "Warga", (SUPERVISOR, AUDITOR), ("/masukan",), "u", "warga"),
    Entry("/statistik", "Statistik", (SUPERVISOR, AUDITOR), key="s"),
    Entry("/peringatan", "Peringatan", READERS, ("/perubahan-akun",), "w"),
    Entry("/admin", "Admin", (ADMIN,), ("/perubahan-akun",), "x"),
    Entry("/panduan", "Panduan", ROLES, key="p", aside="Panduan"),
    Entry("/pintasan", "Pintasan papan ketik", ROLES, key="?", aside="?"),
)


def entries_for(actor: Actor | None) -> tuple[Entry, ...]:
    return tuple(entry for entry in ENTRIES if actor and actor.role in entry.roles)
