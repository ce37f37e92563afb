"""All checks, in families; each of them is a plain function of a snapshot."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, Final

from okrflow.review.checks import Check, Family
from okrflow.review.families import (
    bottleneck,
    business,
    capacity,
    cascade,
    craft,
    learning,
    micromanagement,
    roadmap,
    team,
)
from okrflow.review.snapshot import Objective, Organisation, Stream

_OF_OBJECTIVES: Final[Mapping[Family, Sequence[Check[Objective]]]] = {
    Family.BOTTLENECK: bottleneck.OBJECTIVE,
    Family.CAPACITY: capacity.OBJECTIVE,
    Family.MICROMANAGEMENT: micromanagement.OBJECTIVE,
    Family.BUSINESS: business.OBJECTIVE,
    Family.TEAM: team.OBJECTIVE,
    Family.CASCADE: cascade.OBJECTIVE,
    Family.ROADMAP: roadmap.OBJECTIVE,
    Family.CRAFT: craft.OBJECTIVE,
    Family.LEARNING: learning.OBJECTIVE,
}
_OF_STREAMS: Final[Mapping[Family, Sequence[Check[Stream]]]] = {
    Family.BOTTLENECK: bottleneck.STREAM,
    Family.CAPACITY: capacity.STREAM,
    Family.MICROMANAGEMENT: micromanagement.STREAM,
    Family.BUSINESS: business.STREAM,
    Family.CRAFT: craft.STREAM,
}
_OF_ORGANISATIONS: Final[Mapping[Family, Sequence[Check[Organisation]]]] = {
    Family.BOTTLENECK: bottleneck.ORGANISATION,
    Family.BUSINESS: business.ORGANISATION,
    Family.CASCADE: cascade.ORGANISATION,
    Family.CRAFT: craft.ORGANISATION,
    Family.LEARNING: learning.ORGANISATION,
}

OBJECTIVE_CHECKS: Final = tuple(chain.from_iterable(_OF_OBJECTIVES.values()))
STREAM_CHECKS: Final = tuple(chain.from_iterable(_OF_STREAMS.values()))
ORGANISATION_CHECKS: Final = tuple(chain.from_iterable(_OF_ORGANISATIONS.values()))

_EVERY: Final[tuple[Check[Any], ...]] = (*OBJECTIVE_CHECKS, *STREAM_CHECKS, *ORGANISATION_CHECKS)
CHECKS: Final[Mapping[str, Check[Any]]] = {check.id: check for check in _EVERY}
"""By id."""

FAMILY_OF: Final[Mapping[str, Family]] = {
    check.id: family
    for checks in (_OF_OBJECTIVES, _OF_STREAMS, _OF_ORGANISATIONS)
    for family, members in checks.items()
    for check in members
}
"""The family of each check's id."""
