"""The set-up of the virtual environment."""

import ast
import importlib.util
import sys
from pathlib import Path

import pytest

from okrflow.launcher import bootstrap


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A checkout with two locks, and the list of what the set-up did to it."""
    (tmp_path / "requirements.lock").write_text("django==5.2\n")
    (tmp_path / "requirements-dev.lock").write_text("django==5.2\npytest==9\n")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / ".venv" / "okrflow-installed")
    monkeypatch.setattr(bootstrap, "works", lambda: True)
    done: list[str] = []

    def run(what: str, command: list[str]) -> None:
        done.append(what.split()[0])
        (tmp_path / ".venv/lib/python3.11/site-packages/pip").mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(bootstrap, "run", run)
    return done


def set_up(name: str = "requirements.lock") -> None:
    bootstrap.set_up(bootstrap.ROOT / name)


def test_parses_under_old_pythons() -> None:
    source = Path(bootstrap.__file__).read_text()

    ast.parse(source, feature_version=(3, 6))


def test_says_that_python_is_too_old(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))

    status = bootstrap.main(["okrflow.launcher", "run"])

    lines = capsys.readouterr().err.splitlines()
    assert status == 1
    assert len(lines) == 1
    assert "Python 3.9" in lines[0]
    assert "install Python 3.11" in lines[0]


@pytest.mark.parametrize("version", [(3, 11), (3, 14)])
def test_accepts_new_pythons(version: tuple[int, int]) -> None:
    assert bootstrap.too_old(version, "python3") is None


def test_names_the_package_when_venv_is_missing(
    checkout: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    status = bootstrap.main(["okrflow.launcher", "run"])

    assert status == 1
    assert "python3-venv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("library", "refused"),
    [(("glibc", "2.27"), True), (("glibc", "2.28"), False), (("glibc", "2.41"), False), (("", ""), False)],
)
def test_refuses_old_glibc(library: tuple[str, str], refused: bool) -> None:
    assert (bootstrap.old_glibc(library) is not None) == refused


def test_installs_once(checkout: list[str]) -> None:
    set_up()
    set_up()

    assert checkout == ["Virtual", "Packages"]


def test_adds_the_packages_of_the_tests(checkout: list[str]) -> None:
    set_up()
    set_up("requirements-dev.lock")
    set_up()

    assert checkout == ["Virtual", "Packages", "Packages"]


def test_makes_it_anew_when_the_lock_changes(checkout: list[str]) -> None:
    set_up()
    (bootstrap.ROOT / "requirements.lock").write_text("django==5.3\n")

    set_up()

    assert checkout == ["Virtual", "Packages"] * 2


def test_makes_it_anew_after_an_interrupted_installation(
    checkout: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(lock: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "install", break_off)
        with pytest.raises(KeyboardInterrupt):
            set_up()

    set_up()

    assert checkout == ["Virtual", "Virtual", "Packages"]
