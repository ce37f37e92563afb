"""Sheets out of text, read under their guessed plan."""

import io
from dataclasses import replace
from typing import Any

from okrflow.okr_imports.reading.gathering import FileRead, read_sheet
from okrflow.okr_imports.reading.guesses import guess_plan, with_conventions
from okrflow.okr_imports.reading.plans import Plan
from okrflow.okr_imports.reading.sheets import Sheet, look_into


def looked_into(content: bytes | str, **form: str) -> Sheet:
    return look_into(io.BytesIO(content.encode() if isinstance(content, str) else content), **form)


def guessed(content: bytes | str, **changes: Any) -> tuple[Sheet, Plan]:
    sheet = looked_into(content)
    return sheet, with_conventions(replace(guess_plan(sheet), **changes), sheet)


def read(content: bytes | str, **changes: Any) -> FileRead:
    sheet, plan = guessed(content, **changes)
    return read_sheet(sheet, plan, "Europe/Berlin")
