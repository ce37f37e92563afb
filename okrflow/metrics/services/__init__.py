"""Writing metrics and their values."""

from okrflow.metrics.services.definitions import (
    MetricGiven,
    NotAMetric,
    change_metric,
    create_metric,
    flow_metric,
    unsaved_flow_metric,
)
from okrflow.metrics.services.values import (
    AlreadyCorrected,
    ComputedMetric,
    NotAnInstant,
    NotAValue,
    noon_of,
    record_measurement,
    record_measurements,
    unsaved_measurement,
)

__all__ = [
    "AlreadyCorrected",
    "ComputedMetric",
    "MetricGiven",
    "NotAMetric",
    "NotAValue",
    "NotAnInstant",
    "change_metric",
    "create_metric",
    "flow_metric",
    "noon_of",
    "record_measurement",
    "record_measurements",
    "unsaved_flow_metric",
    "unsaved_measurement",
]
