"""Impediments: raised by a stream, answered from above or by those it waits for."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from okrflow.impediments import services
from okrflow.impediments.effects import effect
from okrflow.impediments.given import ImpedimentGiven, NotAnImpediment, given_of
from okrflow.impediments.models import Impediment
from okrflow.impediments.reading import reviewed
from okrflow.impediments.services import IsClosed
from okrflow.okrs.models import Cycle, Objective
from okrflow.okrs.timeline import told_above
from okrflow.value_streams.models import Status
from okrflow.web.versions import EditConflict
from okrflow.web.waiting import WaitingKind, waiting_for
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.metrics.northwind import Northwind, metric
from tests.okrs.given import NOW, drafted, published, raising, rights


def raised(nw: Northwind, given: ImpedimentGiven, *, by: str = "ben") -> Impediment:
    return services.raise_impediment(rights=rights(nw, by), value_stream=nw.policy, given=given, now=NOW)


def waits_for(nw: Northwind, name: str) -> list[str]:
    found = waiting_for(nw.access(name), now=NOW)
    return [each.title for each in found if each.kind == WaitingKind.IMPEDIMENT]


def together(nw: Northwind, q3: Cycle) -> Objective:
    return published(nw, q3, raising(metric(nw.organisation, "Share")), by="ada", title="Together")


def test_the_streams_members_raise_them(nw: Northwind, impediment: Impediment) -> None:
    assert (impediment.state, impediment.raised_by) == ("open", nw.ben)
    for other in ("vic", "ada", "lin"):
        with pytest.raises(PermissionDenied):
            raised(nw, given_of(impediment), by=other)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"stage": None, "stage_stream": None}, "stage"),
        ({"raised_on": date(2026, 7, 21)}, "raised_on"),
        ({"raised_on": date(2001, 1, 1)}, "raised_on"),
    ],
)
def test_what_is_said_must_be_possible(
    nw: Northwind, impediment: Impediment, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(NotAnImpediment) as refused:
        raised(nw, replace(given_of(impediment), **changes))  # type: ignore[arg-type]

    assert refused.value.field == field


def test_the_stage_is_ones_own_or_of_a_stream_that_one_waits_for(
    nw: Northwind, impediment: Impediment, waiting: Status
) -> None:
    theirs = replace(given_of(impediment), stage_stream=nw.platform)
    with pytest.raises(NotAnImpediment, match="waits for"):
        raised(nw, theirs)

    nw.policy.stages.filter(status=waiting).update(owner_stream=nw.platform)

    assert raised(nw, theirs).stage_stream == nw.platform


def test_it_limits_a_key_result_of_the_stream_or_of_the_organisation(nw: Northwind, q3: Cycle) -> None:
    own = published(nw, q3, raising(metric(nw.organisation))).key_results.get()
    above = drafted(nw, q3, raising(metric(nw.organisation, "Share")), by="ada").key_results.get()
    given = ImpedimentGiven(title="Late", raised_on=date(2026, 7, 1), limits=own)

    assert raised(nw, given).limits == own
    with pytest.raises(NotAnImpediment, match="key result"):
        raised(nw, replace(given, limits=above))


def test_administrators_and_the_stream_that_is_waited_for_answer(
    nw: Northwind, impediment: Impediment, waiting: Status
) -> None:
    with pytest.raises(PermissionDenied):
        services.answer(rights=rights(nw, "lin"), impediment=impediment, text="We know", now=NOW)
    assert (waits_for(nw, "ada"), waits_for(nw, "lin")) == (["Answers take weeks"], [])
    nw.policy.stages.filter(status=waiting).update(owner_stream=nw.platform)
    assert waits_for(nw, "lin") == ["Answers take weeks"]

    answered = services.answer(rights=rights(nw, "lin"), impediment=impediment, text="From May on", now=NOW)

    assert (answered.state, answered.answered_by) == ("answered", nw.lin)
    assert waits_for(nw, "ada") == []
    with pytest.raises(NotAnImpediment):
        services.answer(rights=rights(nw, "ada"), impediment=impediment, text=" ", now=NOW)


def test_an_objective_of_the_organisation_addresses_it(
    nw: Northwind, q3: Cycle, impediment: Impediment
) -> None:
    objective, own = together(nw, q3), published(nw, q3, raising(metric(nw.organisation)))
    with pytest.raises(PermissionDenied):
        services.address(rights=rights(nw, "ben"), impediment=impediment, objective=objective, now=NOW)
    with pytest.raises(NotAnImpediment):
        services.address(rights=rights(nw, "ada"), impediment=impediment, objective=own, now=NOW)

    row = services.address(rights=rights(nw, "ada"), impediment=impediment, objective=objective, now=NOW)

    assert (row.state, row.addressed_on) == ("addressed", NOW.date())
    (told,) = told_above(objective, rights(nw, "vic"))
    assert told.words == "addresses an impediment of Policy: Answers take weeks"
    row = services.address(rights=rights(nw, "ada"), impediment=impediment, objective=None, now=NOW)
    assert (row.state, row.addressed_on) == ("open", None)


def test_the_stream_closes_it_and_then_it_stays(nw: Northwind, impediment: Impediment) -> None:
    with pytest.raises(PermissionDenied):
        services.close(rights=rights(nw, "ada"), impediment=impediment, now=NOW)

    closed = services.close(rights=rights(nw, "mia"), impediment=impediment, now=NOW)

    assert (closed.closed_on, reviewed(nw.organisation)) == (NOW.date(), [])
    with pytest.raises(IsClosed):
        services.answer(rights=rights(nw, "ada"), impediment=impediment, text="Late", now=NOW)


def test_of_two_who_edit_it_the_second_is_told(nw: Northwind, impediment: Impediment) -> None:
    said = {"rights": rights(nw, "ben"), "impediment": impediment, "version": 1, "now": NOW}
    given = replace(given_of(impediment), title="Answers take months")
    services.change_impediment(given=given, **said)  # type: ignore[arg-type]

    with pytest.raises(EditConflict) as conflict:
        services.change_impediment(given=given_of(impediment), **said)  # type: ignore[arg-type]

    assert conflict.value.stored.title == "Answers take months"


def test_the_review_reads_the_open_ones(nw: Northwind, impediment: Impediment) -> None:
    (row,) = reviewed(nw.organisation)

    assert (row.uuid, row.title, row.raised_on) == (
        impediment.uuid,
        "Answers take weeks",
        date(2026, 6, 1),
    )
    assert (row.raised_by, row.stage_stream, row.stage) == (nw.policy.uuid, nw.policy.uuid, "waiting")
    assert (row.limits, row.addressed, row.answered) == (None, False, False)


def test_the_stage_before_and_since_is_compared(nw: Northwind, q3: Cycle, impediment: Impediment) -> None:
    """Two items waited 10 days each before; one waits 2 days since."""
    began, addressed = make.july(1), make.july(20)
    for key in ("P-1", "P-2"):
        moved = [make.event(began, "waiting"), make.event(began + timedelta(days=10), "done")]
        make.item(nw.policy, key, *moved)
    later = [make.event(make.july(21), "waiting"), make.event(make.july(23), "done")]
    make.item(nw.policy, "P-3", *later)
    now = make.july(24, 12)
    refresh_stream(nw.policy, now=now)
    assert effect(impediment, now=now) is None
    row = services.address(
        rights=rights(nw, "ada"), impediment=impediment, objective=together(nw, q3), now=addressed
    )

    found = effect(row, now=now)

    assert found is not None
    assert found.before.mean_load == pytest.approx(20 / 28)
    assert found.before.visit_days_p85 == pytest.approx(10)
    assert found.since.mean_load == pytest.approx(2 / 4.5)
    assert (found.since.visit_days_p85, found.is_early) == (pytest.approx(2), True)
    assert (found.window_since.first, found.window_since.to) == (date(2026, 7, 20), date(2026, 7, 25))
