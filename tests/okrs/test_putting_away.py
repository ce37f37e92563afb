"""Archiving, retiring, deleting, and taking that back."""

import pytest
from django.core.exceptions import PermissionDenied

from okrflow.okrs.models import KeyResult, Objective
from okrflow.okrs.progress import standing
from okrflow.okrs.services import (
    NotPossible,
    archive_objective,
    delete_draft,
    publish_objective,
    reinstate_key_result,
    restore_objective,
    retire_key_result,
    undelete_draft,
)
from tests.metrics.northwind import Northwind, metric
from tests.okrs.given import NOW, cycle, drafted, published, raising, rights


def test_a_draft_is_archived_and_comes_back(nw: Northwind) -> None:
    ben = rights(nw, "ben")
    draft = drafted(nw, cycle(nw), raising(metric(nw.organisation)))

    archived = archive_objective(rights=ben, objective=draft, now=NOW)

    assert archived.archived_at == NOW
    assert draft not in Objective.objects.not_archived()
    with pytest.raises(NotPossible, match="archived"):
        publish_objective(rights=ben, objective=draft, version=draft.version)
    assert restore_objective(rights=ben, objective=draft).archived_at is None


def test_what_runs_is_closed_not_archived(nw: Northwind) -> None:
    objective = published(nw, cycle(nw), raising(metric(nw.organisation)))

    with pytest.raises(NotPossible, match="Close it first"):
        archive_objective(rights=rights(nw, "ben"), objective=objective)


def test_a_retired_key_result_counts_no_more_and_stays(nw: Northwind) -> None:
    nps, ben = metric(nw.organisation), rights(nw, "ben")
    objective = published(nw, cycle(nw), raising(nps, title="Kept"), raising(nps, title="Given up"))
    row = objective.key_results.get(title="Given up")

    retire_key_result(rights=ben, key_result=row, why="Nobody can measure it.", now=NOW)

    objective = Objective.objects.with_names().get(pk=objective.pk)
    (shown,) = standing([objective], now=NOW)
    assert [each.title for each in shown.key_results] == ["Kept", "Given up"]
    assert (shown.counting, shown.key_results[1].words) == (1, "retired, counts no more")
    row.refresh_from_db()
    assert (row.retired_why, row.retired_by) == ("Nobody can measure it.", nw.ben)
    assert reinstate_key_result(rights=ben, key_result=row).retired_at is None


def test_the_last_key_result_is_not_retired_and_a_reason_is_asked(nw: Northwind) -> None:
    ben = rights(nw, "ben")
    objective = published(nw, cycle(nw), raising(metric(nw.organisation)))
    row = objective.key_results.get()

    with pytest.raises(NotPossible, match="last key result"):
        retire_key_result(rights=ben, key_result=row, why="Enough.")
    with pytest.raises(NotPossible, match="Say why"):
        retire_key_result(rights=ben, key_result=row, why="  ")
    with pytest.raises(PermissionDenied):
        retire_key_result(rights=rights(nw, "adam"), key_result=row, why="Enough.")


def test_a_deleted_draft_comes_back_as_it_was(nw: Northwind) -> None:
    nps, ben = metric(nw.organisation), rights(nw, "ben")
    draft = drafted(nw, cycle(nw), raising(nps, title="Faster"), raising(nps, title="As good"))
    faster, good = draft.key_results.in_order()
    good.guard_for = faster
    good.save()
    uuid, key = draft.uuid, draft.key
    delete_draft(rights=ben, objective=draft)
    assert not KeyResult.objects.exists()

    back = undelete_draft(rights=ben, uuid=uuid)

    assert (back.uuid, back.key, back.title) == (uuid, key, "Customers love it")
    rows = list(back.key_results.in_order())
    assert [(row.uuid, row.key) for row in rows] == [(faster.uuid, faster.key), (good.uuid, good.key)]
    assert rows[1].guard_for == rows[0]
    with pytest.raises(NotPossible, match="nothing"):
        undelete_draft(rights=ben, uuid=uuid)


def test_others_bring_nothing_back(nw: Northwind) -> None:
    draft = drafted(nw, cycle(nw))
    uuid = draft.uuid
    delete_draft(rights=rights(nw, "ben"), objective=draft)

    with pytest.raises(PermissionDenied):
        undelete_draft(rights=rights(nw, "lin"), uuid=uuid)
    assert not Objective.objects.exists()
