"""What a program says about a file of OKRs, laid over the guesses."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from okrflow.okr_imports.reading.plans import Plan


def overridden(plan: Plan, wanted: Mapping[str, Any]) -> Plan:
    """The plan with the columns, conventions, streams and cycles that were said; what is left out is guessed of these."""
    columns = dict(plan.columns) | dict(wanted.get("columns", {}))
    return replace(
        plan,
        columns={role: name for role, name in columns.items() if role in plan.roles and name},
        at_format=wanted.get("dates", ""),
        decimal=wanted.get("decimal", ""),
        shares=wanted.get("percent_as_shares", False),
        streams=wanted.get("streams", {}),
        cycles=wanted.get("cycles", {}),
    )


def with_metrics(plan: Plan, names: Mapping[str, str]) -> Plan:
    """The plan with other names for metrics of the file; one that is made keeps the unit that the file gives it."""
    renamed = {
        name: guessed._replace(name=names[name]) for name, guessed in plan.metrics.items() if name in names
    }
    return replace(plan, metrics=dict(plan.metrics) | renamed)
