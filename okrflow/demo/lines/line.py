"""What makes a line: its stages, when items arrive, of which kind, and how long they stay."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, Final

import numpy as np

from okrflow.demo.anchors import Anchors
from okrflow.demo.chance import lognormal
from okrflow.demo.clock import FloatArray
from okrflow.flow import State
from okrflow.flow.codes import BoolArray, CodeArray

BACKLOG: Final = "Backlog"
LIVE: Final = "Live"
CANCELLED: Final = "Cancelled"


class Step(IntEnum):
    """The steps of all lines, in order, so that an item may change lines halfway. A line may lack some."""

    ANALYSIS_WAIT = 0
    ANALYSIS = 1
    BUILD_WAIT = 2
    BUILD = 3
    CHECK_WAIT = 4
    CHECK = 5
    ASIDE = 6
    RELEASE_WAIT = 7
    RELEASE = 8


@dataclass(frozen=True)
class Stage:
    """A step as one line has it: days spent there in the mean, the spread of their logarithm, the share that comes by."""

    name: str
    state: State | None
    mean: float
    sigma: float
    share: float = 1.0


@dataclass(frozen=True, eq=False)
class Arrivals:
    """When items start, in even time, ascending, and of which kind they are."""

    start: FloatArray
    kind: CodeArray


class Line(ABC):
    """One value stream at work."""

    slug: ClassVar[str]
    name: ClassVar[str]
    key: ClassVar[str]
    load_limit: ClassVar[int]
    stages: ClassVar[dict[Step, Stage]]

    def __init__(self, anchors: Anchors, rng: np.random.Generator) -> None:
        """A line takes all its chance from one generator."""
        self.anchors = anchors
        self.rng = rng

    @abstractmethod
    def arrivals(self) -> Arrivals:
        """Who comes, from W0 to some weeks after today: the backlog of today starts then."""

    def analysed(self, start: FloatArray) -> tuple[FloatArray, FloatArray]:
        """How long those who start at these times wait for analysis and are analysed."""
        wait = self.stay(Step.ANALYSIS_WAIT, start)
        return wait, self.stay(Step.ANALYSIS, start + wait)

    def lets_go(self, analysed: FloatArray) -> BoolArray:
        """Of those who are to be built from these times on, which may still be cancelled or given to another line."""
        return np.ones(len(analysed), np.bool_)

    def stay(self, step: Step, entered: FloatArray) -> FloatArray:
        """How many days those who enter a step at these times stay there; NaN for those who pass it by."""
        stage = self.stages.get(step)
        if stage is None:
            return np.full(len(entered), np.nan)
        days = lognormal(self.rng, stage.mean, stage.sigma, len(entered))
        return np.where(self.rng.random(len(entered)) < stage.share, days, np.nan)

    def kinds(self, shares: tuple[int, int, int, int], size: int) -> CodeArray:
        """So many kinds by their shares in percent: feature, defect, risk, debt."""
        return self.rng.choice(4, size, p=np.array(shares) / 100).astype(np.int8)
