import pytest

from okrflow.review.families import CHECKS
from okrflow.review.thresholds import THRESHOLDS, OutOfRange, Thresholds
from tests.review import make


def test_each_default_is_within_its_range_and_explained() -> None:
    for each in THRESHOLDS.values():
        assert each.low <= each.default <= each.high and each.explanation.endswith("."), each.name
        assert set(each.checks.split(", ")) <= set(CHECKS), each.name


def test_an_organisations_own() -> None:
    assert Thresholds.of({"most_objectives": 5}).most_objectives == 5


@pytest.mark.parametrize(
    ("name", "value"), [("most_objectives", 0), ("most_objectives", 21), ("most_wishes", 3)]
)
def test_what_can_not_be_set(name: str, value: float) -> None:
    with pytest.raises(OutOfRange):
        Thresholds.of({name: value})


def test_the_review_goes_by_the_organisations_own() -> None:
    two = make.snapshot(make.objective("One"), make.objective("Two"))

    assert not make.fires(two, "MM4")
    assert make.fires(make.with_thresholds(two, most_objectives=1), "MM4")
