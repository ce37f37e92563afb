"""The arrays against the plain reference, on random histories."""

from hypothesis import given, settings

from okrflow.flow import MISSING, difference
from okrflow.flow.rollups import Rollup
from tests.flow.reference import ALL, Reference
from tests.flow.strategies import STATUSES, STREAMS, asked_at, both, histories, zones

thorough = settings(max_examples=150, deadline=None)


@thorough
@given(histories(), asked_at)
def test_intervals(events, as_of):
    answer, reference = both(events, as_of=as_of, zone="UTC")

    cut = answer.intervals
    columns = (cut.item, cut.stream, cut.status, cut.state, cut.kind, cut.began, cut.ended)
    assert [list(row) for row in zip(*(c.tolist() for c in columns), strict=True)] == [
        list(vars(stay).values()) for stays in reference.stays.values() for stay in stays
    ]


@thorough
@given(histories(), asked_at)
def test_visits_of_intervals(events, as_of):
    answer, reference = both(events, as_of=as_of, zone="UTC")

    cut = answer.intervals
    for stream in STREAMS:
        for status in STATUSES:
            here = (cut.stream == stream) & (cut.status == status)
            ended = cut.where(here & cut.ends_visit)
            going_on = cut.where(here & (cut.ended == 2**63 - 1))
            assert not going_on.ends_visit.any()
            found = [*zip(ended.visit_began.tolist(), ended.ended.tolist(), strict=True)]
            found += zip(going_on.visit_began.tolist(), going_on.ended.tolist(), strict=True)
            assert sorted(found) == sorted(reference.visits(stream, status, ALL, from_at=0, edge=2**62))


@thorough
@given(histories(), asked_at)
def test_facts(events, as_of):
    answer, reference = both(events, as_of=as_of, zone="UTC")

    assert answer.facts.item.tolist() == list(reference.facts)
    for row, expected in enumerate(reference.facts.values()):
        for name, stay in (
            ("started", expected.started),
            ("finished", expected.finished),
            ("cancelled", expected.cancelled),
        ):
            held = (stay.began, stay.stream, stay.kind) if stay else (MISSING, 0, -1)
            assert tuple(answer.fact(name + part, row + 1) for part in ("", "_stream", "_kind")) == held
        stay = expected.reopened_in
        held = (stay.began, stay.stream, stay.kind) if stay else (MISSING, 0, -1)
        parts = ("reopened_at", "reopened_stream", "reopened_kind")
        assert tuple(answer.fact(part, row + 1) for part in parts) == held
        for name in ("reopened", "flow_us", "active_us", "never_in_progress"):
            assert answer.fact(name, row + 1) == getattr(expected, name)
        assert answer.fact("measurable", row + 1) == (expected.active_us > 0)


@thorough
@given(histories(), asked_at, zones)
def test_flow_rollup(events, as_of, zone):
    answer, reference = both(events, as_of=as_of, zone=zone)

    rows = as_dict(answer.flow)
    assert list(rows) == sorted(rows)
    for stream in STREAMS:
        for kind in range(ALL + 1):
            load = 0
            for day in range(answer.days.first, answer.days.end):
                row = rows.pop((stream, day, kind), {})
                assert row == {} or any(row.values())
                counts = expected_flow(reference, day, stream, kind)
                assert {name: row.get(name, 0) for name in counts} == counts
                check_load(reference, row, load, day, (stream, kind))
                load += counts["entered"] - counts["left"]
    assert rows == {}


@thorough
@given(histories(), asked_at, zones)
def test_stage_rollup(events, as_of, zone):
    answer, reference = both(events, as_of=as_of, zone=zone)

    rows = as_dict(answer.stages)
    assert list(rows) == sorted(rows)
    places = {(stream, status, kind) for stream, status, _, kind in rows}
    for stream, status, kind in places:
        load = 0
        for day in range(answer.days.first, answer.days.end):
            row = rows.pop((stream, status, day, kind), {})
            start, end = reference.start_of(day), reference.start_of(day + 1)
            entered, left = reference.crossings(start, end, stream, kind, status)
            assert (row.get("entered", 0), row.get("left", 0)) == (entered, left)
            check_load(reference, row, load, day, (stream, kind, status))
            load += entered - left
    present = {(s.stream, s.status, k) for ss in reference.stays.values() for s in ss for k in (s.kind, ALL)}
    assert places == present


@thorough
@given(histories(), histories(), asked_at)
def test_difference_of_rollups(events, others, as_of):
    new, old = both(events, as_of=as_of, zone="UTC")[0], both(others, as_of=as_of, zone="UTC")[0]

    for after, before in ((new.flow, old.flow), (new.stages, old.stages)):
        change = as_dict(difference(after, before))
        kept = as_dict(before)
        for key, row in change.items():
            assert any(row.values())
            summed = {name: value + kept.get(key, {}).get(name, 0) for name, value in row.items()}
            kept[key] = summed
        assert {key: row for key, row in kept.items() if any(row.values())} == as_dict(after)
        assert list(change) == sorted(change)


def as_dict(rollup: Rollup) -> dict[tuple[int, ...], dict[str, int]]:
    """Rows by key, in their order; no key comes twice."""
    keys = list(zip(*(values.tolist() for values in rollup.keys.values()), strict=True))
    assert len(set(keys)) == len(keys)
    names = list(rollup.columns)
    values = zip(*(column.tolist() for column in rollup.columns.values()), strict=True)
    return {key: dict(zip(names, row, strict=True)) for key, row in zip(keys, values, strict=True)}


def expected_flow(reference: Reference, day: int, stream: int, kind: int) -> dict[str, int]:
    """The counts of one row of FlowDay."""
    start, end = reference.start_of(day), reference.start_of(day + 1)
    entered, left = reference.crossings(start, end, stream, kind)
    finished = reference.counted("finished", start, end, stream, kind)
    measured = [facts for facts in finished if facts.active_us]
    return {
        "arrivals": len(reference.counted("started", start, end, stream, kind)),
        "entered": entered,
        "left": left,
        "finished": len(finished),
        "cancelled": len(reference.counted("cancelled", start, end, stream, kind)),
        "reopened": len(reference.counted("reopened_in", start, end, stream, kind)),
        "measured": len(measured),
        "flow_microseconds": sum(facts.flow_us for facts in measured),
        "active_microseconds": sum(facts.active_us for facts in measured),
    }


def check_load(
    reference: Reference, row: dict[str, int], load: int, day: int, place: tuple[int, ...]
) -> None:
    """Load at the day's end and item-microseconds, from the load before and the row's changes."""
    start, end = reference.start_of(day), reference.start_of(day + 1)
    after = load + row.get("entered", 0) - row.get("left", 0)
    assert after == reference.load(end - 1, *place)
    assert load * (end - start) + row.get("microseconds", 0) == reference.item_us(start, end, *place)
