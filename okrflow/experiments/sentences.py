"""What an effect says in words: the rules are here and tested, so no page says more than the numbers."""

from enum import StrEnum
from typing import Final

from okrflow.experiments.models import Experiment, ExperimentState
from okrflow.flow import Kind
from okrflow.flow.effect_groups import Measured
from okrflow.flow.effects import FEWEST_ITEMS, Caution, Effect, Warned
from okrflow.metrics.measures import PLURALS
from okrflow.web.numbers import format_number, format_share


class Shown(StrEnum):
    """The measured verdict: which way it went, if that is sure."""

    BETTER = "better"
    WORSE = "worse"
    UNSURE = "unsure"


_NAMES: Final = {
    Measured.FLOW_TIME_P50: "flow time{of}, p50",
    Measured.FLOW_TIME_P85: "flow time{of}, p85",
    Measured.FLOW_TIME_MEAN: "flow time{of}, mean",
    Measured.EFFICIENCY: "flow efficiency{of}",
    Measured.STAGE_VISIT_P50: "time in {stage}{of}, p50",
    Measured.STAGE_VISIT_P85: "time in {stage}{of}, p85",
}


def measure_name(experiment: Experiment) -> str:
    """ "flow time of features, p50"."""
    of = "" if experiment.item_kind is None else f" of {PLURALS[Kind(experiment.item_kind)]}"
    return _NAMES[Measured(experiment.measure)].format(of=of, stage=experiment.stage)


def shown(measured: Measured, effect: Effect) -> Shown:
    """Better or worse only where the whole interval lies on one side of 0."""
    if effect.low is None or effect.high is None or effect.low <= 0 <= effect.high:
        return Shown.UNSURE
    better = effect.low > 0 if measured == Measured.EFFICIENCY else effect.high < 0
    return Shown.BETTER if better else Shown.WORSE


def between(low: float, high: float) -> str:
    """ "−72 % to −66 %"."""
    return f"{format_share(low, signed=True)} to {format_share(high, signed=True)}"


def interval(effect: Effect) -> str:
    """The 90 % interval; "" without an effect."""
    return "" if effect.low is None or effect.high is None else between(effect.low, effect.high)


def value(measured: Measured, amount: float | None, *, unit: str) -> str:
    """ "20.1 days" in the clock's unit, or "34 %" of efficiency."""
    if amount is None:
        return "–"
    if measured == Measured.EFFICIENCY:
        return format_share(amount)
    return f"{format_number(amount, 1)} {unit}"


def effect_sentence(experiment: Experiment, effect: Effect, *, unit: str) -> str:
    """ "Flow time of features, p50, fell by 70 %: from 20.1 days to 6.1 days". Without an effect "" (it has a reason)."""
    if effect.change is None:
        return ""
    measured = Measured(experiment.measure)
    name = measure_name(experiment)
    name = name[:1].upper() + name[1:]
    if shown(measured, effect) == Shown.UNSURE:
        return f"{name}: no effect is shown. It moved by {format_share(effect.change, signed=True)}, which may be chance"
    verb = "fell" if effect.change < 0 else "rose"
    values = f"from {value(measured, effect.before, unit=unit)} to {value(measured, effect.after, unit=unit)}"
    comma = "," if "," in name else ""
    return f"{name}{comma} {verb} by {format_share(abs(effect.change))}: {values}"


def standing_words(state: ExperimentState, effect: Effect | None) -> str:
    """For lists and marks: "running, −70 % (−72 % to −66 %)"."""
    if effect is None or effect.change is None:
        return str(state.label)
    return f"{state.label}, {format_share(effect.change, signed=True)} ({interval(effect)})"


def caution_sentence(caution: Caution) -> str:
    """What the warning means for reading the effect."""
    number = caution.number
    match caution.code:
        case Warned.MANY_OPEN:
            return (
                f"{format_share(number)} of the items that went through the change are still open. Short ones finish"
                " first, so times may look shorter than they are."
            )
        case Warned.ARRIVALS_CHANGED:
            return (
                f"Since it began, arrivals a day are {format_share(abs(number))} {'more' if number > 0 else 'fewer'}"
                " than before. That alone can change flow."
            )
        case Warned.TREND_BEFORE:
            return (
                f"It moved before, too: by {format_share(number, signed=True)} from the first to the second half of the 90"
                " days before, which is as much as the effect."
            )
        case Warned.FEW_BEFORE | Warned.FEW_AFTER:
            side = "before" if caution.code == Warned.FEW_BEFORE else "after"
            items = "1 item is" if number == 1 else f"{format_number(number)} items are"
            return f"Only {items} counted {side}. Under {FEWEST_ITEMS}, chance weighs a lot."
