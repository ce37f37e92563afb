"""What a file leaves behind: drafts, metrics, values; and a second time nothing."""

from decimal import Decimal

import pytest

from okrflow.metrics.models import Measurement, Metric, MetricKind, UnitKind
from okrflow.okr_imports.reading.plans import ORGANISATION, SKIP, MetricChoice
from okrflow.okrs.models import Aim, KeyResult, Objective, ObjectiveState
from okrflow.proposals.models import Proposal
from okrflow.value_streams.models import StreamMembership, StreamRole
from tests.okr_imports.bringing import bring
from tests.okr_imports.conftest import Place
from tests.okr_imports.files import PERDOO, PLAIN, TABILITY, VIVA

HEADER = "objective,key result,team,cycle,metric,baseline,target,current,parent\n"


def test_drafts_of_a_lead(place: Place) -> None:
    above = place.published("Trusted by brokers")

    counts, _ = bring(place, PLAIN)

    objective = Objective.objects.get(value_stream=place.policy)
    assert (objective.state, objective.cycle, objective.supports) == (
        ObjectiveState.DRAFT,
        place.quarter,
        above,
    )
    first, complaints, loyalty = objective.key_results.in_order()
    assert (first.aim, first.baseline, first.target) == (Aim.LOWER, Decimal("14.5"), Decimal(9))
    assert first.metric is not None
    assert (first.metric.kind, first.metric.unit_kind, first.metric.unit) == (
        MetricKind.BUSINESS,
        UnitKind.DURATION,
        "days",
    )
    assert (loyalty.baseline, loyalty.target) == (Decimal("0.61"), Decimal("0.75"))
    assert [str(row.kept_by or "") for row in (first, complaints, loyalty)] == ["Lea", "Lea", ""]
    assert {row.written_by for row in objective.key_results.all()} == {place.access("lea").user}
    assert all(row.written_by_member for row in objective.key_results.all())
    assert (counts.objectives_created, counts.key_results_created, counts.metrics_created) == (1, 3, 3)
    assert counts.values_added == Measurement.objects.count() == 5
    assert counts.told == [
        (
            4,
            "“Petra Kovács” is no member here, so nobody keeps “Brokers who would ask us again” up to date yet.",
        )
    ]


@pytest.mark.parametrize("content", [PLAIN, VIVA, TABILITY, PERDOO])
def test_the_same_file_twice(place: Place, content: str) -> None:
    first, _ = bring(place, content)
    tables = (Objective, KeyResult, Metric, Measurement)
    before = [list(table.objects.order_by("pk").values()) for table in tables]

    second, _ = bring(place, content)

    assert [list(table.objects.order_by("pk").values()) for table in tables] == before
    assert second.unchanged == first.key_results_created
    assert (second.different, second.values_added, second.metrics_created) == (0, 0, 0)


def test_each_tool(place: Place) -> None:
    for content in (VIVA, TABILITY, PERDOO):
        bring(place, content)

    shown = [
        (row.metric.name, row.aim, row.baseline, row.target, row.target_lower)
        for row in KeyResult.objects.select_related("metric").order_by("pk")
        if row.metric
    ]
    assert shown == [
        ("Days to payment", "lower", 11, 5, None),
        ("Easy claims", "raise", Decimal("0.4"), Decimal("0.6"), None),
        ("New brokers sell in their first month", "raise", 20_000, 35_000, None),
        ("Questions in the first week", "lower", 40, 20, None),
        ("Renewed before the date", "raise", Decimal("0.7"), Decimal("0.85"), None),
        ("Lost at renewal", "stay_below", 30, 25, None),
    ]


def test_what_drafts_lack_is_added_and_what_they_say_is_left(place: Place) -> None:
    bring(place, HEADER + "Loved,Sales,policy,Q3 2026,Sales,1,2,,\n")
    KeyResult.objects.update(target=3, target_typed=3)

    counts, _ = bring(
        place, HEADER + "Loved,Sales,policy,Q3 2026,Sales,1,2,,\nLoved,Cost,policy,Q3 2026,Cost,9,5,,\n"
    )

    assert (counts.different, counts.key_results_created, counts.objectives_created) == (1, 1, 0)
    assert list(KeyResult.objects.order_by("pk").values_list("title", "target")) == [
        ("Sales", 3),
        ("Cost", 5),
    ]


def test_published_objectives_get_no_key_results(place: Place) -> None:
    place.published("Loved", value_stream=place.policy)

    counts, found = bring(place, HEADER + "Loved,Sales,policy,Q3 2026,Sales,1,2,,\n")

    assert [each.reason for each in found.rejected] == [
        "“Loved” is published already. Write the key result there."
    ]
    assert not KeyResult.objects.exists()
    assert counts.values_added == 0


def test_a_parent_that_is_a_draft_is_told_and_linked_later(place: Place) -> None:
    content = HEADER + "Above,A,policy,Q3 2026,A,1,2,,\nBelow,B,policy,Q3 2026,B,1,2,,Above\n"

    counts, _ = bring(place, content)
    assert [text for _, text in counts.told] == [
        "“Below” supports nothing yet: “Above”, no objective of that title is published; publish it, then import "
        "this file again."
    ]
    Objective.objects.filter(title="Above").update(state=ObjectiveState.PUBLISHED)
    bring(place, content)

    assert Objective.objects.get(title="Below").supports == Objective.objects.get(title="Above")
    assert KeyResult.objects.count() == 2


def test_values_that_say_otherwise_are_left(place: Place) -> None:
    content = "objective,key result,team,cycle,metric,baseline,target,2026-07-15\nLoved,Sales,policy,Q3 2026,Sales,1,9,{}\n"
    bring(place, content.format(2))

    counts, _ = bring(place, content.format(3))

    assert list(Measurement.objects.values_list("value", flat=True)) == [2]
    assert (counts.values_different, counts.values_added) == (1, 0)


def test_a_day_to_come_is_told(place: Place) -> None:
    content = "objective,key result,team,cycle,metric,baseline,target,2099-07-15\nLoved,Sales,policy,Q3 2026,Sales,1,9,2\n"

    counts, _ = bring(place, content)

    assert not Measurement.objects.exists()
    assert counts.told[0][1].startswith("The value about 2099-07-15 was left out.")


def test_existing_metrics_are_taken_and_computed_ones_keep_their_values(place: Place) -> None:
    of = {"organisation": place.organisation, "unit_kind": "duration"}
    known = Metric.objects.create(**of, slug="days", name="Days to answer")
    computed = Metric.objects.create(
        **of, slug="flow", name="Flow time", kind="flow", source="flow", measure="flow_time_p50"
    )
    content = (
        HEADER + "Loved,A,policy,Q3 2026,days to ANSWER,9,5,7,\nLoved,B,policy,Q3 2026,Flow time,9,5,7,\n"
    )

    counts, _ = bring(place, content)

    assert [row.metric for row in KeyResult.objects.order_by("pk")] == [known, computed]
    assert list(Measurement.objects.values_list("metric", "value")) == [(known.pk, 7)]
    assert counts.told == [(3, "Flow time takes no values from you, so those of the file were left out.")]


def test_another_teams_metric_is_never_taken(place: Place) -> None:
    hidden = Metric.objects.create(
        organisation=place.organisation,
        slug="mood",
        name="Mood",
        unit_kind="score",
        kind="team",
        value_stream=place.claims,
    )

    bring(place, HEADER + "Loved,A,policy,Q3 2026,Mood,9,5,7,\n")

    assert KeyResult.objects.get().metric != hidden
    assert not hidden.measurements.exists()


def test_a_key_result_without_metric(place: Place) -> None:
    content = HEADER + "Loved,A,policy,Q3 2026,Mood,9,5,7,\n"

    bring(place, content, metrics={"Mood": MetricChoice("", "count", "")})

    row = KeyResult.objects.get()
    assert (row.metric, row.baseline, row.target) == (None, 9, 5)


def test_left_out_and_unknown_streams(place: Place) -> None:
    content = (
        HEADER + "Loved,A,Elsewhere,Q3 2026,,1,2,,\nLoved,B,policy,Q9,,1,2,,\nLoved,C,claims,Q3 2026,,1,2,,\n"
    )

    _, found = bring(
        place,
        content,
        streams={"Elsewhere": SKIP, "policy": "policy", "claims": "claims"},
        cycles={"Q3 2026": "2026-q3"},
    )

    assert [each.reason for each in found.rejected] == [
        "You left out what belongs to “Elsewhere”.",
        "There is no open cycle “Q9”.",
        "OKRs of Claims are brought in by those who lead it.",
    ]


def test_an_administrator_proposes(place: Place) -> None:
    content = HEADER + "Loved,A,policy,Q3 2026,Sales,1,2,,\n"

    counts, _ = bring(place, content, who="ada")
    again, _ = bring(place, content, who="ada")

    assert not Objective.objects.exists()
    assert (counts.objectives_proposed, again.objectives_proposed, again.unchanged) == (1, 0, 1)
    proposal = Proposal.objects.get()
    assert (proposal.value_stream, proposal.title) == (place.policy, "Loved")


def test_an_administrator_who_leads_writes_drafts(place: Place) -> None:
    StreamMembership.objects.create(
        value_stream=place.policy,
        user=place.access("ada").user,
        role=StreamRole.LEAD,
        confirmed_by=place.access("lea").user,
    )

    counts, _ = bring(place, HEADER + "Loved,A,policy,Q3 2026,Sales,1,2,,\n", who="ada")

    assert (counts.objectives_created, Objective.objects.get().also_admin) == (1, True)


def test_the_organisations_own(place: Place) -> None:
    content = HEADER + "Loved,A,Northwind,Q3 2026,Sales,1,2,,\n"

    bring(place, content, who="ada")

    assert Objective.objects.get().value_stream is None
    _, found = bring(place, content, streams={"Northwind": ORGANISATION})
    assert [each.reason for each in found.rejected] == [
        "OKRs of the organisation are brought in by those who lead it."
    ]


def test_cycles_are_made_by_administrators(place: Place) -> None:
    content = HEADER + "Loved,A,Northwind,H2 2026,Sales,1,2,,\n"

    counts, _ = bring(place, content, who="ada")

    cycle = Objective.objects.get().cycle
    assert (cycle.name, f"{cycle.starts_on} {cycle.ends_on}") == ("H2 2026", "2026-07-01 2027-01-01")
    assert counts.cycles_created == 1


def test_formulas_stay_text(place: Place) -> None:
    bring(place, HEADER + "=1+1,@SUM(A1),policy,Q3 2026,+cmd,1,2,,\n")

    assert Objective.objects.get().title == "=1+1"
    assert KeyResult.objects.get().title == "@SUM(A1)"
