"""Text that can be stored (PostgreSQL takes neither NUL nor lone surrogates), quoted, and handed to spreadsheets."""

import re
from typing import Final

REJECTED_HEADER: Final = ("Row", "Reason")
"""The first columns of the file of rejected rows."""
# A cell that begins so may be taken for a formula by a spreadsheet; the last four are the full-width forms
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with every character that cannot be stored replaced by U+FFFD."""
    return _UNSTORABLE.sub("�", text)


def is_storable(text: str) -> bool:
    return _UNSTORABLE.search(text) is None


def shortened(text: str, length: int = 60) -> str:
    """A cell as it is quoted in a sentence."""
    flat = " ".join(storable(text).split())
    return flat if len(flat) <= length else f"{flat[: length - 1]}…"


def escaped(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before what looks like one."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(FORMULA_STARTS) else cell


def unescaped(cell: str) -> str:
    """A cell of the file of rejected rows, when it comes back corrected."""
    return cell[1:] if cell.startswith("'") and escaped(cell[1:]) == cell else cell
