"""The steps of the set-up that need Django, in one process, since Django takes a second to come up.

`python -m okrflow.launcher.prepare tables static demo` (any of them). Each step prints its line.
"""

import sys
from collections.abc import Callable

import django
from django.core.management import call_command

from okrflow.launcher.console import step


def make_tables() -> None:
    with step("Tables"):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)


def collect_static_files() -> None:
    with step("Static files"):
        call_command("collectstatic", interactive=False, verbosity=0)


def load_demo() -> None:
    with step("Demo organisation", own_lines=True):
        call_command("load_demo")


STEPS: dict[str, Callable[[], None]] = {
    "static": collect_static_files,
    "tables": make_tables,
    "demo": load_demo,
}


def main(names: list[str]) -> None:
    django.setup()
    for name, run in STEPS.items():
        if name in names:
            run()


if __name__ == "__main__":
    main(sys.argv[1:])
