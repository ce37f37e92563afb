"""CA1 to CA6."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from okrflow.metrics.models import Measure
from okrflow.review.findings import Severity
from okrflow.review.reviewing import review
from okrflow.review.snapshot import Contribution, Objective, Snapshot
from tests.review import make


def chain(length: int, **lowest: Any) -> list[Objective]:
    """The organisation's first."""
    found = [make.objective("Level 1", stream=None)]
    for level in range(2, length + 1):
        fields = lowest if level == length else {}
        found.append(make.objective(f"Level {level}", supports=found[-1].uuid, **fields))
    return found


def test_two_levels_are_alignment() -> None:
    assert not make.fires(make.snapshot(*chain(2)), "CA1")


def test_three_levels_warn_on_the_lowest() -> None:
    levels = chain(3)

    found = make.one(make.snapshot(*levels), "CA1")

    assert (found.severity, found.subject.uuid) == (Severity.WARN, levels[-1].uuid)
    assert make.said(make.snapshot(*levels), "CA1")[0] == "3 levels: “Level 3”, “Level 2”, “Level 1”."


def test_a_fourth_level_can_not_be_published() -> None:
    fourth = make.draft("Level 4", supports=make.uuid("Level 3"))

    found = {each.subject.uuid: each.severity for each in make.found(make.snapshot(*chain(3), fourth), "CA1")}

    assert found == {make.uuid("Level 3"): Severity.WARN, fourth.uuid: Severity.BLOCK}


def test_a_published_fourth_level_is_a_warning() -> None:
    (finding,) = [each for each in review(make.snapshot(*chain(4))).findings if each.found.check == "CA1"]

    assert finding.severity == Severity.WARN and finding.not_publishable


def test_a_loop_is_one_finding() -> None:
    seen = make.snapshot(
        make.objective("A", supports=make.uuid("B")), make.draft("B", supports=make.uuid("A"))
    )

    assert make.one(seen, "CA6").severity == Severity.BLOCK
    assert make.said(seen, "CA6")[0] == "“B” supports “A” supports “B”."


def test_what_hangs_on_a_loop_is_not_in_it() -> None:
    seen = make.snapshot(
        make.objective("A", supports=make.uuid("B")),
        make.objective("B", supports=make.uuid("A")),
        make.objective("C", supports=make.uuid("A")),
    )

    assert make.one(seen, "CA6").subject.uuid in {make.uuid("A"), make.uuid("B")}


def under_parent(title: str, *own: Any, above: Any = None) -> Snapshot:
    parent = make.objective("Brokers stay with us", stream=None, key_results=(above or make.key_result(),))
    return make.snapshot(parent, make.objective(title, supports=parent.uuid, key_results=own))


def test_an_objective_that_repeats_the_parents_key_result() -> None:
    seen = under_parent("Customer satisfaction from 20 up to 45")

    assert make.said(seen, "CA2")[0] == "This repeats the parent's key result."


def test_an_objective_of_its_own() -> None:
    assert not make.fires(under_parent("Answers come while the customer still waits"), "CA2")


@pytest.mark.parametrize(("target", "fires"), [(45, True), (44, False)])
def test_the_same_metric_aim_and_target(target: int, *, fires: bool) -> None:
    same = make.key_result("Happier", metric=make.metric("CSAT"), target=Decimal(target))
    above = make.key_result("Happy", metric=make.metric("CSAT"))

    assert make.fires(under_parent("Answers in time", same, above=above), "CA2") == fires


def test_the_same_measure_on_the_own_stream_is_no_repetition() -> None:
    everywhere = make.flow(Measure.EFFICIENCY, stream=None)
    above = make.lowering(everywhere, title="Flow time from 24 to 14 days")
    own = make.lowering(make.flow(Measure.EFFICIENCY), title="Ours")

    assert not make.fires(under_parent("Flow time from 24 to 14 days", own, above=above), "CA2")


def sliced(*changes: int) -> Snapshot:
    parts = [
        make.key_result(f"Part {place}", target=Decimal(20 + change)) for place, change in enumerate(changes)
    ]
    whole = make.key_result("Whole", target=Decimal(32))
    links = tuple(Contribution(of=part.uuid, to=whole.uuid) for part in parts)
    return make.snapshot(
        make.objective("All", stream=None, key_results=(whole,)),
        make.objective("Some", key_results=tuple(parts)),
        contributions=links,
    )


def test_parts_that_make_exactly_the_whole() -> None:
    assert (
        make.said(sliced(4, 6, 2), "CA3")[0]
        == "+4.0 points, +6.0 points, +2.0 points make exactly +12.0 points."
    )


@pytest.mark.parametrize("changes", [(4, 6, 3), (12,)])
def test_other_sums_and_one_part(changes: tuple[int, ...]) -> None:
    assert not make.fires(sliced(*changes), "CA3")


def released(late: int, children: int = 3) -> Snapshot:
    parent = make.objective("Parent", stream=None, published_on=make.QUARTER.starts_on)
    on = make.QUARTER.starts_on + timedelta(days=late)
    below = [
        make.objective(f"Child {each}", supports=parent.uuid, published_on=on) for each in range(children)
    ]
    return make.snapshot(parent, *below)


def test_streams_that_waited_for_the_parent() -> None:
    assert make.said(released(15), "CA4")[0] == "Streams could start 15 days into the cycle."
    assert not make.fires(released(14), "CA4")


def test_two_streams_are_too_few_to_tell() -> None:
    assert make.silenced(released(19, children=2), "CA4")[0].why == "Fewer than 3 objectives support it."
    assert not make.fires(released(19, children=2), "CA4")


def top_down(above: int, own: int) -> Snapshot:
    return make.snapshot(
        *(make.objective(f"{place}", from_above=place < above) for place in range(above + own))
    )


def test_nearly_all_from_above() -> None:
    assert make.said(top_down(7, 2), "CA5")[0] == "7 of 9 were proposed from above."
    assert not make.fires(top_down(3, 2), "CA5")


def test_three_objectives_are_too_few_to_judge() -> None:
    assert make.silenced(top_down(3, 0), "CA5") and not make.fires(top_down(3, 0), "CA5")
