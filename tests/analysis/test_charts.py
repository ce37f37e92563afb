"""Charts show what the figures say: bars as high as their numbers, marks that tell their values, tables like the API."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import Any

import pytest

from okrflow.analysis import bodies, chart_bodies
from okrflow.analysis.charts import CHARTS, Chart, Sources
from okrflow.analysis.charts.sources import MONTHS
from okrflow.flow import Grain, Kind
from okrflow.web import charts
from okrflow.web.marks import Mark
from tests.analysis.conftest import NOW

pytestmark = pytest.mark.django_db

BAR = re.compile(r'd="M([\d.]+),([\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+Z" fill="var\(--(\w+)\)"')
OF_PERIODS = [
    "velocity",
    "flow-time",
    "efficiency",
    "load",
    "distribution",
    "entered-and-left",
    "predictability",
]
DERIVED = {"difference"}


def drawn(chart: Chart) -> str:
    assert chart.spec is not None, chart.title
    return charts.svg(chart.spec, title=chart.title, description=chart.note)


def at(body: dict[str, Any], name: str) -> Any:
    """What stands in a body under a column's name."""
    found: Any = body
    for part in name.split("."):
        found = found[part]
    return found


def written(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("name", OF_PERIODS)
@pytest.mark.parametrize("grain", list(Grain))
@pytest.mark.parametrize("kind", [None, Kind.DEFECT])
def test_tables_of_periods_hold_what_the_api_says(
    july: Sources, name: str, grain: Grain, kind: Kind | None
) -> None:
    asked = replace(july, choice=replace(july.choice, group=grain, kind=kind))

    table = CHARTS[name](asked).table

    periods = bodies.flow_metrics(july.stream, july.window, now=NOW, grain=grain, kind=kind)["periods"]
    by_day = {period["from"]: period for period in periods}
    assert len(table.rows) == (0 if name == "predictability" else len(periods))
    for row in table.rows:
        period = by_day[row.values[0].isoformat()]  # type: ignore[union-attr]
        for column, value in zip(table.columns, row.values, strict=True):
            if column.name not in DERIVED:
                assert written(value) == at(period, column.name), (column.name, period["from"])


def rows_of(chart: Chart) -> list[dict[str, object]]:
    """The rows of a table by the names of its columns."""
    names = [column.name for column in chart.table.columns]
    return [dict(zip(names, map(written, row.values), strict=True)) for row in chart.table.rows]


Body = Callable[..., dict[str, Any]]
TABLES: list[tuple[str, Body, str]] = [
    ("stage-time", bodies.stages, "stages"),
    ("stages", bodies.stages, "stages"),
    ("flow-time-histogram", chart_bodies.histogram_body, "bins"),
    ("ageing", chart_bodies.ageing_body, "items"),
]


@pytest.mark.parametrize(("name", "body", "rows"), TABLES)
def test_tables_of_other_things_too(july: Sources, name: str, body: Body, rows: str) -> None:
    chart = CHARTS[name](july)

    answered = body(july.stream, july.window, now=NOW)

    assert len(chart.table.rows) == len(answered[rows]) > 0
    for row, expected in zip(rows_of(chart), answered[rows], strict=True):
        ages = (
            next((each for each in answered["stages"] if each["status"] == row.get("status")), {})
            if name == "ageing"
            else {}
        )
        assert row == {column: at(ages | expected, column) for column in row}


def test_the_table_of_cumulative_flow_holds_what_the_api_says(july: Sources) -> None:
    rows = rows_of(CHARTS["cumulative-flow"](july))

    periods = chart_bodies.cumulative_flow_body(july.stream, july.window, now=NOW, grain=july.choice.grain)[
        "periods"
    ]
    assert rows == [{"from": each["from"], "to": each["to"], **each["at_end"]} for each in periods]


def test_the_bottlenecks_history_holds_what_the_api_says(july: Sources) -> None:
    chart = CHARTS["bottleneck-history"](july)

    whole = replace(july.window, first=date(2025, 8, 1))
    months = chart_bodies.stage_history_body(july.stream, whole, now=NOW)["periods"]
    assert len(months) == MONTHS
    rows = {row["from"]: row for row in rows_of(chart)}
    assert list(rows) == ["2026-04-01", "2026-05-01", "2026-06-01", "2026-07-01"]
    for month in months[-4:]:
        row = rows[month["from"]]
        assert row["bottleneck.status"] == (month["bottleneck"] or {"status": None})["status"]
        assert row["bottleneck.stability"] == (month["bottleneck"] or {"stability": None})["stability"]
        assert [row[each["status"]] for each in month["stages"]] == [
            each["share"] for each in month["stages"]
        ]


def test_bars_are_stacked_and_as_high_as_their_numbers(july: Sources) -> None:
    chart = CHARTS["velocity"](july)

    bars = [(float(height), kind) for _, _, _, height, kind in BAR.findall(drawn(chart)) if float(height)]

    counts = {kind.name.lower(): july.whole.velocity_by_kind[kind] for kind in Kind}
    heights = {kind: sum(height for height, of in bars if of == kind) for kind in counts}
    per_item = sum(heights.values()) / sum(counts.values())
    assert {kind: round(height / per_item, 3) for kind, height in heights.items()} == counts


@pytest.mark.parametrize("name", [name for name in CHARTS if name != "predictability"])
def test_every_chart_says_its_numbers_to_those_who_cannot_see_it(july: Sources, name: str) -> None:
    chart = CHARTS[name](july)

    picture = drawn(chart)

    assert 'role="img"' in picture or 'role="group"' in picture
    assert chart.title in picture
    assert picture.count("<title>") >= 4
    assert chart.table.rows
    assert "style=" not in picture


def test_what_nobody_planned_leads_to_the_plan(july: Sources) -> None:
    chart = CHARTS["predictability"](july)

    assert chart.spec is None
    assert chart.title == "Nothing on the plan was committed to this period"
    assert chart.links[0].url == july.stream.get_absolute_url() + "plan/"


def test_too_many_points_become_circles_that_stand_for_all_of_them(
    july: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("okrflow.analysis.charts.flow_time"), "MOST_POINTS", 5)

    chart = CHARTS["flow-time"](july)

    count = len(july.finished.finished)
    circles = chart.spec["layer"][0]["data"]["values"]  # type: ignore[index]
    assert sum(circle["count"] for circle in circles) == count > 5
    assert f"The {count} items finished, too many for a point each" in chart.note


def test_each_dot_of_ageing_leads_to_its_item(july: Sources) -> None:
    picture = drawn(CHARTS["ageing"](july))

    links = re.findall(r'<a href="([^"]+)"', picture)
    assert len(links) == july.whole.load.at_end
    assert all(link.startswith("/o/northwind/items/") for link in links)
    assert 'role="group"' in picture


def test_experiments_are_drawn_on_charts_over_time(july: Sources) -> None:
    mark = Mark(name="Pairing", first=date(2026, 7, 6), last=date(2026, 7, 12), url="/o/northwind/x/")
    over_time = [CHARTS[name](july) for name in CHARTS if name != "predictability"]

    for chart in over_time:
        if chart.over_time:
            assert chart.spec is not None
            assert "Pairing" in charts.svg(chart.spec, title=chart.title, marks=[mark]), chart.name


def test_waiting_is_hatched_and_its_hatch_is_defined_once(july: Sources) -> None:
    picture = drawn(CHARTS["cumulative-flow"](july))

    (name,) = set(re.findall(r"url\(#(waiting-\w+)\)", picture))
    assert picture.count(f'id="{name}"') == 1
