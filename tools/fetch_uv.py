"""Puts `uv` into .tools/, needing nothing but a Python 3.8 and its standard library (no pip, no venv).

A recent `uv` on PATH is used as it is. Otherwise the wheel pinned here is taken from the package index,
its SHA-256 compared with the one pinned here, and the program inside unpacked.
"""

import base64
import hashlib
import html.parser
import io
import json
import os
import platform
import re
import shutil
import ssl
import stat
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path
from typing import Dict, List, Optional, Tuple

VERSION = "0.13.9"
MINIMUM = (0, 5, 0)  # the first that reads our locks' environment markers and syncs with --require-hashes
WHEEL = "uv-0.13.9-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
SHA256 = "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19"
TARGET = Path(__file__).resolve().parent.parent / ".tools" / "uv"
# The address is composed, so that no file of this repository ties anybody to one host; a mirror setting wins.
DEFAULT_INDEX = "https://" + ".".join(("pypi", "org")) + "/simple"
MIRROR_SETTINGS = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
CERTIFICATE_SETTINGS = ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE")
ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"


class Refusal(Exception):
    """uv cannot be had here; the sentence says why and what helps."""


def index_url(environment: Dict[str, str]) -> str:
    """The package index: the first mirror setting that is set, else the public one."""
    chosen = [environment[name] for name in MIRROR_SETTINGS if environment.get(name)]
    return (chosen or [DEFAULT_INDEX])[0].rstrip("/")


class _Links(html.parser.HTMLParser):
    """Collects the href of every link of an index page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: List[str] = []

    def handle_starttag(self, tag: str, attrs: List[Tuple[str, Optional[str]]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def wheel_link(page: bytes, page_url: str, wheel: str = WHEEL) -> Tuple[str, str]:
    """Address and SHA-256 (may be empty) of the wheel on an index page, in JSON or HTML form."""
    if page.lstrip().startswith(b"{"):
        files = json.loads(page.decode("utf-8"))["files"]
        links = [(entry["url"], entry.get("hashes", {}).get("sha256", "")) for entry in files]
    else:
        reader = _Links()
        reader.feed(page.decode("utf-8", "replace"))
        links = [(link.split("#")[0], link.partition("#sha256=")[2]) for link in reader.found]
    for address, digest in links:
        if urllib.parse.unquote(address.split("?")[0].rsplit("/", 1)[-1]) == wheel:
            return urllib.parse.urljoin(page_url, address), digest
    raise Refusal("the package index does not offer {}; install uv yourself and try again".format(wheel))


def check_digest(body: bytes, digest_of_index: str, pinned: str = SHA256) -> None:
    """Raises Refusal unless the bytes are exactly those that were pinned."""
    found = hashlib.sha256(body).hexdigest()
    if found != pinned or digest_of_index not in ("", pinned):
        raise Refusal("the uv wheel is not the one pinned here (SHA-256 differs); nothing was installed")


def program_in(wheel: bytes) -> bytes:
    """The `uv` program inside a wheel."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".data/scripts/uv")]
        if len(names) != 1:
            raise Refusal("the uv wheel holds no program named uv")
        return archive.read(names[0])


def version_of(answer: str) -> Tuple[int, ...]:
    """(0, 13, 9) from "uv 0.13.9 (…)"; () when it is no such answer."""
    match = re.match(r"uv (\d+)\.(\d+)\.(\d+)", answer)
    return tuple(int(part) for part in match.groups()) if match else ()


def works(program: str) -> bool:
    """Whether this is a uv that runs here and is recent enough."""
    try:
        answer = subprocess.run([program, "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return False
    return version_of(answer.stdout.decode("utf-8", "replace")) >= MINIMUM


def _certificates(environment: Dict[str, str]) -> ssl.SSLContext:
    named = [environment[name] for name in CERTIFICATE_SETTINGS if environment.get(name)]
    files = [name for name in named if Path(name).is_file()]
    return ssl.create_default_context(cafile=files[0] if files else None)


def _get(address: str) -> bytes:
    """The body behind an address; a user name and password in it are sent as basic authentication."""
    parts = urllib.parse.urlsplit(address)
    request = urllib.request.Request(address, headers={"Accept": ACCEPT})
    if parts.username:
        place = parts.netloc.rsplit("@", 1)[1]
        request = urllib.request.Request(parts._replace(netloc=place).geturl(), headers={"Accept": ACCEPT})
        pair = ":".join(urllib.parse.unquote(part or "") for part in (parts.username, parts.password))
        request.add_header("Authorization", "Basic " + base64.b64encode(pair.encode()).decode())
    try:
        with urllib.request.urlopen(request, timeout=60, context=_certificates(dict(os.environ))) as answer:
            return bytes(answer.read())
    except (urllib.error.URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        raise Refusal(
            "the package index at {} cannot be reached ({}); connect to the internet, name a mirror in "
            "PIP_INDEX_URL, or put uv on PATH".format(parts.hostname, reason)
        ) from None


def _refuse_other_machines() -> None:
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise Refusal(
            "Banpol's locked environment exists for Linux on x86_64 only, because TensorFlow 2.12 does; "
            "use such a machine or a container"
        )


def download() -> bytes:
    """The pinned uv program from the package index."""
    page_url = index_url(dict(os.environ)) + "/uv/"
    address, digest = wheel_link(_get(page_url), page_url)
    body = _get(address)
    check_digest(body, digest)
    return program_in(body)


def _install(program: bytes, target: Path) -> None:
    part = target.with_name("uv.part")
    part.write_bytes(program)
    part.chmod(part.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    part.replace(target)


def ensure(target: Path = TARGET) -> str:
    """The path of a uv that works, fetched when there is none. Raises Refusal."""
    if works(str(target)):
        return str(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    installed = shutil.which("uv")
    if installed and works(installed):
        return installed
    _refuse_other_machines()
    print("fetching uv {} …".format(VERSION), flush=True)
    _install(download(), target)
    if not works(str(target)):
        raise Refusal("the fetched uv does not run on this machine; install uv yourself and put it on PATH")
    return str(target)


def main() -> int:
    try:
        print(ensure())
    except Refusal as refusal:
        print("stopped: {}.".format(refusal), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
