"""How often what was foretold of a metric came true."""

from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Final

from okrflow.flow import Reason
from okrflow.flow.forecasts import BackTest, Outlook
from okrflow.metrics import values
from okrflow.metrics.models import Metric
from okrflow.metrics.outlooks import Question, answers
from okrflow.work_items.figures.windows import today

WEEKS: Final = 12
AHEAD: Final = timedelta(days=28)
"""How far ahead each statement looks."""


def back_test(metric: Metric, *, lower_is_better: bool, now: datetime) -> BackTest:
    """Try the statement "with 85 % confidence it will be so much, or better, in four weeks" on the last Mondays that can tell.

    It held when the value of that day was at least p15, or, where lower is better, at most p85. Mondays on which nothing
    could be said, and days without a value, are not tried. As many queries as `answers` and a series of values.
    """
    organisation = metric.organisation
    questions = _questions(today(organisation, now=now))
    said = answers({metric: questions}, organisation)[metric.pk]
    came = _values(metric, [each.day for each in questions], now=now)
    tried = [
        _held(outlook, came[question.day], lower_is_better=lower_is_better)
        for question, outlook in said.items()
        if not isinstance(outlook, Reason) and came.get(question.day) is not None
    ]
    return BackTest(weeks=len(tried), held=sum(tried))


def _questions(asked_on: date) -> list[Question]:
    """The Mondays whose day to come lies before today, the oldest first."""
    latest = asked_on - AHEAD
    monday = latest - timedelta(days=latest.weekday())
    mondays = [monday - timedelta(weeks=back) for back in range(WEEKS)][::-1]
    return [Question(each, each + AHEAD - timedelta(days=1)) for each in mondays]


def _held(outlook: Outlook, value: float | None, *, lower_is_better: bool) -> bool:
    assert value is not None
    return value <= outlook.band.p85 if lower_is_better else value >= outlook.band.p15


def _values(metric: Metric, days: list[date], *, now: datetime) -> dict[date, float | None]:
    """The value in force on each of these days."""
    if metric.computed:
        points = values.computed({metric: days}, metric.organisation, now=now)[metric.pk]
        return {each.day: _number(each) for each in points}
    known = values.series(metric, first=days[0], last=days[-1], now=now)
    return {
        day: _number(max((each for each in known if each.day <= day), key=attrgetter("day"), default=None))
        for day in days
    }


def _number(point: values.Point | None) -> float | None:
    return None if point is None or point.value is None else float(point.value)
