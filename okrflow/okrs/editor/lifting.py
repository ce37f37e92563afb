"""Numbers in an objective's title, moved to a key result: objectives say what, key results say how much."""

import re
from collections.abc import Sequence
from typing import Final

from okrflow.okrs.editor.typed import MOST_ROWS, Typed, is_empty, new_row

MOST_LETTERS: Final = 200
# what leads in to a number, and says nothing without it
_LEAD_IN: Final = re.compile(
    r"(?:\b(?:by|to|of|from|with|within|in|for|at|over|under|below|above|at least|at most|up to|more than|less than))?"
    r"[\s,;:–-]*$",
    re.IGNORECASE,
)
_BEFORE_A_SIGN: Final = re.compile(r" (?=[,;:.!?])")


def lifted(objective: Typed, rows: Sequence[Typed], parts: Sequence[str]) -> tuple[Typed, list[Typed]]:
    """The form without these parts of the objective's title, and with a key result that is called what it was called.

    It stays as it is where nothing of them is there any more, nothing else would be left, or no row is free.
    """
    title = objective.get("title", "").strip()
    left = _without(title, parts) if len(title) <= MOST_LETTERS else title
    written = [row for row in rows if not is_empty(row)]
    if left in ("", title) or len(written) >= MOST_ROWS:
        return objective, list(rows)
    return objective | {"title": left}, [*written, new_row(title=title)]


def _without(title: str, parts: Sequence[str]) -> str:
    for part in filter(None, parts):
        head, found, tail = title.partition(part)
        if found:
            title = _BEFORE_A_SIGN.sub("", " ".join(f"{_LEAD_IN.sub('', head.rstrip())} {tail}".split()))
    return title
