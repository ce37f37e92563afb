"""Marked periods on charts."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from okrflow.web import charts
from okrflow.web.marked_charts import with_marks
from okrflow.web.marks import Mark, marks_of, marks_wanted

DAYS = ["2026-07-01", "2026-07-11", "2026-07-31"]


def a_mark(first: int, last: int | None = None, name: str = "No waiting") -> Mark:
    end = None if last is None else date(2026, 7, last)
    return Mark(name=name, first=date(2026, 7, first), last=end, url="/experiment/")


def line(**more: Any) -> dict[str, Any]:
    return {
        "data": {"values": [{"day": day, "value": place} for place, day in enumerate(DAYS)]},
        "mark": "line",
        "encoding": {
            "x": {"field": "day", "type": "temporal"},
            "y": {"field": "value", "type": "quantitative"},
        },
        **more,
    }


def rows(spec: Any) -> list[dict[str, Any]]:
    shades: list[dict[str, Any]] = spec["layer"][0]["data"]["values"]
    return shades


def test_a_period_is_shaded_behind_and_named_above() -> None:
    (row,) = rows(with_marks(line(), [a_mark(5, 10)]))

    assert (row["begins"], row["ends"], row["name"]) == ("2026-07-05", "2026-07-11", "No waiting")
    assert (row["named_at"], row["right"], row["begins_here"]) == ("2026-07-05", False, True)


def test_marks_never_widen_a_chart() -> None:
    before, open_end = rows(with_marks(line(), [a_mark(1), a_mark(20)]))
    spec = with_marks(line(), [Mark(name="Old", first=date(2026, 1, 1), last=date(2026, 6, 30), url="/")])

    assert (before["begins"], before["ends"]) == ("2026-07-01", "2026-07-31")
    assert (open_end["ends"], open_end["named_at"], open_end["right"]) == ("2026-07-31", "2026-07-31", True)
    assert spec == line()


def test_a_period_that_began_earlier_has_no_beginning_on_the_chart() -> None:
    (row,) = rows(with_marks(line(), [Mark(name="Old", first=date(2026, 6, 1), last=None, url="/")]))

    assert (row["begins"], row["begins_here"]) == ("2026-07-01", False)


@pytest.mark.parametrize("inner", [{}, {"layer": [{"mark": "line", "encoding": line()["encoding"]}]}])
def test_layers_and_sizes_stay(inner: dict[str, Any]) -> None:
    spec = line() if not inner else {"data": line()["data"], **inner}

    drawn = with_marks(spec | {"height": 99}, [a_mark(5)])

    assert drawn["height"] == 99
    assert drawn["layer"][1] == spec


def test_a_chart_not_over_time_has_no_marks() -> None:
    bars = {"data": {"values": [{"stage": "Build"}]}, "mark": "bar", "encoding": {"x": {"field": "stage"}}}

    assert with_marks(bars, [a_mark(5)]) == bars
    assert with_marks(line(), []) == line()


def test_the_picture_names_its_marks_to_screen_readers() -> None:
    svg = charts.svg(line(), title="Flow time fell", marks=[a_mark(5, 10), a_mark(20, name="More people")])

    label = svg.partition('aria-label="')[2].partition('"')[0]
    assert label.startswith("Flow time fell. Marked: No waiting, 5 Jul 2026 to 10 Jul 2026.")
    assert "More people, from 20 Jul 2026 on." in label
    assert svg.count(">No waiting<") >= 1


@pytest.fixture
def answering() -> Iterator[None]:
    def answer(value_stream_id: int | None, **_: Any) -> list[Mark]:
        return [a_mark(20, name="Late"), a_mark(5, name="Early")] if value_stream_id == 7 else []

    marks_wanted.connect(answer)
    yield
    marks_wanted.disconnect(answer)


@pytest.mark.django_db
def test_whoever_knows_answers(answering: None) -> None:
    assert [mark.name for mark in marks_of(organisation_id=1, value_stream_id=7)] == ["Early", "Late"]
    assert marks_of(organisation_id=1, value_stream_id=8) == []
