"""One cause, one finding: each rule of suppression, and that nothing hidden is lost."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from okrflow.metrics.models import Counts, Measure, MetricKind, Timing, UnitKind
from okrflow.okrs.scoring import Aim
from okrflow.review.findings import Finding
from okrflow.review.reviewing import review
from okrflow.review.sentences import whole_message
from okrflow.review.snapshot import KeyResult, OpenItem, PlanEntry, Snapshot
from tests.review import make

COUNTED = make.metric("Portals", counts=Counts.DELIVERIES)
LAUNCH = "Launch the portal by 30 June"


def absorbers(seen: Snapshot, check: str) -> set[str | None]:
    """The checks that hide the findings of a check; None: one is shown."""
    return {
        each.absorbed_by.check if each.absorbed_by else None
        for each in review(seen).findings
        if each.found.check == check
    }


def of(*key_results: KeyResult, **fields: Any) -> Snapshot:
    return make.snapshot(make.objective(key_results=key_results), **fields)


def with_item(*key_results: KeyResult) -> Snapshot:
    return of(*key_results, streams=(make.stream(open_items=(OpenItem(key="POL-1", title=LAUNCH),)),))


def test_what_can_not_be_measured_hides_all_else_of_the_key_result() -> None:
    seen = with_item(make.key_result(LAUNCH, metric=None), *make.sound_three())

    assert absorbers(seen, "CR1") == {None}
    assert absorbers(seen, "MM3") == absorbers(seen, "RM1") == absorbers(seen, "RM4") == {"CR1"}


def test_nothing_but_done_or_not_hides_its_members() -> None:
    launches = [make.key_result(f"{LAUNCH} {number}", metric=COUNTED) for number in (1, 2)]

    seen = with_item(*launches)

    assert absorbers(seen, "RM2") == {None}
    assert absorbers(seen, "MM3") == absorbers(seen, "RM1") == {"RM2"}


def test_some_done_or_not_hide_nothing() -> None:
    seen = of(make.key_result("Launch the portal", metric=COUNTED), make.key_result())

    assert absorbers(seen, "RM2") == absorbers(seen, "RM1") == {None}


def test_a_task_hides_that_it_is_an_output() -> None:
    seen = with_item(make.key_result(LAUNCH), *make.sound_three())

    assert absorbers(seen, "RM1") == {"MM3"}
    assert absorbers(seen, "RM4") == {"MM3"}, "whoever is hidden hides in the name of what is shown"


def test_an_output_takes_over_the_sentence_on_its_date() -> None:
    seen = of(make.key_result(LAUNCH), *make.sound_three())

    assert absorbers(seen, "RM4") == {"RM1"}
    (output,) = [each for each in review(seen).shown if each.found.check == "RM1"]
    assert whole_message(output).endswith("The only number is 30 June.")


def lagging(name: str, **fields: Any) -> KeyResult:
    return make.key_result(name, metric=make.metric(name, timing=Timing.LAGGING, **fields))


def test_a_stream_without_flow_hides_that_it_learns_at_the_end() -> None:
    assert absorbers(of(lagging("One"), lagging("Two")), "BM1") == {"BM3"}


def test_money_only_hides_that_it_tells_at_the_end() -> None:
    money = {"unit_kind": UnitKind.CURRENCY}
    own = make.objective("Money", stream=None, key_results=(lagging("One", **money), lagging("Two", **money)))

    assert absorbers(make.snapshot(own), "BM1") == {"BM2"}


def test_telemetry_hides_that_it_tells_at_the_end() -> None:
    team = {"kind": MetricKind.TEAM}

    seen = make.snapshot(
        make.objective(key_results=(lagging("One", **team), lagging("Two", **team))), make.objective("Flow")
    )

    assert absorbers(seen, "BM1") == {"TP1"}


def test_a_repeated_key_result_hides_that_it_is_counted_twice() -> None:
    parent = make.objective("Grow", stream=None, key_results=(make.key_result("Whole"),))
    same = make.metric("Whole")
    children = [
        make.objective(
            f"Of {name}",
            stream=make.uuid(name),
            supports=parent.uuid,
            key_results=(make.key_result(f"Ours, {name}", metric=same),),
        )
        for name in ("Policy", "Platform")
    ]

    assert absorbers(make.snapshot(parent, *children), "CR6") == {"CA2"}


def test_more_than_fits_hides_that_nothing_stopped_and_no_room() -> None:
    entry = PlanEntry(
        uuid=make.uuid("entry"),
        title="All",
        to_on=make.QUARTER.ends_on,
        items=90,
        waiting_items=90,
        open_features=90,
    )
    full = make.stream(plan=(entry,), loads=make.loads([97] * 90))

    seen = make.snapshot(make.objective(), streams=(full,))

    assert absorbers(seen, "CP3") == absorbers(seen, "CP5") == {"CP1"}


def test_too_much_at_once_hides_over_five_key_results() -> None:
    crowded = make.objective("Crowded", key_results=tuple(make.key_result(f"{place}") for place in range(6)))
    lonely = make.objective("Lonely", key_results=(make.key_result(),))
    others = [make.objective(f"Other {place}") for place in range(3)]

    findings = review(make.snapshot(crowded, lonely, *others)).findings

    assert {each.found.subject.uuid: hidden(each) for each in findings if each.found.check == "CR2"} == {
        crowded.uuid: "MM4",
        lonely.uuid: None,
    }


def hidden(finding: Finding) -> str | None:
    return finding.absorbed_by.check if finding.absorbed_by else None


@pytest.mark.parametrize("check", ["BN1", "BN2", "BN3", "BN5", "BM3"])
def test_too_little_history_stands_alone(check: str) -> None:
    young = replace(make.stream(), finished=replace(make.stream().finished, items=9))
    beyond = make.lowering(chance=0.01, computed_baseline=Decimal(99))
    load = make.lowering(make.flow(Measure.LOAD_MEAN), title="Load", target=Decimal(99), aim=Aim.RAISE)
    objectives = (
        [make.objective(key_results=(beyond, load))]
        if check != "BM3"
        else [make.objective(key_results=(make.key_result(),))]
    )

    seen = make.snapshot(*objectives, streams=(young,))

    assert make.silenced(seen, check) and not make.fires(seen, check)
    assert make.fires(seen, "BN4")
