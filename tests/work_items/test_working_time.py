"""Durations on the working clock, from the refresh to figures, lists, pages and the API."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from okrflow.flow import Kind
from okrflow.metrics.models import Measure, Metric
from okrflow.metrics.services import flow_metric
from okrflow.metrics.values import in_force
from okrflow.organisations.calendars import clock_of
from okrflow.organisations.models import Organisation
from okrflow.organisations.services import add_calendar_day, set_calendar
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.checking import differences
from okrflow.work_items.durations import durations_of
from okrflow.work_items.figures import flow
from okrflow.work_items.figures.behind import Figure, items_behind
from okrflow.work_items.figures.windows import Window
from okrflow.work_items.listing import ordered
from okrflow.work_items.models import ItemFacts, StaleItem, WorkItem
from okrflow.work_items.refresh import refresh_stream
from tests import make, people
from tests.make import event, july

pytestmark = pytest.mark.django_db

HOUR = 3_600_000_000
NOW = july(31, 12)
NINE_TO_FIVE: dict[str, Any] = {
    "clock": "working",
    "day_starts_at": time(9),
    "hours_per_day": Decimal(8),
    "weekdays": range(5),
}


def set_up(stream: ValueStream, items: Sequence[tuple[str, datetime, datetime]]) -> ValueStream:
    """Items active from one instant and done at another, counted; the stream with its calendar as read next."""
    for key, started, finished in items:
        make.item(stream, key, event(started, "active"), event(finished, "done"))
    refresh_stream(stream, now=NOW)
    return ValueStream.objects.select_related("organisation").get(pk=stream.pk)


def working(organisation: Organisation, **changes: Any) -> None:
    set_calendar(organisation=organisation, **(NINE_TO_FIVE | changes))


def all_july(stream: ValueStream) -> Window:
    return Window.of(stream.organisation, first=july(1).date(), to=july(31).date())


WEEKEND = ("P-1", july(3, 15), july(6, 11))  # Friday to Monday: 68 hours, 4 of them worked
NIGHT = ("P-2", july(4, 1), july(4, 5))  # a Saturday: 4 hours, none worked


def test_the_refresh_counts_both_clocks_whichever_is_chosen() -> None:
    stream = make.value_stream(make.organisation())

    set_up(stream, [WEEKEND, NIGHT])

    rows = ItemFacts.objects.order_by("work_item__key").values_list(
        "flow_microseconds", "working_flow_microseconds", "working_active_microseconds"
    )
    assert list(rows) == [(68 * HOUR, 4 * HOUR, 4 * HOUR), (4 * HOUR, 0, 0)]


def test_an_item_that_is_not_finished_has_none() -> None:
    stream = make.value_stream(make.organisation())
    make.item(stream, "P-1", event(july(1), "active"))
    refresh_stream(stream, now=NOW)

    assert ItemFacts.objects.get().working_flow_microseconds is None


def test_a_changed_calendar_makes_every_stream_due_and_the_refresh_follows_it() -> None:
    northwind = make.organisation()
    stream, other = make.value_stream(northwind), make.value_stream(northwind, "claims")
    set_up(stream, [WEEKEND])

    add_calendar_day(organisation=northwind, on=july(4).date(), name="Stocktaking", works=True)
    due = set(StaleItem.objects.filter(work_item=None).values_list("value_stream", flat=True))
    refresh_stream(stream, now=NOW)

    assert due == {stream.pk, other.pk}
    assert ItemFacts.objects.get().working_flow_microseconds == 12 * HOUR
    assert set(differences(stream, now=NOW).values()) == {0}


def test_check_rollups_finds_wrong_working_time() -> None:
    stream = make.value_stream(make.organisation())
    set_up(stream, [WEEKEND])
    ItemFacts.objects.update(working_flow_microseconds=1)

    assert differences(stream, now=NOW)["facts"] == 2


def test_figures_follow_the_organisations_clock() -> None:
    northwind = make.organisation()
    working(northwind)
    stream = set_up(make.value_stream(northwind), [WEEKEND, NIGHT])

    found = flow.figures([stream.pk], all_july(stream), now=NOW)

    assert (found.velocity, found.flow_time.p50, found.flow_time.mean) == (2, 0.25, 0.25)
    assert (found.efficiency.value, found.efficiency.measured, found.efficiency.unmeasured) == (1, 1, 1)
    assert found.load.mean == pytest.approx(72 / 24 / 30), "load stays elapsed"


def test_what_took_no_working_time_is_not_measurable_and_the_lists_say_so() -> None:
    northwind = make.organisation()
    working(northwind)
    stream = set_up(make.value_stream(northwind), [WEEKEND, NIGHT])

    def keys(figure: Figure) -> list[str]:
        found = items_behind(figure, stream, all_july(stream), now=NOW)
        return sorted(found.values_list("key", flat=True))

    assert keys(Figure.MEASURED) == ["P-1"]
    assert keys(Figure.UNMEASURED) == ["P-2"]
    assert keys(Figure.FLOW_TIME) == ["P-1", "P-2"]


def test_visits_and_ages_in_stages_follow_it_and_the_rest_does_not() -> None:
    northwind = make.organisation()
    working(northwind)
    stream = set_up(make.value_stream(northwind), [WEEKEND])
    make.item(stream, "P-3", event(july(29), "active"))
    refresh_stream(stream, now=NOW)

    report = flow.stages(stream, all_july(stream), now=NOW)

    active = next(each for each in report.stages if each.visits)
    assert (active.visit_days_p50, active.age_days_p85) == (0.5, 2)
    assert active.item_days == pytest.approx(68 / 24 + 2)
    assert active.share == 1


def test_computed_metrics_follow_it() -> None:
    northwind = make.organisation()
    working(northwind)
    stream = set_up(make.value_stream(northwind), [WEEKEND])
    metric = Metric.objects.create(
        organisation=northwind,
        slug="time",
        name="Flow time",
        source="flow",
        kind="flow",
        measure=Measure.FLOW_TIME_P50,
        value_stream=stream,
        window_days=28,
        unit_kind="duration",
    )
    visit = Metric.objects.create(
        organisation=northwind,
        slug="visit",
        name="Time in active",
        source="flow",
        kind="flow",
        measure=Measure.STAGE_VISIT_P85,
        stage=stream.stages.get(status__name="active").status,
        value_stream=stream,
        window_days=28,
        unit_kind="duration",
    )

    found = in_force([metric, visit], stream.organisation, day=july(20).date(), now=NOW)

    assert (found[metric.pk].value, found[visit.pk].value) == (Decimal("0.5"), Decimal("0.5"))


def test_computed_durations_are_named_after_the_clock() -> None:
    northwind = make.organisation()
    stream = make.value_stream(northwind)
    older = flow_metric(organisation=northwind, value_stream=stream, measure=Measure.FLOW_TIME_P50)
    working(northwind)
    found = Organisation.objects.get(pk=northwind.pk)
    newer = flow_metric(organisation=found, value_stream=stream, measure=Measure.FLOW_TIME_P85)
    load = flow_metric(organisation=found, value_stream=stream, measure=Measure.LOAD_MEAN)
    older.refresh_from_db()

    assert (older.unit, newer.unit, load.unit) == ("working days", "working days", "items")


def test_the_list_shows_and_sorts_by_the_clock() -> None:
    stream = set_up(make.value_stream(make.organisation()), [WEEKEND, ("P-4", july(1, 9), july(1, 17))])
    items = WorkItem.objects.for_organisation(stream.organisation)

    def times(clock: str) -> list[tuple[str, float]]:
        rows = ordered(items, "time", clock_of(stream.organisation, clock))
        return [(item.key, round(item.flow_days, 3)) for item in rows]  # type: ignore[attr-defined]

    assert times("elapsed") == [("P-4", 0.333), ("P-1", 2.833)]
    assert times("working") == [("P-1", 0.5), ("P-4", 1)]


def test_pages_name_the_unit_and_an_items_page_shows_both_clocks() -> None:
    cast = people.cast()
    working(cast.organisation)
    stream = set_up(make.value_stream(cast.organisation), [WEEKEND])
    vic = cast.client("vic")

    item = vic.get(WorkItem.objects.get().get_absolute_url()).content.decode()
    items = vic.get(f"{stream.get_absolute_url()}items/?shown=finished").content.decode()

    assert "2.8\u00a0days" in item
    assert "4\u00a0working hours" in item
    assert "working days of 8\u00a0h" in item
    assert "Flow time is in working days of 8\u00a0h" in items
    assert "4\u00a0h" in items


def test_nothing_of_it_shows_where_time_is_elapsed() -> None:
    cast = people.cast()
    stream = set_up(make.value_stream(cast.organisation), [WEEKEND])

    shown = cast.client("vic").get(f"{stream.get_absolute_url()}items/?shown=finished").content.decode()

    assert "2.8\u00a0d" in shown
    assert "working days" not in shown


def test_the_window_before_and_kinds_keep_the_clock() -> None:
    northwind = make.organisation()
    working(northwind)
    stream = set_up(make.value_stream(northwind), [WEEKEND])
    window = Window.of(stream.organisation, first=july(10).date(), to=july(20).date())

    assert window.before.clock is window.clock
    found = flow.figures([stream.pk], window.before, now=NOW, kind=Kind.FEATURE)
    assert found.flow_time.p50 == 0.5


def test_an_age_runs_on_working_days_only() -> None:
    northwind = make.organisation()
    stream = make.value_stream(northwind)
    item = make.item(stream, "P-1", event(july(3, 13), "active"))
    refresh_stream(stream, now=july(5))

    found = durations_of(item.facts, clock_of(northwind, "working"), now=july(5) + timedelta(hours=1))

    assert found.age_days == 0.5
