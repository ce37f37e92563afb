"""The stages of a model in the stream's own terms, and the changes that make sense for each."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from okrflow.flow.codes import FloatArray, Kind
from okrflow.flow.what_if.changes import ChangeCode, NotOffered, Offer
from okrflow.flow.what_if.floor import Floor
from okrflow.flow.what_if.lines import Line, Wait
from okrflow.flow.what_if.model import Followed, Next, Reading, StageModel
from okrflow.flow.what_if.places import BACK, CANCELLED, DONE, FIRST_STAGE, OUT
from okrflow.flow.what_if.window import Window

_NEXT: Final = {BACK: Next.BACK, DONE: Next.DONE, CANCELLED: Next.CANCELLED, OUT: Next.OUT}


def stage_models(
    window: Window, found: Sequence[Wait], lines: Sequence[Line], busy: FloatArray
) -> tuple[StageModel, ...]:
    """How each stage of the window is understood; `busy` is the share for which each line's places are taken."""
    shares = dict(zip(lines, busy.tolist(), strict=True))
    of_place = {wait.place: wait for wait in found}
    return tuple(
        _waiting(window, of_place[place], lines) if place in of_place else _active(window, place, shares)
        for place in range(FIRST_STAGE, len(window.active))
    )


def _waiting(window: Window, wait: Wait, lines: Sequence[Line]) -> StageModel:
    line = next((line for line in lines if wait.place in line.fronts), None)
    reading = Reading.OUTSIDE_DELAY if line is None else Reading.LINE
    visits, followed = _followed(window, wait.place)
    return StageModel(
        stage=window.status(wait.place),
        reading=Reading.BOTH if wait.is_unclear else reading,
        visits=visits,
        followed_by=followed,
        in_front_of=None if wait.stage is None else window.status(wait.stage),
        idle=wait.idle,
        rho=wait.rho,
        order=None if line is None else line.order,
    )


def _active(window: Window, place: int, shares: dict[Line, float]) -> StageModel:
    line = next((line for line in shares if line.stage == place), None)
    visits, followed = _followed(window, place)
    return StageModel(
        stage=window.status(place),
        reading=Reading.WORK,
        visits=visits,
        followed_by=followed,
        order=None if line is None else line.order,
        capacity=None if line is None else line.capacity,
        pick_up_days=None if line is None else line.pick_up_days,
        busy=None if line is None else shares[line],
    )


def _followed(window: Window, place: int) -> tuple[int, tuple[Followed, ...]]:
    """How many visits of a place ended in the window, and where they went, the most frequent first."""
    ended = window.visits.ended_in_stage & (window.visits.place == place)
    counts = np.bincount(window.visits.goes_to[ended])
    total = int(counts.sum())
    order = sorted(np.flatnonzero(counts).tolist(), key=lambda goes_to: -counts[goes_to])
    return total, tuple(
        Followed(_NEXT[goes_to], None, int(counts[goes_to]) / total)
        if goes_to < FIRST_STAGE
        else Followed(Next.STAGE, window.status(goes_to), int(counts[goes_to]) / total)
        for goes_to in order
    )


def offers(window: Window, floors: Sequence[Floor]) -> tuple[Offer, ...]:
    """What can be tried with a window that is read in these ways."""
    lines = [line for floor in floors for line in floor.lines]
    seen = {line.stage for line in lines}
    fronts = {front for line in lines for front in line.fronts}
    found: list[Offer] = []
    for place in range(FIRST_STAGE, len(window.active)):
        found += _stage_offers(window, place, capacity_seen=place in seen, is_line=place in fronts)
    arrivals = np.bincount(window.entries.kind[window.entries.entered >= 0], minlength=len(Kind))
    found.append(Offer(change=ChangeCode.LOAD_LIMIT))
    return (
        *found,
        *(
            Offer(
                change=ChangeCode.ARRIVALS,
                kind=kind,
                reason=None if arrivals[kind] else NotOffered.NO_ARRIVALS,
            )
            for kind in Kind
        ),
    )


def _stage_offers(window: Window, place: int, *, capacity_seen: bool, is_line: bool) -> list[Offer]:
    stage, active = window.status(place), bool(window.active[place])
    never = None if window.pools.count[place].any() else NotOffered.NO_VISITS
    unseen = None if capacity_seen else NotOffered.CAPACITY_UNSEEN
    return [
        Offer(change=ChangeCode.PLACES, stage=stage, reason=unseen if active else NotOffered.NOT_ACTIVE),
        Offer(change=ChangeCode.WORK, stage=stage, reason=never if active else NotOffered.NOT_ACTIVE),
        Offer(
            change=ChangeCode.NO_WAITING,
            stage=stage,
            reason=NotOffered.NOT_WAITING if active else never,
            removes_capacity_limit=is_line,
        ),
    ]
