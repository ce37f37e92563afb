"""The targets that come of what was typed."""

from decimal import Decimal

from okrflow.metrics.decimals import stored
from okrflow.okrs.scoring.codes import TargetForm


class RelativeToNothing(ValueError):
    """A relative target from a baseline of 0."""

    def __init__(self) -> None:
        super().__init__("A baseline of 0 has no percentage: give the change instead.")


def resolve_target(form: TargetForm, typed: Decimal, *, baseline: Decimal | None) -> Decimal | None:
    """The target that was meant; None where it needs a baseline that is not there. Raises RelativeToNothing, NotStorable.

    `typed` is the target itself, a share of the baseline (0.3 for 30 %), or a change in the metric's stored unit.
    """
    if form == TargetForm.ABSOLUTE:
        return stored(typed)
    if baseline is None:
        return None
    if form == TargetForm.CHANGE:
        return stored(baseline + typed)
    if baseline == 0:
        raise RelativeToNothing
    return stored(baseline + typed * abs(baseline))
