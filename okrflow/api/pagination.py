"""Pages of lists: by a unique order, with signed cursors that nobody else's list takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from django.core import signing
from django.db.models import F, Model, Q, QuerySet
from rest_framework.pagination import CursorPagination as FrameworkPagination

from okrflow.api.problems import bad_parameter

SALT: Final = "okrflow.api.cursor"
Row = TypeVar("Row", bound=Model)


class CursorPagination(FrameworkPagination):
    """Only names the kind of pagination to rest_framework; `page` does it."""

    page_size = 50


@dataclass(frozen=True, kw_only=True)
class Order:
    """A column that a list is ordered by; the last one of an order is unique. None may be nullable."""

    column: str
    descending: bool = False

    def value(self, row: Model) -> str:
        found: Any = row
        for part in self.column.split("__"):
            found = getattr(found, part)
        return found.isoformat() if isinstance(found, datetime) else str(found)


BY_ID: Final = (Order(column="uuid"),)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A row's place in the order, and the direction to go from there."""

    values: tuple[str, ...]
    backwards: bool


def page(
    rows: "QuerySet[Row]",
    shown: Callable[[Sequence[Row]], list[Any]],
    *,
    about: str,
    cursor: str | None,
    limit: int,
    order: Sequence[Order] = BY_ID,
) -> dict[str, Any]:
    """One page of a queryset; one query. `about` says which list the cursor belongs to (whose, and filtered how)."""
    place = _place(cursor, about, order) if cursor else None
    backwards = place is not None and place.backwards
    if place is not None:
        rows = rows.filter(_beyond(order, place))
    found = list(rows.order_by(*(_expression(each, backwards) for each in order))[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    if backwards:
        found.reverse()
    before = more if backwards else place is not None
    after = more if not backwards else True
    return {
        "results": shown(found),
        "next": _cursor(found[-1:], about, order, backwards=False) if after else None,
        "previous": _cursor(found[:1], about, order, backwards=True) if before else None,
    }


def _expression(order: Order, backwards: bool) -> Any:
    column = F(order.column)
    return column.desc() if order.descending != backwards else column.asc()


def _beyond(order: Sequence[Order], place: Place) -> Q:
    """The rows behind the place: (a, b) > (x, y) as a > x or (a = x and b > y)."""
    beyond, same = Q(), Q()
    for each, value in zip(order, place.values, strict=True):
        way = "lt" if each.descending != place.backwards else "gt"
        beyond |= same & Q(**{f"{each.column}__{way}": value})
        same &= Q(**{each.column: value})
    return beyond


def _cursor(edge: Sequence[Model], about: str, order: Sequence[Order], *, backwards: bool) -> str | None:
    if not edge:
        return None
    values = [each.value(edge[0]) for each in order]
    return signing.dumps([int(backwards), *values], salt=f"{SALT}:{about}", compress=True)


def _place(cursor: str, about: str, order: Sequence[Order]) -> Place:
    """The place that a cursor names. Raises Problem (400) for one that this list did not give."""
    try:
        backwards, *values = signing.loads(cursor, salt=f"{SALT}:{about}")
        if len(values) != len(order):
            raise ValueError(cursor)
    except (signing.BadSignature, ValueError, TypeError):
        raise bad_parameter("cursor", "bad_cursor", "Take it from an answer of the same list.") from None
    return Place(values=tuple(map(str, values)), backwards=bool(backwards))
