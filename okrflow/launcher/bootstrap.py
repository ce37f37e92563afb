# ruff: noqa: RUF005, UP006, UP032, UP035, UP045
"""Makes the virtual environment and hands over to a module inside it.

Stands alone (standard library, no import of okrflow) and parses under Python 3.6, so that an old Python can say
that it is too old. The environment is keyed by the locks' hashes: a stamp, written after the last package is in,
names the locks that are installed; without it an installation was cut short and the environment is made anew.
"""

import fcntl
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import List, Optional, Sequence, Set, Tuple

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "okrflow-installed"
OLDEST_PYTHON = (3, 11)
OLDEST_GLIBC = (2, 28)
KEPT_LINES = 12
# Of the caller's environment, what would lead Python or Django somewhere else, or make every import compile again
FOREIGN = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONDONTWRITEBYTECODE", "DJANGO_SETTINGS_MODULE")


class Trouble(Exception):
    """Something the person at the terminal can put right; its text says how."""


def too_old(version: Tuple[int, ...], executable: str) -> Optional[str]:
    """The line for a Python that is too old, or nothing."""
    if version[:2] >= OLDEST_PYTHON:
        return None
    return (
        "Python {}.{} ({}) is too old: install Python 3.11 or newer,"
        " or name one: make run PYTHON=/path/to/python3"
    ).format(version[0], version[1], executable)


def old_glibc(library: Tuple[str, str]) -> Optional[str]:
    """The line for a C library that the embedded PostgreSQL and Valkey cannot run on, or nothing."""
    name, version = library
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    if name != "glibc" or numbers >= OLDEST_GLIBC:
        return None
    return (
        "glibc {} is too old for the embedded PostgreSQL and Valkey, which need 2.28: use a newer system"
        " (Debian 10, Ubuntu 20.04, RHEL 8 or later) or its container image"
    ).format(version)


def missing_module() -> Optional[str]:
    """The line for a Python packaged without what makes virtual environments, or nothing."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return None
    return (
        "{} has no venv module: install it (Debian, Ubuntu: apt install python3-venv)"
        " and run the command again"
    ).format(sys.executable)


def key(lock: Path) -> str:
    """One line of the stamp: the lock's name and the hash of what it says."""
    return "{} {}".format(lock.name, hashlib.sha256(lock.read_bytes()).hexdigest())


def installed() -> Set[str]:
    """The keys of the locks that are fully installed."""
    try:
        return set(STAMP.read_text().splitlines())
    except OSError:
        return set()


def works() -> bool:
    """Whether the environment's Python still starts (the one it was made from may have gone)."""
    python = str(VENV / "bin" / "python")
    if os.path.abspath(sys.executable) == python:
        return True
    try:
        return subprocess.call([python, "-c", ""], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def run(what: str, command: List[str]) -> None:
    """Run one step of the set-up with a line of progress; its output is shown only when it fails."""
    began = time.time()
    sys.stdout.write("{} … ".format(what))
    sys.stdout.flush()
    done = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
    )
    if done.returncode == 0:
        print("ready {:.1f} s".format(time.time() - began))
        sys.stdout.flush()  # what is still held back would be lost with this program, at the exec
        return
    print("failed")
    output = done.stdout.decode(errors="replace")
    if "No space left on device" in output:
        raise Trouble("the disk is full: free about 1 GB at {} and run the command again".format(ROOT))
    print("\n".join(output.strip().splitlines()[-KEPT_LINES:]))
    raise Trouble(
        "{} failed, as shown above: check the network (pip's own settings for a proxy or mirror count)"
        " and run the command again".format(what)
    )


def make_environment() -> None:
    problem = missing_module()
    if problem:
        raise Trouble(problem)
    shutil.rmtree(str(VENV), ignore_errors=True)
    base = getattr(sys, "_base_executable", None) or sys.executable
    run("Virtual environment", [base, "-m", "venv", str(VENV)])


def install(lock: Path) -> None:
    """Install what the lock names, checked by hash; pip alone decides where from."""
    command = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-input"]
    # Compiled when first imported: most of it never is, and this saves a third of the time
    command += ["--no-compile"]
    command += ["--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    run("Packages of {} (a minute or so, the first time)".format(lock.name), command)


def set_up(lock: Path) -> None:
    """Bring the environment to what the lock says; at once when it is there already."""
    if key(lock) in installed() and works():
        return
    problem = old_glibc(platform.libc_ver())
    if problem:
        raise Trouble(problem)
    # Two commands at a time on a fresh clone: the second waits here, then finds the work done
    folder = os.open(str(ROOT), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        bring_up_to(lock)
    finally:
        os.close(folder)


def bring_up_to(lock: Path) -> None:
    """Install the lock into a sound environment; where there is none, into a new one."""
    have = installed()
    if key(lock) in have and works():
        return
    # A stamp for a lock of today means a sound environment that lacks packages; all else is made anew
    sound = have & {key(other) for other in ROOT.glob("requirements*.lock")}
    if not sound or not works() or not any(VENV.glob("lib/python*/site-packages/pip")):
        sound = set()
        make_environment()
    if STAMP.exists():
        STAMP.unlink()
    install(lock)
    STAMP.write_text("\n".join(sorted(sound | {key(lock)})) + "\n")


def main(arguments: Sequence[str]) -> int:
    """`[--dev] MODULE ARGUMENT…`: set up, then become `python -m MODULE ARGUMENT…` of the environment."""
    problem = too_old(tuple(sys.version_info[:2]), sys.executable)
    dev = arguments[0] == "--dev"
    try:
        if problem:
            raise Trouble(problem)
        set_up(ROOT / ("requirements-dev.lock" if dev else "requirements.lock"))
    except Trouble as trouble:
        print("okrflow: {}".format(trouble), file=sys.stderr)
        return 1
    except OSError as error:
        print(
            "okrflow: {}: free some room or rights at {} and try again".format(error, ROOT), file=sys.stderr
        )
        return 1
    except KeyboardInterrupt:
        print("\nokrflow: stopped; the next run makes the environment anew", file=sys.stderr)
        return 130
    # PATH first, so that what pytest or an editor starts is the environment's, too
    environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    environment["PATH"] = "{}{}{}".format(VENV / "bin", os.pathsep, environment.get("PATH", os.defpath))
    environment["VIRTUAL_ENV"] = str(VENV)
    python = str(VENV / "bin" / "python")
    return os.execve(python, [python, "-m"] + list(arguments[1 if dev else 0 :]), environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
