"""`python -m okrflow.launcher run` and `python -m okrflow.launcher manage COMMAND…`."""

import os
import sys

from okrflow.launcher.console import complain, say
from okrflow.launcher.environment import ROOT
from okrflow.launcher.manage import manage
from okrflow.launcher.run import run
from okrflow.launcher.trouble import Stopped, Trouble, from_os_error


def main(arguments: list[str]) -> int:
    """Dispatch, and turn what can go wrong into one line and an exit status."""
    os.umask(0o077)
    try:
        match arguments:
            case ["run"]:
                return run(os.environ)
            case ["manage", *rest]:
                return manage(os.environ, rest)
    except Trouble as trouble:
        complain(str(trouble))
        return 1
    except Stopped:
        return 130
    except OSError as error:
        complain(str(from_os_error(error, ROOT)))
        return 1
    say("usage: python -m okrflow.launcher run | manage COMMAND …   (see make help)")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
