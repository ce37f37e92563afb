"""`make manage ARGS="…"`: Django's commands on the embedded parts, which are started where they do not run."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace

from okrflow.launcher.configuration import Configuration, from_environment
from okrflow.launcher.console import complain
from okrflow.launcher.embedded import describe
from okrflow.launcher.environment import ROOT
from okrflow.launcher.run import prepare, start_embedded
from okrflow.launcher.signals import Signals


def manage(caller: Mapping[str, str], arguments: Sequence[str]) -> int:
    """Run one command; its exit status. The parts and tables are there also when no okrflow runs."""
    configuration = from_environment(caller)
    configuration.data.make()
    embedded = describe(configuration.data, configuration.environment)
    environment = {**configuration.data.secrets(), **configuration.environment, **embedded.urls}
    configuration = replace(configuration, environment=environment)
    with ExitStack() as stack:
        if configuration.data.holder() is None:
            stack.enter_context(configuration.data.locked("a management command"))
            complain("no okrflow runs here: its database is started for this command")
            stack.callback(embedded.stop)
            signals = Signals()
            start_embedded(embedded, signals)
            prepare(configuration, embedded, signals, demo=False)
        return _run(configuration, arguments)


def _run(configuration: Configuration, arguments: Sequence[str]) -> int:
    """In the foreground, so that it can ask questions; Ctrl-C is its own to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    environment = {**configuration.environment, "OKRFLOW_LOG": os.environ.get("OKRFLOW_LOG", "text")}
    status = subprocess.call(command, env=environment, preexec_fn=_take_interrupts)
    return status if status >= 0 else 128 - status


def _take_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
