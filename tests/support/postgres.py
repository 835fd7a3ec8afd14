"""A PostgreSQL of its own for the time of a test run: a folder, a Unix socket, no network, no durability."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

_PLACES = "/usr/lib/postgresql"
_SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
)
_START_SECONDS = 30
OWNER = "banpol"


class NoPostgres(Exception):
    """PostgreSQL cannot be started here; the sentence says why."""


def programs() -> Path:
    """The folder that holds initdb and postgres: on PATH, or the newest where Debian puts them."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    versions = sorted(Path(_PLACES).glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not versions:
        raise NoPostgres("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    return versions[-1].parent


def _as_owner(user: str | None, command: list[str]) -> list[str]:
    """initdb and postgres refuse to run as root, so root borrows the account that came with the package."""
    return ["runuser", "-u", user, "--", *command] if user else command


def _owner() -> str | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise NoPostgres("root cannot run PostgreSQL and there is no user named postgres") from None


class Cluster:
    """Starts on creation, ends with `stop`; `new_database` copies a template in milliseconds."""

    def __init__(self) -> None:
        self._programs, self._user = programs(), _owner()
        self.folder = Path(tempfile.mkdtemp(prefix="banpol-pg-", dir=tempfile.gettempdir()))
        if self._user:
            shutil.chown(self.folder, self._user)
        self._count = 0
        try:
            self._initialise()
            self._server = self._start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def _initialise(self) -> None:
        options = [
            "-D",
            str(self.folder / "data"),
            "-U",
            OWNER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ]
        command = _as_owner(self._user, [str(self._programs / "initdb"), *options])
        made = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        if made.returncode:
            raise NoPostgres(f"initdb failed: {made.stderr.strip().splitlines()[-1:]}")

    def _start(self) -> subprocess.Popen[bytes]:
        options = ["-D", str(self.folder / "data"), "-k", str(self.folder)]
        for setting in _SETTINGS:
            options += ["-c", setting]
        log = (self.folder / "log").open("wb")
        command = _as_owner(self._user, [str(self._programs / "postgres"), *options])
        server = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log)
        log.close()
        deadline = time.monotonic() + _START_SECONDS
        while self._run("select 1").returncode:
            if server.poll() is not None or time.monotonic() > deadline:
                raise NoPostgres(f"PostgreSQL did not start: {(self.folder / 'log').read_text()[-400:]}")
            time.sleep(0.1)
        return server

    def _run(self, statement: str) -> subprocess.CompletedProcess[str]:
        options = ["-h", str(self.folder), "-U", OWNER, "-d", "postgres", "-q", "-v", "ON_ERROR_STOP=1"]
        command = [str(self._programs / "psql"), *options, "-c", statement]
        return subprocess.run(command, capture_output=True, text=True)

    def program(self, name: str) -> str:
        """One of the programs of the same version, such as pg_dump."""
        return str(self._programs / name)

    def execute(self, statement: str) -> None:
        done = self._run(statement)
        if done.returncode:
            raise RuntimeError(done.stderr)

    def url(self, name: str) -> str:
        """The SQLAlchemy address of one database of this cluster."""
        return f"postgresql+psycopg2://{OWNER}@/{name}?host={self.folder}"

    def new_database(self, template: str = "template1") -> str:
        """The address of a fresh database. The template must have no open connection."""
        self._count += 1
        name = f"test_{self._count}"
        self.execute(f'create database "{name}" template "{template}"')
        return self.url(name)

    @staticmethod
    def name(url: str) -> str:
        """The name of the database behind an address."""
        return url.partition("@/")[2].partition("?")[0]

    def drop(self, url: str) -> None:
        self.execute(f'drop database if exists "{self.name(url)}" with (force)')

    def stop(self) -> None:
        """Ends the server at once; nothing in it is worth a tidy farewell."""
        self._stop_server()
        try:
            self._server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._server.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _stop_server(self) -> None:
        options = ["-D", str(self.folder / "data"), "stop", "-m", "immediate", "-W", "-s"]
        command = _as_owner(self._user, [str(self._programs / "pg_ctl"), *options])
        subprocess.run(command, cwd=self.folder, capture_output=True)
