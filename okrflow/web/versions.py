"""Two people who write one thing at the same time: the second is told, and nothing is lost."""

from typing import Any, TypeVar

from django.db.models import F, Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from okrflow.web.refusals import Refused

Row = TypeVar("Row", bound=Model)


class EditConflict(Refused):
    """Somebody saved in between; `stored` is the row as it is now."""

    def __init__(self, stored: Any) -> None:
        super().__init__(
            "Somebody else saved this while you were writing. Below is what you wrote; saving again puts it in the place"
            " of theirs."
        )
        self.stored = stored


def claimed(row: Row, rows: "QuerySet[Row]", *, version: int | None) -> Row:
    """The row as this writer read it, locked, its `version` raised in one conditional UPDATE; None takes any.

    `rows` are those of its organisation, with what is to be read of it. Raises EditConflict, Http404.
    """
    found = rows.filter(pk=row.pk)
    expected = found if version is None else found.filter(version=version)
    taken = expected.update(version=F("version") + 1)
    stored = get_object_or_404(found)
    if not taken:
        raise EditConflict(stored)
    return stored


def version_sent(request: HttpRequest) -> int:
    """The version that a form was read at; 0, which none has, where it says none."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0
