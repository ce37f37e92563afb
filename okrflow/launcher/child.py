"""Runs a Python module so that not only its process but every process that it forks dies with its parent.

`python -m okrflow.launcher.child MODULE ARGUMENT…`. The kernel's death signal is not inherited by a fork, so
granian's and Celery's own children would live on after a `kill -9` and hold the port and the tasks; here each
asks for it itself.
"""

import os
import runpy
import signal
import sys

from okrflow.launcher.linux import die_with_parent


def watch_every_fork() -> None:
    parent = os.getpid()

    def before() -> None:
        nonlocal parent
        parent = os.getpid()

    os.register_at_fork(before=before, after_in_child=lambda: die_with_parent(signal.SIGKILL, parent))


if __name__ == "__main__":
    watch_every_fork()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
