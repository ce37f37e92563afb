"""Which objective comes first, and which one a key result belongs to."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from okrflow.okrs.models import Objective
from okrflow.okrs.services import NotPossible, NotReady, check_in, move_key_result, rank_objective
from tests.metrics.northwind import Northwind, metric, northwind
from tests.okrs.given import NOW, cycle, drafted, published, raising, rights
from tests.races import at_once


def ranked(nw: Northwind) -> list[str]:
    return [each.title for each in Objective.objects.filter(value_stream=nw.policy).by_rank()]


def test_an_objective_goes_before_another_or_last(nw: Northwind) -> None:
    of, ben = cycle(nw), rights(nw, "ben")
    a, b, c = (drafted(nw, of, title=title) for title in "ABC")

    rank_objective(rights=ben, objective=c, before=a)
    assert ranked(nw) == ["C", "A", "B"]
    rank_objective(rights=ben, objective=c, before=None)
    assert ranked(nw) == ["A", "B", "C"]
    b.refresh_from_db()
    assert (b.rank, b.version) == (2, 1), "a rank is nobody's text"


def test_ranks_are_among_those_of_one_owner_and_cycle(nw: Northwind) -> None:
    of, other = cycle(nw), cycle(nw, "Q4", date(2026, 10, 1), date(2027, 1, 1))
    a, elsewhere = drafted(nw, of, title="A"), drafted(nw, other, title="Later")

    with pytest.raises(NotPossible, match="not in this cycle"):
        rank_objective(rights=rights(nw, "ben"), objective=a, before=elsewhere)
    with pytest.raises(PermissionDenied):
        rank_objective(rights=rights(nw, "lin"), objective=a, before=None)


@pytest.mark.django_db(transaction=True)
def test_two_who_rank_at_once_take_turns() -> None:
    nw = northwind()
    of, ben, mia = cycle(nw), rights(nw, "ben"), rights(nw, "mia")
    a, b, c = (drafted(nw, of, title=title) for title in "ABC")

    results = at_once(
        lambda: rank_objective(rights=ben, objective=c, before=a),
        lambda: rank_objective(rights=mia, objective=b, before=a),
    )

    assert results == [None, None]
    ranks = sorted(Objective.objects.values_list("rank", flat=True))
    assert ranks == [1, 2, 3]


def test_a_key_result_moves_with_its_check_ins(nw: Northwind) -> None:
    of, nps, ben = cycle(nw), metric(nw.organisation), rights(nw, "ben")
    source = published(nw, of, raising(nps, title="Goes"), raising(nps, title="Stays"), title="Source")
    target = published(nw, of, raising(nps), title="Target")
    goes = source.key_results.get(title="Goes")
    said = check_in(rights=ben, key_result=goes, confidence=7, now=NOW)

    move_key_result(rights=ben, key_result=goes, to=target)

    goes.refresh_from_db()
    assert (goes.objective, goes.order, said.key_result_id) == (target, 1, goes.pk)
    assert [Objective.objects.get(pk=each.pk).version for each in (source, target)] == [
        source.version + 1,
        target.version + 1,
    ]


def test_a_published_objective_keeps_a_key_result(nw: Northwind) -> None:
    of, nps = cycle(nw), metric(nw.organisation)
    source, target = published(nw, of, raising(nps)), published(nw, of, raising(nps))

    with pytest.raises(NotReady, match="at least one"):
        move_key_result(rights=rights(nw, "ben"), key_result=source.key_results.get(), to=target)
    assert source.key_results.count() == 1


def test_where_key_results_do_not_move(nw: Northwind) -> None:
    of, nps, ben = cycle(nw), metric(nw.organisation), rights(nw, "ben")
    source = published(nw, of, raising(nps), raising(nps))
    row = source.key_results.in_order().first()
    assert row is not None
    draft, theirs = drafted(nw, of, title="Draft"), drafted(nw, of, by="ada")

    with pytest.raises(NotPossible, match="draft"):
        move_key_result(rights=ben, key_result=row, to=draft)
    with pytest.raises(NotPossible, match="already"):
        move_key_result(rights=ben, key_result=row, to=source)
    with pytest.raises(PermissionDenied):
        move_key_result(rights=ben, key_result=row, to=theirs)
