"""Makes `.venv` (the program) or `.venv-tools` (linters) from the hash locks; needs only Python 3.8.

Usage: environment.py program | tools
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Dict, List, Tuple

sys.path.insert(0, str(Path(__file__).resolve().parent))

import fetch_uv

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "3.10"
KINDS: Dict[str, Tuple[str, str]] = {
    "program": (".venv", "requirements/all.lock"),
    "tools": (".venv-tools", "requirements/tools.lock"),
}
NO_PYTHON = (
    "no Python {0} was found and none could be fetched (Rasa 3.6 needs exactly {0}); install it with "
    "pyenv or your system's packages, or name a mirror in UV_PYTHON_INSTALL_MIRROR, and try again"
).format(PYTHON)


def uv_environment(environment: Dict[str, str]) -> Dict[str, str]:
    """What uv gets to see: a pip mirror counts for uv too, and our environments are named, not guessed."""
    seen = {name: value for name, value in environment.items() if name != "VIRTUAL_ENV"}
    if seen.get("PIP_INDEX_URL") and not (seen.get("UV_DEFAULT_INDEX") or seen.get("UV_INDEX_URL")):
        seen["UV_DEFAULT_INDEX"] = seen["PIP_INDEX_URL"]
    # A cache on another disk cannot be hard-linked; copying then needs no warning on every start.
    seen.setdefault("UV_LINK_MODE", "copy" if not _same_disk(seen) else "hardlink")
    return seen


def _same_disk(environment: Dict[str, str]) -> bool:
    home = Path(environment.get("UV_CACHE_DIR") or environment.get("XDG_CACHE_HOME") or Path.home())
    return home.exists() and home.stat().st_dev == ROOT.stat().st_dev


def _uv(uv: str, *arguments: str) -> int:
    return subprocess.run([uv, *arguments], cwd=str(ROOT), env=uv_environment(dict(os.environ))).returncode


def _new(uv: str, folder: str) -> bool:
    """Whether an empty environment could be made; uv's own words on a failure are left out."""
    command = [uv, "venv", "--clear", "-p", PYTHON, folder]
    made = subprocess.run(
        command,
        cwd=str(ROOT),
        env=uv_environment(dict(os.environ)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return made.returncode == 0


def _has_python(folder: str) -> bool:
    python = ROOT / folder / "bin" / "python"
    asked = "import sys; sys.exit(sys.version_info[:2] != ({}))".format(PYTHON.replace(".", ", "))
    return python.exists() and subprocess.run([str(python), "-c", asked]).returncode == 0


def make(kind: str) -> None:
    """Brings one environment to exactly what its lock says. Raises fetch_uv.Refusal."""
    folder, lock = KINDS[kind]
    uv = fetch_uv.ensure()
    if not _has_python(folder) and not _new(uv, folder):
        raise fetch_uv.Refusal(NO_PYTHON)
    print("making {} from {} …".format(folder, lock), flush=True)
    python = str(ROOT / folder / "bin" / "python")
    if _uv(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, lock):
        raise fetch_uv.Refusal(
            "the packages of {} could not be installed; the lines above say why".format(lock)
        )
    if kind == "program":
        _add_own_commands(python)


def _add_own_commands(python: str) -> None:
    """Lets `.venv/bin/banpol` and `import banpol` work from any folder.

    Done by hand and not by an editable install: that would run a build, which wants the network."""
    asked = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    site = subprocess.run([python, "-c", asked], stdout=subprocess.PIPE, check=True).stdout.decode().strip()
    (Path(site) / "banpol-source.pth").write_text(str(ROOT) + "\n")
    command = Path(python).with_name("banpol")
    command.write_text("#!{}\nfrom banpol.cli.main import app\n\napp()\n".format(python))
    command.chmod(0o755)


def main(arguments: List[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in KINDS:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        make(arguments[0])
    except fetch_uv.Refusal as refusal:
        print("stopped: {}.".format(refusal), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
