"""The rows of the form as the page shows them: fields, the proposed baseline, the target that comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from okrflow.metrics import values
from okrflow.metrics.formatting import rounded, shown, shown_change
from okrflow.metrics.models import Metric, UnitKind
from okrflow.metrics.values import Point
from okrflow.okrs import scoring
from okrflow.okrs.editor.offers import Offers
from okrflow.okrs.editor.typed import Typed, siblings
from okrflow.okrs.forms.objectives import KeyResultForm
from okrflow.okrs.models import Aim
from okrflow.web.numbers import editable
from okrflow.web.templatetags.figures import local_day, reason_text


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody else saved differently: `name` says which, for the choice to take theirs."""

    name: str
    label: str
    theirs: str


@dataclass(kw_only=True)
class Row:
    place: int
    form: KeyResultForm
    proposal: str = ""
    preview: str = ""
    note: str = ""
    published: bool = False
    differences: Sequence[Difference] = field(default_factory=list)


def bound(rows: Sequence[Typed], offers: Offers, place: int) -> KeyResultForm:
    """The fields of one of the rows with what was typed, checked."""
    data = {f"kr-{place}-{name}": value for name, value in rows[place].items()}
    return KeyResultForm(data, prefix=f"kr-{place}", offers=offers, guarded=_others(rows, place))


def unbound(rows: Sequence[Typed], offers: Offers, place: int) -> KeyResultForm:
    """The fields with what was typed, not checked: nobody has asked to save it."""
    initial = {name: value for name, value in rows[place].items() if value}
    return KeyResultForm(initial=initial, prefix=f"kr-{place}", offers=offers, guarded=_others(rows, place))


def _others(rows: Sequence[Typed], place: int) -> list[tuple[str, str]]:
    """The other rows, that this one may guard."""
    return [each for each in siblings(rows) if each[0] != rows[place].get("uuid")]


def checked(typed: Sequence[Typed], offers: Offers) -> list[KeyResultForm]:
    found = [bound(typed, offers, place) for place in range(len(typed))]
    for form in found:
        form.is_valid()
    return found


def rows(
    typed: Sequence[Typed], offers: Offers, *, forms: Sequence[KeyResultForm] | None = None
) -> list[Row]:
    """The rows with proposal and preview; `forms` are given where what they hold was checked to be saved."""
    tried = checked(typed, offers)
    metrics = _numbered([form.seen_metric for form in tried])
    points = values.in_force(
        list(metrics.values()), offers.rights.organisation, day=offers.today, now=offers.now
    )
    found = []
    for place, form in enumerate(tried):
        metric = metrics.get(place)
        shown_form = forms[place] if forms else unbound(typed, offers, place)
        row = Row(place=place, form=shown_form)
        if metric is not None:
            row.proposal = proposal_words(metric, points[metric.pk])
            row.preview = preview_words(metric, form)
        found.append(row)
    return found


def _numbered(metrics: Sequence[Metric | None]) -> dict[int, Metric]:
    """By place; those that are not made yet get a number of their own, so that values can be told apart."""
    for place, metric in enumerate(metrics):
        if metric is not None and metric.pk is None:
            metric.pk = -1 - place
    return {place: metric for place, metric in enumerate(metrics) if metric is not None}


def proposal_words(metric: Metric, point: Point) -> str:
    """Today's value, and over which days it was computed; or why there is none."""
    if point.value is None:
        return reason_text(point.reason)
    over = f"computed from the {metric.window_days} days before" if metric.computed else "the last value"
    return f"Today: {shown(metric, point.value)} on {local_day(point.day)}, {over}."


def preview_words(metric: Metric, form: KeyResultForm) -> str:
    """The target that comes of what is typed, before it is saved."""
    cleaned = form.cleaned_data
    typed, baseline = cleaned.get("target"), cleaned.get("baseline")
    if typed is None or not Aim(cleaned.get("aim") or Aim.RAISE).moves or "target_form" not in cleaned:
        return ""
    try:
        target = scoring.resolve_target(scoring.TargetForm(cleaned["target_form"]), typed, baseline=baseline)
    except ValueError as error:
        return str(error)
    if target is None:
        return "The target follows from the baseline: give that first."
    if baseline is None:
        return f"Target: {shown(metric, target)}."
    change = target - baseline
    way = "up" if change > 0 else "down"
    return f"Target: {shown(metric, target)}, {way} by {shown_change(metric, abs(change))}."


def with_baselines(typed: Sequence[Typed], offers: Offers, place: int | None = None) -> list[Typed]:
    """The rows with today's value as baseline where there is none yet; of one row only, also instead of another's."""
    metrics = _numbered([form.seen_metric for form in checked(typed, offers)])
    points = values.in_force(
        list(metrics.values()), offers.rights.organisation, day=offers.today, now=offers.now
    )
    found = list(typed)
    for number, metric in metrics.items():
        point = points[metric.pk]
        asked = place is None or place == number
        moves = (
            Aim(typed[number].get("aim") or Aim.RAISE).moves
            if typed[number].get("aim") in Aim.values
            else True
        )
        if asked and moves and not typed[number].get("baseline") and point.value is not None:
            found[number] = {**typed[number], **_baseline(metric, point)}
    return found


def _baseline(metric: Metric, point: Point) -> Mapping[str, str]:
    assert point.value is not None
    return {"baseline": as_typed(metric, point.value), "baseline_on": point.day.isoformat()}


def as_typed(metric: Metric, value: Decimal) -> str:
    """A value as it stands in a field, to the digits that are shown."""
    return editable(rounded(metric, value) * (100 if metric.unit_kind == UnitKind.PERCENT else 1))
