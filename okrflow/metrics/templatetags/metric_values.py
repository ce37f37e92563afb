"""Values of metrics in templates."""

from decimal import Decimal

from django import template

from okrflow.metrics.formatting import shown
from okrflow.metrics.models import Metric

register = template.Library()


@register.filter
def value_of(value: Decimal | float | None, metric: Metric) -> str:
    """`{{ value|value_of:metric }}`: with the metric's digits and unit."""
    return shown(metric, value)
