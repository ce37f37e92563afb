"""What items are parts of: a parent is named by its id in the same tool, and nothing is a part of itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection

from okrflow.organisations.models import Organisation
from okrflow.web.locks import Turn, take_turn
from okrflow.work_items.models import WorkItem

Name = tuple[str, str]
"""What names an item: its source and its id there."""
Links = Mapping[int, int | None]
"""The id of an item and that of its parent."""


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """What becomes of wanted parents: `links` to set (None: no parent), items whose parent is `unknown`, and items
    that would be `looped`, parts of themselves, and so keep the parent that they have."""

    links: Links
    unknown: frozenset[int]
    looped: frozenset[int]


def resolve(*, organisation: Organisation, wanted: Mapping[int, Name | None]) -> Resolved:
    """Find the parents of items (by id, in the order given). Three queries.

    Until the end of the transaction nobody else gives parents in the organisation: of two calls that at the same moment
    each write one half of a loop the second sees the first's half.
    """
    take_turn(Turn.PARENTS, organisation.pk)
    ids = _ids(organisation, {name for name in wanted.values() if name is not None})
    links = {
        item: None if name is None else ids[name]
        for item, name in wanted.items()
        if name is None or name in ids
    }
    looped = closing_loops(links, _stored_links([*links, *ids.values()]))
    return Resolved(
        links={item: parent for item, parent in links.items() if item not in looped},
        unknown=frozenset(wanted.keys() - links.keys()),
        looped=frozenset(looped),
    )


def closing_loops(wanted: Links, stored: Links) -> set[int]:
    """The items that can't have their wanted parent beside the stored ones: of each loop the one given last."""
    order = {item: place for place, item in enumerate(wanted)}
    refused: set[int] = set()
    while True:
        taken = {item: parent for item, parent in wanted.items() if item not in refused}
        loops = _loops({**stored, **taken})
        found = {max(changed, key=order.__getitem__) for loop in loops if (changed := taken.keys() & loop)}
        if not found:
            return refused
        refused |= found


def _loops(links: Links) -> Iterator[list[int]]:
    """The loops of a graph in which each item has one parent at most; every item is visited once."""
    met_from: dict[int, int] = {}
    for start in links:
        walk: list[int] = []
        item: int | None = start
        while item is not None and item not in met_from:
            met_from[item] = start
            walk.append(item)
            item = links.get(item)
        if item is not None and met_from[item] == start:
            yield walk[walk.index(item) :]


def _ids(organisation: Organisation, names: Iterable[Name]) -> dict[Name, int]:
    rows = WorkItem.objects.for_organisation(organisation).named(names)
    return {
        (source, external_id): pk
        for source, external_id, pk in rows.values_list("source", "external_id", "pk")
    }


def _stored_links(items: Iterable[int]) -> dict[int, int | None]:
    """The links from the items upwards, as far as they go."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE above (id, parent_id) AS ("
            " SELECT id, parent_id FROM work_items_workitem WHERE id = ANY(%s::bigint[])"
            " UNION SELECT item.id, item.parent_id FROM work_items_workitem item JOIN above ON item.id = above.parent_id"
            ") SELECT id, parent_id FROM above",
            [list(items)],
        )
        return dict(cursor.fetchall())
