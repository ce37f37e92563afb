"""The OKRs of the demo as its people wrote them: plain data, one module for each who wrote."""

from okrflow.demo.okrs import claims, organisation, past, platform, policy
from okrflow.demo.okrs.told import CycleTold, FlowTold, KeyResultTold, ObjectiveTold, Saying

OBJECTIVES: tuple[ObjectiveTold, ...] = (
    *past.OBJECTIVES,
    *organisation.OBJECTIVES,
    *platform.OBJECTIVES,
    *policy.OBJECTIVES,
    *claims.OBJECTIVES,
)
"""In the order in which they were written: what is supported comes first."""

__all__ = ["OBJECTIVES", "CycleTold", "FlowTold", "KeyResultTold", "ObjectiveTold", "Saying"]
