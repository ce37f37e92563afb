"""What can go wrong in ways the person at the terminal can put right."""

import errno
from pathlib import Path


class Trouble(Exception):
    """One clear line with the way out; the launcher prints it and exits with 1."""


class Stopped(Exception):
    """Somebody asked the launcher to stop while it was still setting up."""


def from_os_error(error: OSError, place: Path) -> Trouble:
    """Say what an error of the operating system means for somebody who only wants to start okrflow."""
    where = error.filename or place
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Trouble(
            f"the disk is full at {where}: free some room, or put the data elsewhere with OKRFLOW_DATA=…"
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Trouble(
            f"{where} cannot be written ({error.strerror}): put the data elsewhere with OKRFLOW_DATA=…"
        )
    return Trouble(f"{where}: {error.strerror or error}")
