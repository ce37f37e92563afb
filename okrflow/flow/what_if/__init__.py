"""What if: a stream's recent past as a line of stages, run again with changes. Source of every rule: "How we count"."""

from okrflow.flow.what_if.answers import Answer, Band, Effect, Figure, Figures, Finding
from okrflow.flow.what_if.changes import (
    Arrivals,
    Change,
    ChangeCode,
    LoadLimit,
    NotOffered,
    NoWaiting,
    Offer,
    Places,
    Work,
)
from okrflow.flow.what_if.fitting import fit
from okrflow.flow.what_if.lines import Order
from okrflow.flow.what_if.model import (
    Check,
    Doubt,
    DoubtCode,
    Fit,
    Followed,
    Measure,
    Model,
    Next,
    Reading,
    StageModel,
)
from okrflow.flow.what_if.scenarios import simulate

__all__ = [
    "Answer",
    "Arrivals",
    "Band",
    "Change",
    "ChangeCode",
    "Check",
    "Doubt",
    "DoubtCode",
    "Effect",
    "Figure",
    "Figures",
    "Finding",
    "Fit",
    "Followed",
    "LoadLimit",
    "Measure",
    "Model",
    "Next",
    "NoWaiting",
    "NotOffered",
    "Offer",
    "Order",
    "Places",
    "Reading",
    "StageModel",
    "Work",
    "fit",
    "simulate",
]
