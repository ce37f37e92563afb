"""Parts of generated organisations, each a stream with its OKRs and at most one trouble planted in it, noise everywhere."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from okrflow.flow import Kind
from okrflow.metrics.models import Counts, Measure, Timing, UnitKind
from okrflow.review.snapshot import (
    Bottleneck,
    CheckIn,
    Contribution,
    Experiment,
    Finished,
    GoalChange,
    History,
    Impediment,
    KeyResult,
    Metric,
    Objective,
    OpenItem,
    PlanEntry,
    Proposal,
    ProposedKeyResult,
    Stream,
    Waiting,
)
from tests.review import make


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What it adds to the snapshot; `checks` are those that should fire on it."""

    streams: tuple[Stream, ...]
    objectives: tuple[Objective, ...]
    checks: frozenset[str] = frozenset()
    more: dict[str, tuple[Any, ...]] | None = None


Maker = Callable[[random.Random, str], Piece]


# -- what is sound -----------------------------------------------------------------------------------------------------


def metric(rng: random.Random, name: str, **fields: Any) -> Metric:
    """A business metric with 30 weekly values around 20."""
    history = tuple(
        (make.TODAY - timedelta(weeks=back), round(rng.gauss(20, 1), 1)) for back in range(29, -1, -1)
    )
    return make.metric(f"{name} satisfaction", **({"history": history} | fields))


def flow(name: str, measure: Measure = Measure.FLOW_TIME_P85, **fields: Any) -> Metric:
    return replace(
        make.flow(measure, **({"stream": make.uuid(name)} | fields)), uuid=make.uuid(f"{name} {measure}")
    )


def results(rng: random.Random, name: str) -> tuple[KeyResult, ...]:
    """One of flow and two of the business."""
    return (
        make.lowering(flow(name), title=f"{name}: days from order to answer, 24 to 14"),
        make.key_result(f"{name}: satisfaction from 20 to 45", metric=metric(rng, name)),
        make.key_result(
            f"{name}: customers who came back, from 20 to 45", metric=metric(rng, f"{name} second")
        ),
    )


def objective(rng: random.Random, name: str, **fields: Any) -> Objective:
    given = {"stream": make.uuid(name), "key_results": results(rng, name)}
    return make.objective(f"{name} answers while customers wait", **(given | fields))


def stream(rng: random.Random, name: str, **fields: Any) -> Stream:
    """In progress 30 to 45 of 50, a bottleneck that comes and goes, some waiting for others."""
    given = {
        "loads": make.loads([rng.randint(30, 45) for _ in range(120)]),
        "recent": Bottleneck(stage="Build", share=0.4, stability=rng.uniform(0.3, 0.78)),
        "quarter": Bottleneck(stage="Ready", share=0.4, stability=rng.uniform(0.3, 0.95)),
        "last_event_on": make.TODAY - timedelta(days=rng.randint(0, 5)),
    }
    return make.stream(name, **(given | fields))


def piece(
    rng: random.Random,
    name: str,
    *checks: str,
    of: Stream | None = None,
    by: Objective | None = None,
    **more: Any,
) -> Piece:
    return Piece(
        streams=(of or stream(rng, name),),
        objectives=(by or objective(rng, name),),
        checks=frozenset(checks),
        more=more,
    )


def sound(rng: random.Random, name: str) -> Piece:
    return piece(rng, name)


# -- bottleneck and capacity -------------------------------------------------------------------------------------------


def ignored_bottleneck(rng: random.Random, name: str) -> Piece:
    clear = [Bottleneck(stage="Ready", share=0.6, stability=rng.uniform(0.82, 1)) for _ in range(2)]
    return piece(rng, name, "BN1", of=stream(rng, name, recent=clear[0], quarter=clear[1]))


def attended_bottleneck(rng: random.Random, name: str) -> Piece:
    attended = Experiment(
        uuid=make.uuid(f"{name} experiment"),
        title="Swarm",
        stream=make.uuid(name),
        from_on=make.TODAY - timedelta(days=rng.randint(-9, 30)),
        stage="Ready",
    )
    return replace(ignored_bottleneck(rng, name), checks=frozenset(), more={"experiments": (attended,)})


def beyond_history(rng: random.Random, name: str) -> Piece:
    first, *others = results(rng, name)
    far = replace(first, chance=rng.uniform(0.01, 0.04))
    return piece(rng, name, "BN2", by=objective(rng, name, key_results=(far, *others)))


def wrong_baseline(rng: random.Random, name: str) -> Piece:
    first, *others = results(rng, name)
    typed = replace(first, computed_baseline=Decimal(rng.randint(28, 40)))
    return piece(rng, name, "BN3", by=objective(rng, name, key_results=(typed, *others)))


def rounded_baseline(rng: random.Random, name: str) -> Piece:
    first, *others = results(rng, name)
    typed = replace(first, computed_baseline=Decimal(f"{rng.uniform(22.5, 25.5):.1f}"))
    return piece(rng, name, by=objective(rng, name, key_results=(typed, *others)))


def new_stream(rng: random.Random, name: str) -> Piece:
    young = Finished(items=rng.randint(1, 9), first_on=make.TODAY - timedelta(days=rng.randint(5, 60)))
    return piece(rng, name, "BN4", of=stream(rng, name, finished=young))


def misfitting_aims(rng: random.Random, name: str) -> Piece:
    load = flow(name, Measure.LOAD_MEAN, today=Decimal(40), unit_kind=UnitKind.COUNT, unit="items")
    aimed = make.lowering(
        load,
        title=f"{name}: in progress from 40 to 36",
        baseline=Decimal(40),
        target=Decimal(rng.randint(34, 38)),
    )
    fast = replace(results(rng, name)[0], target=Decimal(rng.randint(8, 12)))
    others = results(rng, name)[1:]
    return piece(rng, name, "BN5", by=objective(rng, name, key_results=(fast, aimed, *others)))


def hidden_dependency(rng: random.Random, name: str) -> Piece:
    waits = rng.uniform(25, 80)
    other = stream(rng, f"{name} owner")
    waiting = (
        Waiting(stage="Ready", item_days=100 - waits),
        Waiting(stage="With others", item_days=waits, owner=other.uuid),
    )
    found = piece(rng, name, "BN6", of=stream(rng, name, waiting=waiting))
    return replace(found, streams=(*found.streams, other))


def unanswered_impediment(rng: random.Random, name: str) -> Piece:
    by = objective(rng, name)
    impediment = Impediment(
        uuid=make.uuid(f"{name} impediment"),
        title="No test data",
        raised_by=make.uuid(name),
        raised_on=make.TODAY - timedelta(days=rng.randint(22, 90)),
        limits=by.key_results[0].uuid,
    )
    return piece(rng, name, "BN7", by=by, impediments=(impediment,))


def more_than_fits(rng: random.Random, name: str) -> Piece:
    waiting = rng.randint(15, 40)
    entry = PlanEntry(
        uuid=make.uuid(f"{name} entry"),
        title="All that was promised",
        to_on=make.QUARTER.ends_on,
        items=waiting,
        waiting_items=waiting,
    )
    return piece(rng, name, "CP1", of=stream(rng, name, in_progress=rng.randint(30, 45), plan=(entry,)))


def no_room(rng: random.Random, name: str) -> Piece:
    entry = PlanEntry(
        uuid=make.uuid(f"{name} entry"),
        title="Features",
        to_on=make.QUARTER.ends_on,
        items=40,
        open_features=40,
    )
    return piece(rng, name, "CP5", of=stream(rng, name, in_progress=rng.randint(20, 40), plan=(entry,)))


def jumping_load(rng: random.Random, name: str) -> Piece:
    """Over the limit ever since a week ago, which nobody answered by stopping anything."""
    days = [rng.randint(30, 45) for _ in range(113)] + [rng.randint(55, 90) for _ in range(7)]
    late = objective(rng, name, published_on=make.TODAY - timedelta(days=2))
    return piece(rng, name, "CP4", "CP3", of=stream(rng, name, loads=make.loads(days)), by=late)


def short_peak(rng: random.Random, name: str) -> Piece:
    days = [rng.randint(30, 45) for _ in range(118)] + [rng.randint(55, 90) for _ in range(2)]
    return piece(rng, name, of=stream(rng, name, loads=make.loads(days)))


# -- structure ---------------------------------------------------------------------------------------------------------


def taken_over(rng: random.Random, name: str) -> Piece:
    by = objective(rng, name)
    at = datetime(2026, 7, 1, tzinfo=UTC)
    proposal = Proposal(
        uuid=make.uuid(f"{name} proposal"),
        proposed_by="Ada",
        proposed_at=at,
        accepted_as=by.uuid,
        accepted_at=at + timedelta(hours=rng.randint(1, 70)),
        key_results=tuple(
            ProposedKeyResult(title=str(each), accepted_unchanged=each > 0) for each in range(4)
        ),
    )
    return piece(rng, name, "MM1", by=by, proposals=(proposal,))


def too_many(rng: random.Random, name: str) -> Piece:
    found = piece(rng, name, "MM4")
    others = tuple(
        make.objective(
            f"{name} wish {place}", stream=make.uuid(name), key_results=results(rng, f"{name} {place}")
        )
        for place in range(rng.randint(3, 5))
    )
    return replace(found, objectives=(*found.objectives, *others))


def moved_goalposts(rng: random.Random, name: str) -> Piece:
    first, *others = results(rng, name)
    on = make.QUARTER.starts_on + timedelta(days=rng.randint(24, 44))
    moved = replace(first, changes=(GoalChange(changed_on=on, before=Decimal(14), after=Decimal(18)),))
    return piece(rng, name, "MM5", by=objective(rng, name, key_results=(moved, *others)))


def long_chain(rng: random.Random, name: str) -> Piece:
    top = make.objective(f"{name} top", stream=None, key_results=results(rng, f"{name} top"))
    middle = objective(rng, name, supports=top.uuid)
    lowest = make.objective(
        f"{name} lowest",
        stream=make.uuid(name),
        supports=middle.uuid,
        key_results=results(rng, f"{name} low"),
    )
    return Piece(streams=(stream(rng, name),), objectives=(top, middle, lowest), checks=frozenset({"CA1"}))


def sliced(rng: random.Random, name: str) -> Piece:
    top = make.objective(f"{name} top", stream=None, key_results=results(rng, f"{name} top"))
    own = objective(rng, name, supports=top.uuid)
    whole = top.key_results[1]
    part = rng.randint(5, 20)
    parts = [
        replace(result, target=Decimal(20 + change))
        for result, change in zip(own.key_results[1:], (part, 25 - part), strict=True)
    ]
    links = tuple(Contribution(of=each.uuid, to=whole.uuid) for each in parts)
    return Piece(
        streams=(stream(rng, name),),
        objectives=(top, replace(own, key_results=(own.key_results[0], *parts))),
        checks=frozenset({"CA3"}),
        more={"contributions": links},
    )


def results_at_the_end(rng: random.Random, name: str) -> Piece:
    lagging = tuple(
        make.key_result(f"{name}: {place}", metric=metric(rng, f"{name} {place}", timing=Timing.LAGGING))
        for place in ("renewals", "market share", "margin")
    )
    return piece(rng, name, "BM1", "BM3", by=objective(rng, name, key_results=lagging))


def unguarded_deliveries(rng: random.Random, name: str) -> Piece:
    counted = metric(rng, name, counts=Counts.DELIVERIES)
    more = make.key_result(f"{name}: quotes from 20 to 45", metric=counted)
    velocity = make.key_result(
        f"{name}: velocity from 20 to 45",
        metric=flow(name, Measure.VELOCITY, unit_kind=UnitKind.COUNT, unit="items", better="up"),
    )
    return piece(
        rng, name, "TP3", by=objective(rng, name, key_results=(more, velocity, *results(rng, name)[1:]))
    )


def starved(rng: random.Random, name: str) -> Piece:
    share = flow(
        name,
        Measure.DISTRIBUTION_SHARE,
        unit_kind=UnitKind.PERCENT,
        unit="%",
        better="neither",
        item_kind=Kind.FEATURE,
        history=(),
    )
    aim = make.key_result(
        f"{name}: features from 60 % to 80 %", metric=share, baseline=Decimal("0.6"), target=Decimal("0.8")
    )
    recent = {Kind.FEATURE: 40, Kind.RISK: rng.randint(0, 3), Kind.DEBT: rng.randint(0, 3)}
    usual = make.stream().finished
    return piece(
        rng,
        name,
        "TP4",
        of=stream(rng, name, finished=replace(usual, recent=recent)),
        by=objective(rng, name, key_results=(aim, *results(rng, name)[1:])),
    )


def fallen_silent(rng: random.Random, name: str) -> Piece:
    first, second, third = results(rng, name)
    until = make.TODAY - timedelta(days=rng.randint(15, 40))
    assert second.metric
    heard: History = tuple(value for value in second.metric.history if value[0] < until)
    silent = replace(second, metric=replace(second.metric, history=heard))
    return piece(rng, name, "CR3", by=objective(rng, name, key_results=(first, silent, third)))


def watermelon(rng: random.Random, name: str) -> Piece:
    first, *others = results(rng, name)
    red = replace(first, confidence=rng.randint(7, 10), chance=rng.uniform(0.06, 0.19))
    return piece(rng, name, "CR4", by=objective(rng, name, key_results=(red, *others)))


def honest_doubt(rng: random.Random, name: str) -> Piece:
    first, *others = results(rng, name)
    doubtful = replace(first, confidence=rng.randint(1, 6), chance=rng.uniform(0.06, 0.19))
    return piece(rng, name, by=objective(rng, name, key_results=(doubtful, *others)))


def counted_twice(rng: random.Random, name: str) -> Piece:
    own, other = objective(rng, name), f"{name} rival"
    claimed = replace(own.key_results[1], uuid=make.uuid(f"{other} claim"))
    rival = objective(rng, other, key_results=(*results(rng, other)[:1], claimed, *results(rng, other)[2:]))
    return Piece(
        streams=(stream(rng, name), stream(rng, other)),
        objectives=(own, rival),
        checks=frozenset({"CR6"}),
    )


def little_ambition(rng: random.Random, name: str) -> Piece:
    first, second, third = results(rng, name)
    values = [round(rng.gauss(20, 2), 1) for _ in range(40)]
    history: History = tuple(
        (make.TODAY - timedelta(weeks=39 - place), value) for place, value in enumerate(values)
    )
    assert second.metric
    modest = replace(second, metric=replace(second.metric, history=history), target=Decimal("20.4"))
    return piece(rng, name, "CR7", by=objective(rng, name, key_results=(first, modest, third)))


def _with(rng: random.Random, name: str, *results_instead: KeyResult, checks: str) -> Piece:
    """Sound but for the key results."""
    return piece(rng, name, *checks.split(), by=objective(rng, name, key_results=results_instead))


def money_only(rng: random.Random, name: str) -> Piece:
    money = [
        make.key_result(
            f"{name}: {each}", metric=metric(rng, f"{name} {each}", unit_kind=UnitKind.CURRENCY, unit="EUR")
        )
        for each in ("premiums", "claims paid", "reserves")
    ]
    return _with(rng, name, *money, checks="BM2 BM3")


def yearly_values(rng: random.Random, name: str) -> Piece:
    slow = [
        make.key_result(
            f"{name}: {each}", metric=metric(rng, f"{name} {each}", cadence_days=rng.randint(30, 365))
        )
        for each in ("renewals", "market share", "trust")
    ]
    return _with(rng, name, *slow, checks="BM4 BM3")


def handed_down(rng: random.Random, name: str) -> Piece:
    top = make.objective(f"{name} top", stream=None, key_results=results(rng, f"{name} top"))
    title = f"{name} top: satisfaction from 20 up to 45"
    own = make.objective(title, stream=make.uuid(name), supports=top.uuid, key_results=results(rng, name))
    return Piece(streams=(stream(rng, name),), objectives=(top, own), checks=frozenset({"CA2"}))


def waterfall(rng: random.Random, name: str) -> Piece:
    top = make.objective(f"{name} top", stream=None, key_results=results(rng, f"{name} top"))
    names = [f"{name} branch {place}" for place in range(3)]
    below = [
        objective(
            rng,
            each,
            supports=top.uuid,
            published_on=make.QUARTER.starts_on + timedelta(days=rng.randint(17, 40)),
        )
        for each in names
    ]
    return Piece(
        streams=tuple(stream(rng, each) for each in names),
        objectives=(top, *below),
        checks=frozenset({"CA4"}),
    )


def without_target(rng: random.Random, name: str) -> Piece:
    first, second, third = results(rng, name)
    return _with(rng, name, first, replace(second, target=None), third, checks="CR1")


def one_or_many(rng: random.Random, name: str) -> Piece:
    first, *_ = results(rng, name)
    many = [make.key_result(f"{name}: {each}", metric=metric(rng, f"{name} {each}")) for each in range(5)]
    return _with(rng, name, first, *many, checks="CR2")


def sandbag(rng: random.Random, name: str) -> Piece:
    on = make.QUARTER.starts_on + timedelta(days=rng.randint(0, 13))
    sure = [replace(each, check_ins=(CheckIn(given_on=on, confidence=10),)) for each in results(rng, name)]
    return _with(rng, name, *sure, checks="CR5")


def impossible(rng: random.Random, name: str) -> Piece:
    first, second, third = results(rng, name)
    score = replace(second, metric=metric(rng, name, unit="NPS"), target=Decimal(rng.randint(101, 150)))
    return _with(rng, name, first, score, third, checks="CR8")


def wrong_way(rng: random.Random, name: str) -> Piece:
    first, second, third = results(rng, name)
    return _with(
        rng, name, first, replace(second, metric=metric(rng, name, better="down")), third, checks="CR9"
    )


def unranked(rng: random.Random, name: str) -> Piece:
    found = piece(rng, name, "PR1", by=objective(rng, name, rank=None))
    other = make.objective(
        f"{name} too", stream=make.uuid(name), rank=None, key_results=results(rng, f"{name} too")
    )
    return replace(found, objectives=(*found.objectives, other))


def task(rng: random.Random, name: str) -> Piece:
    items = [
        OpenItem(key=f"{name}-{place}", title=f"Work item {place}") for place in range(rng.randint(0, 9))
    ]
    same = OpenItem(key="SAME-1", title=results(rng, name)[1].title.upper())
    return piece(rng, name, "MM3", of=stream(rng, name, open_items=(*items, same)))


def release_plan(rng: random.Random, name: str) -> Piece:
    plan = [
        PlanEntry(uuid=make.uuid(f"{name} {each.title}"), title=f"{each.title} in our own branches")
        for each in results(rng, name)
    ]
    rng.shuffle(plan)
    return piece(rng, name, "RM3", of=stream(rng, name, plan=tuple(plan)))


def telemetry(rng: random.Random, name: str) -> Piece:
    own = [
        make.key_result(f"{name}: {each}", metric=metric(rng, f"{name} {each}", kind="team"))
        for each in ("calm", "focus", "joy")
    ]
    return _with(rng, name, *own, checks="TP1 BM3")


def flow_for_its_own_sake(rng: random.Random, name: str) -> Piece:
    share = flow(name, Measure.EFFICIENCY, unit_kind=UnitKind.PERCENT, unit="%", better="up", history=())
    aim = make.key_result(f"{name}: efficiency", metric=share, baseline=Decimal("0.2"), target=Decimal("0.4"))
    steady = replace(
        results(rng, name)[0], uuid=make.uuid(f"{name} p50"), metric=flow(name, Measure.FLOW_TIME_P50)
    )
    return _with(rng, name, results(rng, name)[0], aim, steady, checks="TP2")


def forgotten_experiment(rng: random.Random, name: str) -> Piece:
    ended = Experiment(
        uuid=make.uuid(f"{name} experiment"),
        title="Swarm",
        stream=make.uuid(name),
        from_on=make.TODAY - timedelta(days=90),
        to_on=make.TODAY - timedelta(days=rng.randint(14, 60)),
    )
    return piece(rng, name, "LE2", experiments=(ended,))


SOUND: tuple[Maker, ...] = (sound, attended_bottleneck, rounded_baseline, short_peak, honest_doubt)
TROUBLES: tuple[Maker, ...] = (
    ignored_bottleneck,
    beyond_history,
    wrong_baseline,
    new_stream,
    misfitting_aims,
    hidden_dependency,
    unanswered_impediment,
    more_than_fits,
    no_room,
    jumping_load,
    taken_over,
    too_many,
    moved_goalposts,
    long_chain,
    sliced,
    results_at_the_end,
    unguarded_deliveries,
    starved,
    fallen_silent,
    watermelon,
    counted_twice,
    little_ambition,
    money_only,
    yearly_values,
    handed_down,
    waterfall,
    without_target,
    one_or_many,
    sandbag,
    impossible,
    wrong_way,
    unranked,
    task,
    release_plan,
    telemetry,
    flow_for_its_own_sake,
    forgotten_experiment,
)
