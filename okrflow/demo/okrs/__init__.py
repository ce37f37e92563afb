"""The OKRs of the demo as its people wrote them: plain data, one module for each who wrote."""

from okrflow.demo.okrs import claims, organisation, past, platform, policy
from okrflow.demo.okrs.told import CycleTold, FlowTold, KeyResultTold, ObjectiveTold, Saying, Taught

OBJECTIVES: tuple[ObjectiveTold, ...] = (
    *past.OBJECTIVES,
    *organisation.OBJECTIVES,
    *platform.OBJECTIVES,
    *policy.OBJECTIVES,
    *claims.OBJECTIVES,
)
"""In the order in which they were written: what is supported comes first."""

FEATURES = ("policy", "Features are live 30 % sooner")
CONTRIBUTIONS = (
    (FEATURES, (None, "Half the time to provision a policy")),
    (FEATURES, ("policy", "Mobile NPS rises by 20 %")),
    (FEATURES, (None, "Market share grows by 30 %")),
    (("platform", "Hosting a policy costs 2.60 euros"), (None, "Half the time to provision a policy")),
)
"""Which key result moves which, each by its stream and title: flow first, what customers notice after it."""

__all__ = [
    "CONTRIBUTIONS",
    "OBJECTIVES",
    "CycleTold",
    "FlowTold",
    "KeyResultTold",
    "ObjectiveTold",
    "Saying",
    "Taught",
]
