"""Every page of the console and who may ask for it. What is not in this table does not exist."""

from __future__ import annotations

from banpol.console import (
    assets,
    evidence_page,
    map_page,
    plain_pages,
    queue_page,
    report_page,
    search_page,
    sign_in,
)
from banpol.console.page import Page
from banpol.register.actors import AUDITOR, OPERATOR, ROLES, SUPERVISOR

EVERYBODY = None
READERS = (OPERATOR, SUPERVISOR, AUDITOR)

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
    Page("GET", "/laporan/{number}", READERS, report_page.show),
    Page("GET", "/laporan/{number}/bukti/{evidence_id}", READERS, evidence_page.file),
    Page("GET", "/panduan", ROLES, plain_pages.guide),
    Page("GET", "/pintasan", ROLES, plain_pages.shortcuts),
    Page("GET", "/publik", EVERYBODY, plain_pages.public),
    Page("GET", "/statis/{name}", EVERYBODY, assets.file),
    Page("GET", "/ready", EVERYBODY, assets.ready),
)
