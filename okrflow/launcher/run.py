"""`make run`: set up what is missing, start every part, watch over them, stop them in order."""

import os
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import replace

from okrflow.launcher import parts, ready, stamps
from okrflow.launcher.configuration import Configuration, from_environment
from okrflow.launcher.console import say, step
from okrflow.launcher.embedded import Embedded, describe
from okrflow.launcher.environment import ROOT
from okrflow.launcher.linux import die_with_parent
from okrflow.launcher.processes import Child, Program
from okrflow.launcher.signals import Signals
from okrflow.launcher.supervisor import Supervisor
from okrflow.launcher.trouble import Stopped, Trouble

LONGEST_START = 60.0


def run(caller: Mapping[str, str]) -> int:
    """Start okrflow and stay until asked to stop; the exit status."""
    began = time.monotonic()
    if caller.get("MAKELEVEL"):
        # A killed make would leave us behind without anybody to press Ctrl-C
        die_with_parent(signal.SIGTERM, os.getppid())
    signals = Signals()
    configuration = from_environment(caller)
    configuration.data.make()
    with configuration.data.locked(configuration.url):
        ready.refuse_taken_port(configuration.host, configuration.port)
        configuration = _with_secrets(configuration)
        supervisor = Supervisor(signals)
        try:
            start(configuration, supervisor, signals)
            _welcome(configuration, time.monotonic() - began)
            supervisor.watch()
        except Stopped:
            pass
        finally:
            _stop(supervisor)
    return 0


def start(configuration: Configuration, supervisor: Supervisor, signals: Signals) -> None:
    """Everything from the first process to the first answer."""
    embedded = describe(configuration.data, configuration.environment)
    configuration = replace(configuration, environment={**configuration.environment, **embedded.urls})
    start_embedded(embedded, signals, supervisor)
    prepare(configuration, embedded, signals)
    data, environment = configuration.data, configuration.environment
    with step("Web server and worker"):
        supervisor.start(parts.web(data, environment, configuration.host, configuration.port))
        supervisor.start(parts.worker(data, environment, only_one=embedded.valkey is not None))
        _wait_until_ready(configuration, supervisor, signals)
    # Not needed for the first page, and its second of imports would be missing to those two
    supervisor.start(parts.beat(data, environment))


def start_embedded(embedded: Embedded, signals: Signals, supervisor: Supervisor | None = None) -> None:
    if embedded.postgres:
        if not embedded.postgres.data.exists():
            with step("New PostgreSQL cluster"):
                embedded.postgres.create_if_missing()
        else:
            embedded.postgres.create_if_missing()
    names = [*(["PostgreSQL"] if embedded.postgres else []), *(["Valkey"] if embedded.valkey else [])]
    if not names:
        return
    aside = (
        f" ({embedded.postgres.identity.description})"
        if embedded.postgres and embedded.postgres.is_root
        else ""
    )
    try:
        with step(" and ".join(names) + aside):
            embedded.start(signals.pause)
    finally:
        if supervisor:
            for child in reversed(embedded.children):
                supervisor.adopt(child)


def prepare(configuration: Configuration, embedded: Embedded, signals: Signals, *, demo: bool = True) -> None:
    """Bring tables, static files and demo up to date, where the stamps say that something changed."""
    data, environment = configuration.data, configuration.environment
    stored = stamps.read(data)
    wanted = stamps.wanted(embedded.postgres, environment["DATABASE_URL"])
    needed = {name for name, stamp in wanted.items() if not stamp or stored.get(name) != stamp}
    if not data.static.exists():
        needed.add("static")
    if not (demo and configuration.demo):
        needed.discard("demo")
    if not needed:
        return
    _run_steps(sorted(needed), configuration, signals)
    done = stamps.wanted(embedded.postgres, environment["DATABASE_URL"])
    stamps.write(data, stored | {name: done[name] for name in needed})


def _run_steps(names: list[str], configuration: Configuration, signals: Signals) -> None:
    child = Child(
        Program(
            name="the set-up",
            arguments=[sys.executable, "-m", "okrflow.launcher.prepare", *names],
            environment=configuration.environment,
            directory=ROOT,
            log=configuration.data.log / "prepare.log",
            shows_output=True,
        )
    )
    try:
        while child.is_running():
            signals.pause(0.5)
    finally:
        child.stop()
    if not child.succeeded():
        raise child.failure()


def _wait_until_ready(configuration: Configuration, supervisor: Supervisor, signals: Signals) -> None:
    deadline = time.monotonic() + LONGEST_START
    while True:
        supervisor.refuse_deaths()
        status, said = ready.answer(configuration.host, configuration.port, configuration.public_host)
        if status == 200:
            return
        if time.monotonic() > deadline:
            raise Trouble(
                f"okrflow is not ready after {LONGEST_START:.0f} s: /readyz says {status or 'nothing'}"
                f" ({said.strip()[:200]}): see {configuration.data.log}"
            )
        signals.pause(0.1)


def _with_secrets(configuration: Configuration) -> Configuration:
    """The data folder's own secrets, unless the environment names others."""
    return replace(configuration, environment={**configuration.data.secrets(), **configuration.environment})


def _welcome(configuration: Configuration, seconds: float) -> None:
    say(f"\nokrflow is ready at {configuration.url}  ({seconds:.1f} s)")
    if configuration.demo:
        say("  Sign in: open the address and choose a person on the sign-in page.")
    else:
        mails = (
            ""
            if configuration.environment.get("EMAIL_URL")
            else f" (the mailed code is in {_short('web', configuration)})"
        )
        say(f"  Sign in: open the address and sign up{mails}.")
        say('  An operator, for the admin pages: make manage ARGS="createsuperuser"')
    say(f"  Logs: {_short('*', configuration)}   Stop: Ctrl-C\n")


def _short(log: str, configuration: Configuration) -> str:
    path = configuration.data.log / f"{log}.log"
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _stop(supervisor: Supervisor) -> None:
    with step("\nStopping", result="done"):
        supervisor.stop()
