"""CR1, CR2, CR6, CR9 and PR1."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from okrflow.metrics.models import Better
from okrflow.okrs.scoring import Aim
from okrflow.review.findings import Severity
from okrflow.review.snapshot import Contribution, KeyResult, Objective, Snapshot
from tests.review import make

BETWEEN = {"aim": Aim.STAY_BETWEEN, "baseline": None}


def of(*key_results: KeyResult) -> Snapshot:
    return make.snapshot(make.objective(key_results=key_results))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"metric": None}, "Nothing measures this."),
        ({"metric": None, "aim": Aim.BASELINE}, "Nothing measures this."),
        ({"baseline": None}, "From what to what?"),
        ({"target": None}, "From what to what?"),
        ({"target": Decimal(20)}, "Baseline and target are both 20.0 points."),
        ({"target": Decimal(19)}, "It is to rise, and the target lies below the baseline."),
        ({"aim": Aim.LOWER}, "It is to fall, and the target lies above the baseline."),
        ({"aim": Aim.STAY_BELOW, "target": None}, "Within which limit?"),
        ({"aim": Aim.STAY_ABOVE, "target": None}, "Within which limit?"),
        (BETWEEN | {"lower": None}, "Within which limit?"),
        (BETWEEN | {"lower": Decimal(45)}, "The lower limit is not below the upper one."),
    ],
)
def test_what_can_not_be_measured(fields: dict[str, Any], message: str) -> None:
    seen = of(make.key_result(**fields))

    assert make.one(seen, "CR1").severity == Severity.BLOCK
    assert make.said(seen, "CR1")[0] == message


@pytest.mark.parametrize(
    "fields",
    [
        {"aim": Aim.BASELINE, "baseline": None, "target": None},
        {"aim": Aim.STAY_BELOW, "baseline": None},
        {"aim": Aim.STAY_ABOVE, "baseline": None, "target": None, "lower": Decimal(20)},
        BETWEEN | {"lower": Decimal(44)},
    ],
)
def test_what_can_be_measured(fields: dict[str, Any]) -> None:
    assert not make.fires(of(make.key_result(**fields)), "CR1")


def test_todays_value_is_offered() -> None:
    assert make.said(of(make.lowering(make.flow(today=Decimal("19.8")), baseline=None)), "CR1")[1] == (
        "Give today's value and the target; today it is 19.8 days."
    )


@pytest.mark.parametrize(
    ("number", "severity"),
    [
        (0, Severity.BLOCK),
        (1, Severity.WARN),
        (2, Severity.HINT),
        (3, None),
        (5, None),
        (6, Severity.WARN),
        (7, Severity.WARN),
        (8, Severity.BLOCK),
    ],
)
def test_how_many(number: int, severity: Severity | None) -> None:
    seen = of(*(make.key_result(f"Result {place}") for place in range(number)))

    assert [each.severity for each in make.found(seen, "CR2")] == ([severity] if severity else [])


def test_one_of_business_and_one_of_flow_are_enough() -> None:
    assert not make.fires(of(make.lowering(), make.key_result()), "CR2")
    assert make.said(of(make.key_result(), make.key_result("Other")), "CR2")[0] == (
        "2 key results; 3 to 5 show whether the objective came true."
    )


def claims(*fields: dict[str, Any]) -> list[Objective]:
    """Objectives of Policy, Platform and so on, all of which raise the Mobile NPS."""
    names = ("Policy", "Platform")
    return [
        make.objective(
            f"Of {name}",
            **({"stream": make.uuid(name), "key_results": (claim(name),)} | own),
        )
        for name, own in zip(names, fields, strict=True)
    ]


def claim(name: str, **fields: Any) -> KeyResult:
    return make.key_result(f"Mobile NPS, {name}", metric=make.metric("Mobile NPS"), **fields)


def test_a_number_claimed_twice() -> None:
    assert make.said(make.snapshot(*claims({}, {})), "CR6") == (
        "Mobile NPS is claimed by Platform and Policy.",
        "Let one own it, the other contribute.",
    )


def test_two_objectives_of_one_stream_are_told_by_their_titles() -> None:
    seen = make.snapshot(*claims({}, {"stream": make.uuid("Policy")}))

    assert make.said(seen, "CR6")[0] == "Mobile NPS is claimed by “Of Platform” and “Of Policy”."


@pytest.mark.parametrize(
    "other",
    [
        {"supports": make.uuid("Of Policy")},
        {"cycle": make.SECOND.uuid},
        {"key_results": (claim("Platform", aim=Aim.STAY_ABOVE),)},
    ],
)
def test_a_parent_another_cycle_or_a_stay_aim_claims_nothing(other: dict[str, Any]) -> None:
    assert not make.fires(make.snapshot(*claims({}, other)), "CR6")


def test_a_contribution_is_no_second_claim() -> None:
    seen = make.snapshot(*claims({}, {}))
    link = Contribution(of=make.uuid("Mobile NPS, Platform"), to=make.uuid("Mobile NPS, Policy"))

    assert not make.fires(replace(seen, contributions=(link,)), "CR6")


@pytest.mark.parametrize(
    ("aim", "better", "message"),
    [
        (Aim.RAISE, Better.DOWN, "Rising Defects is worse."),
        (Aim.LOWER, Better.UP, "Falling Defects is worse."),
        (Aim.RAISE, Better.UP, None),
        (Aim.RAISE, Better.NEITHER, None),
    ],
)
def test_the_wrong_way(aim: Aim, better: Better, message: str | None) -> None:
    seen = of(make.key_result("Wrong", metric=make.metric("Defects", better=better), aim=aim))

    assert make.fires(seen, "CR9") == (message is not None)
    if message:
        assert make.said(seen, "CR9")[0] == message


@pytest.mark.parametrize("stream", [make.uuid("Policy"), None])
def test_everything_first(stream: Any) -> None:
    first = make.objective("First", rank=None, stream=stream)
    second = make.objective("Second", rank=None, stream=stream)

    assert make.said(make.snapshot(first, second), "PR1")[0] == "Which comes first?"
    assert not make.fires(make.snapshot(first, replace(second, rank=2)), "PR1")
