"""What the form of a proposal offers to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from okrflow.okrs.editor.offers import Offers
from okrflow.okrs.models import Cycle


@dataclass(frozen=True, kw_only=True)
class ProposalOffers(Offers):
    """As an objective's, without cycles that are over."""

    @cached_property
    def cycles(self) -> Sequence[Cycle]:
        return [cycle for cycle in super().cycles if cycle.ends_on > self.today]
