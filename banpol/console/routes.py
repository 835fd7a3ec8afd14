"""Every page of the console and who may ask for it. What is not in this table does not exist."""

from __future__ import annotations

from banpol.console import (
    assets,
    evidence_page,
    export_page,
    identity_page,
    manual_page,
    map_page,
    plain_pages,
    public_page,
    queue_page,
    report_page,
    search_page,
    sign_in,
    statistics_page,
    talks_page,
    unfinished_page,
    work_page,
)
from banpol.console.page import Page
from banpol.register.actors import AUDITOR, OPERATOR, ROLES, SUPERVISOR, TEAM

EVERYBODY = None
READERS = (OPERATOR, SUPERVISOR, AUDITOR)
LARGEST_FILE = 17 * 1024 * 1024
FIGURES = (SUPERVISOR, AUDITOR)

PAGES: tuple[Page, ...] = (
    Page("GET", "/", ROLES, plain_pages.home),
    Page("GET", "/masuk", EVERYBODY, sign_in.form),
    Page("POST", "/masuk", EVERYBODY, sign_in.enter),
    Page("POST", "/keluar", ROLES, sign_in.leave),
    Page("GET", "/antrean", READERS, queue_page.show),
    Page("GET", "/antrean/data", READERS, queue_page.data, by_itself=True),
    Page("GET", "/antrean/alarm", READERS, queue_page.alarm, by_itself=True),
    Page("GET", "/antrean/langsung", READERS, queue_page.live, by_itself=True),
    Page("GET", "/cari", READERS, search_page.form),
    Page("POST", "/cari", READERS, search_page.find),
    Page("GET", "/peta", READERS, map_page.show),
    Page("GET", "/laporan-baru", TEAM, manual_page.form),
    Page("POST", "/laporan-baru", TEAM, manual_page.file),
    Page("GET", "/belum-selesai", TEAM, unfinished_page.listed),
    Page("GET", "/belum-selesai/{draft_id}", TEAM, unfinished_page.show),
    Page("POST", "/belum-selesai/{draft_id}/catat", TEAM, unfinished_page.file),
    Page("POST", "/belum-selesai/{draft_id}/percakapan", TEAM, unfinished_page.take),
    Page("GET", "/percakapan", TEAM, talks_page.listed),
    Page("GET", "/percakapan/{talk_id}", TEAM, talks_page.show),
    Page("POST", "/percakapan/{talk_id}", TEAM, talks_page.hand),
    Page("POST", "/percakapan/{talk_id}/balas", TEAM, talks_page.reply),
    Page("GET", "/laporan/{number}", READERS, report_page.show),
    Page("GET", "/laporan/{number}/keadaan", READERS, report_page.state, by_itself=True),
    Page("POST", "/laporan/{number}/langkah", TEAM, work_page.move),
    Page("POST", "/laporan/{number}/petugas", TEAM, work_page.assign),
    Page("POST", "/laporan/{number}/pegang", TEAM, work_page.hold),
    Page("POST", "/laporan/{number}/catatan", TEAM, work_page.note),
    Page("POST", "/laporan/{number}/balas", TEAM, work_page.reply),
    Page("POST", "/laporan/{number}/tautan", TEAM, work_page.link),
    Page("POST", "/laporan/{number}/percakapan", TEAM, work_page.talk),
    Page("POST", "/laporan/{number}/bukti", TEAM, work_page.evidence, largest=LARGEST_FILE, takes_file=True),
    Page("POST", "/laporan/{number}/identitas", TEAM, identity_page.ask),
    Page("POST", "/laporan/{number}/identitas/lihat", TEAM, identity_page.look),
    Page("GET", "/permintaan", READERS, identity_page.requests),
    Page("POST", "/permintaan/{asked}/putusan", (SUPERVISOR,), identity_page.decide),
    Page("POST", "/permintaan/{asked}/cabut", TEAM, identity_page.revoke),
    Page("POST", "/permintaan/{asked}/tinjauan", (SUPERVISOR, AUDITOR), identity_page.review),
    Page("GET", "/laporan/{number}/bukti/{evidence_id}", READERS, evidence_page.file),
    Page("GET", "/statistik", FIGURES, statistics_page.show),
    Page("POST", "/ekspor/{form}", (SUPERVISOR,), export_page.rows),
    Page("POST", "/laporan/{number}/berkas", (SUPERVISOR,), export_page.report),
    Page("GET", "/panduan", ROLES, plain_pages.guide),
    Page("GET", "/pintasan", ROLES, plain_pages.shortcuts),
    Page("GET", "/publik", EVERYBODY, public_page.show),
    Page("GET", "/statis/{name}", EVERYBODY, assets.file),
    Page("GET", "/ready", EVERYBODY, assets.ready),
)
