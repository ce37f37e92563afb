"""The two calls of Linux that Python lacks: dying with the parent, and a user namespace for PostgreSQL.

Elsewhere (macOS) both do nothing, and the launcher relies on its signal handlers.
"""

import ctypes
import os
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
NOBODY = 65534

# Loaded once: nothing may be imported or loaded between fork and exec
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(signal_number: int, parent: int) -> None:
    """Ask for a signal when the parent dies; exit at once where it has died already.

    It is the death of the parent's *thread* that counts, so processes are started from the main thread only.
    A change of user clears the wish: call this last.
    """
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def enter_own_namespace() -> None:
    """Become `nobody` (65534) in a new user namespace, where `nobody` owns what we own outside.

    So PostgreSQL, which refuses root and a user without a name, needs no account, and no file's owner or mode is
    changed.
    """
    user, group = os.geteuid(), os.getegid()
    if _libc is None or _libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    maps = {"setgroups": "deny", "uid_map": f"{NOBODY} {user} 1", "gid_map": f"{NOBODY} {group} 1"}
    for name, text in maps.items():
        Path("/proc/self", name).write_text(text)


def has_user_namespaces() -> bool:
    """Try it in a child: seccomp (Docker's default), sysctls and security modules all may refuse."""
    if _libc is None:
        return False
    child = os.fork()
    if child == 0:
        try:
            enter_own_namespace()
            os._exit(0)
        except OSError:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0
