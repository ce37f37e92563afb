"""What the environment says, and what of it the children see."""

import errno
import socket
from pathlib import Path

import pytest

from okrflow.launcher import ready, valkey
from okrflow.launcher.configuration import from_environment
from okrflow.launcher.environment import ROOT
from okrflow.launcher.trouble import Trouble, from_os_error


def test_defaults() -> None:
    configuration = from_environment({})

    assert (configuration.host, configuration.port) == ("127.0.0.1", 8000)
    assert configuration.data.path == ROOT / "var"
    assert configuration.environment["OKRFLOW_URL"] == "http://localhost:8000"
    assert configuration.environment["OKRFLOW_DEMO"] == "1"


def test_answers_of_the_caller(tmp_path: Path) -> None:
    caller = {"PORT": "9000", "OKRFLOW_DATA": str(tmp_path), "OKRFLOW_DEMO": "0"}

    configuration = from_environment(caller)

    assert configuration.port == 9000
    assert configuration.data.path == tmp_path
    assert configuration.url == "http://localhost:9000"
    assert configuration.environment["OKRFLOW_DEMO"] == "0"


def test_the_public_address_need_not_be_the_ports() -> None:
    configuration = from_environment({"OKRFLOW_URL": "https://okr.example"})

    assert configuration.public_host == "okr.example"


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_refuses_what_is_no_port(port: str) -> None:
    with pytest.raises(Trouble, match="is no port"):
        from_environment({"PORT": port})


def test_children_see_only_what_is_meant_for_them() -> None:
    caller = {
        "PGHOST": "elsewhere",
        "PYTHONPATH": "/x",
        "GRANIAN_PORT": "1",
        "EMAIL_URL": "smtp://x",
        "OKRFLOW_X": "1",
    }

    environment = from_environment(caller).environment

    assert environment.keys().isdisjoint({"PGHOST", "GRANIAN_PORT"})
    assert environment["PYTHONPATH"] == str(ROOT)
    assert environment["EMAIL_URL"] == "smtp://x"
    assert environment["OKRFLOW_X"] == "1"
    assert environment["TZ"] == "UTC"


def test_a_taken_port_is_named_with_another_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        with pytest.raises(Trouble, match=f"port {port} is taken.*PORT="):
            ready.refuse_taken_port("127.0.0.1", port)


def test_a_port_just_left_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    ready.refuse_taken_port("127.0.0.1", port)


def test_nobody_answers_yet() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    assert ready.answer("127.0.0.1", port, "localhost")[0] == 0


def test_valkey_needs_a_newer_glibc() -> None:
    with pytest.raises(Trouble, match=r"glibc 2\.17 is too old.*BROKER_URL"):
        valkey.refuse_old_glibc(("glibc", "2.17"))

    valkey.refuse_old_glibc(("glibc", "2.28"))


def test_a_full_disk_is_called_so() -> None:
    trouble = from_os_error(OSError(errno.ENOSPC, "No space left on device", "/data/x"), Path("/data"))

    assert str(trouble).startswith("the disk is full at /data/x")
