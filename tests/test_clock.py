"""Tests read the clock when they run, not when they are imported."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent
CLOCKS = {"now", "today", "localdate", "localtime", "utcnow"}


def nodes(value: object) -> list[ast.AST]:
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, ast.AST)]


def read_on_import(node: ast.AST) -> Iterator[int]:
    """Lines that ask the clock outside of any function."""
    function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    parts = [value for name, value in ast.iter_fields(node) if not (function and name == "body")]
    for child in (each for part in parts for each in nodes(part)):
        called = child.func if isinstance(child, ast.Call) else None
        name = getattr(called, "attr", getattr(called, "id", None))
        if name in CLOCKS:
            yield child.lineno  # type: ignore[attr-defined]
        yield from read_on_import(child)


def test_a_run_may_go_on_past_midnight() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted(ROOT.rglob("*.py"))
        for line in read_on_import(ast.parse(path.read_text()))
    ]
    assert found == []
