"""Why a model can't be trusted."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from okrflow.flow.what_if.model import Check, Doubt, DoubtCode
from okrflow.flow.what_if.window import Window

FEWEST_DAYS: Final = 60
FEWEST_FINISHED: Final = 50
FEWEST_VISITS: Final = 30
_MATTERS: Final = 0.05
"""A stage matters from this share of all item-days on."""


def doubts(window: Window, checks: Sequence[Check]) -> tuple[Doubt, ...]:
    """What speaks against trusting a model of this window whose fit was checked."""
    return (*_too_little(window), *_missed(checks))


def _too_little(window: Window) -> list[Doubt]:
    found = []
    if window.days < FEWEST_DAYS:
        found.append(Doubt(code=DoubtCode.WINDOW_TOO_SHORT, found=window.days, needed=FEWEST_DAYS))
    finished = sum(window.measures.finished)
    if finished < FEWEST_FINISHED:
        found.append(Doubt(code=DoubtCode.TOO_FEW_FINISHED, found=finished, needed=FEWEST_FINISHED))
    return [*found, *_too_few_visits(window)]


def _too_few_visits(window: Window) -> list[Doubt]:
    """Doubts about the stages that matter and that too few visits left in the window."""
    visits = window.visits.where(window.visits.in_stage)
    spent = np.minimum(visits.ended, window.days) - np.maximum(visits.began, 0.0)
    days = np.bincount(visits.place, weights=np.maximum(spent, 0.0), minlength=len(window.active))
    ended = np.bincount(visits.place[visits.ended_in_stage], minlength=len(window.active))
    few = np.flatnonzero((days > 0) & (days >= _MATTERS * days.sum()) & (ended < FEWEST_VISITS))
    return [
        Doubt(
            code=DoubtCode.TOO_FEW_VISITS,
            stage=window.status(place),
            found=int(ended[place]),
            needed=FEWEST_VISITS,
        )
        for place in few.tolist()
    ]


def _missed(checks: Sequence[Check]) -> list[Doubt]:
    return [
        Doubt(code=DoubtCode.FIT_MISSED, measure=check.measure, found=check.error, needed=check.tolerance)
        for check in checks
        if not check.within
    ]
