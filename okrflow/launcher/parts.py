"""okrflow's own processes: the web server, the Celery worker and Celery's beat."""

import sys
from collections.abc import Mapping

from okrflow.launcher.data_folder import DataFolder
from okrflow.launcher.environment import ROOT
from okrflow.launcher.processes import Program

WSGI_APPLICATION = "okrflow.wsgi:application"
CELERY_APPLICATION = "okrflow.celery"
WEB_THREADS = 8
WORKER_PROCESSES = 2


def web(data: DataFolder, environment: Mapping[str, str], host: str, port: int) -> Program:
    processes = environment.get("OKRFLOW_WEB_PROCESSES", "1")
    arguments = ["granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    arguments += ["--workers", processes, "--blocking-threads", str(WEB_THREADS), "--respawn-failed-workers"]
    arguments += ["--workers-kill-timeout", "5", WSGI_APPLICATION]
    return _program("web", data, environment, arguments)


def worker(data: DataFolder, environment: Mapping[str, str], *, only_one: bool) -> Program:
    """`only_one`: no other worker uses this broker, so what an earlier one left can be restored at once."""
    arguments = ["celery", "-A", CELERY_APPLICATION, "worker", "--pool", "prefork", "--loglevel", "INFO"]
    arguments += ["--concurrency", str(WORKER_PROCESSES), "--without-gossip", "--without-mingle"]
    if only_one:
        arguments += ["--include", "okrflow.launcher.restore"]
    return _program("worker", data, environment, arguments)


def beat(data: DataFolder, environment: Mapping[str, str]) -> Program:
    schedule = str(data.path / "beat-schedule")
    arguments = [
        "celery",
        "-A",
        CELERY_APPLICATION,
        "beat",
        "--loglevel",
        "INFO",
        "--pidfile=",
        "-s",
        schedule,
    ]
    return _program("beat", data, environment, arguments)


def _program(name: str, data: DataFolder, environment: Mapping[str, str], arguments: list[str]) -> Program:
    return Program(
        name=name,
        arguments=[sys.executable, "-m", "okrflow.launcher.child", *arguments],
        environment=environment,
        directory=ROOT,
        log=data.log / f"{name}.log",
    )
