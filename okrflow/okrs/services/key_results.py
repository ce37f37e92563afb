"""The key results of an objective as they are written with it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from okrflow.metrics.decimals import NotStorable, stored
from okrflow.metrics.models import Metric
from okrflow.metrics.services import NotAMetric, flow_metric
from okrflow.okrs import scoring
from okrflow.okrs.given import FlowGiven, KeyResultGiven
from okrflow.okrs.hard_rules import Problem
from okrflow.okrs.keys import new_keys
from okrflow.okrs.models import Aim, KeyResult, Objective, ObjectiveState, TargetForm
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.refusals import NotReady
from okrflow.organisations.models import Membership
from okrflow.work_items.figures.windows import today

WRITTEN: Final = (
    "order", "title", "metric_id", "aim", "baseline", "baseline_on", "target_form", "target_typed", "target",
    "target_lower", "ambition", "kept_by_id",
)  # fmt: skip


def prepare(
    rights: OkrRights, objective: Objective, given: Sequence[KeyResultGiven], *, now: datetime
) -> list[KeyResult]:
    """The rows to write, in order, targets resolved. Raises NotReady for what not even a draft may hold."""
    present = {row.uuid: row for row in objective.key_results.active().select_related("metric")}
    _require_members(rights, given)
    rows: list[KeyResult] = []
    found = []
    for place, each in enumerate(given):
        row = present.get(each.uuid) if each.uuid else None
        row = row or KeyResult(
            organisation=rights.organisation,
            objective=objective,
            written_by=rights.access.user,
            written_by_member=rights.belongs(objective.value_stream_id),
        )
        try:
            rows.append(_filled(row, rights, objective, each, place, now))
        except _Unfit as unfit:
            found.append(Problem(place, unfit.field, str(unfit)))
    if found:
        raise NotReady(found)
    _set_guards(rows, given, left_out=present)
    return rows


def _set_guards(
    rows: Sequence[KeyResult], given: Sequence[KeyResultGiven], *, left_out: Collection[UUID]
) -> None:
    """Tie each guard to what it guards, if that is not left out; new rows go by the ids that came with them.

    Raises NotReady for what is none of these.
    """
    named = {each.uuid: row for each, row in zip(given, rows, strict=True) if each.uuid}
    for place, (each, row) in enumerate(zip(given, rows, strict=True)):
        guarded = named.get(each.guard_for) if each.guard_for else None
        unknown = each.guard_for and guarded is None and each.guard_for not in left_out
        if guarded is row or unknown:
            raise NotReady([Problem(place, "guard_for", "Choose another key result of this objective.")])
        if row.pk and row.guard_for_id != (guarded.pk if guarded else None):
            row.version += 1
        row.guard_for = guarded


class _Unfit(Exception):
    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


def _require_members(rights: OkrRights, given: Sequence[KeyResultGiven]) -> None:
    keepers = {each.kept_by.pk for each in given if each.kept_by is not None}
    if not keepers:
        return
    members = Membership.objects.for_organisation(rights.organisation).filter(user__in=keepers)
    missing = keepers - set(members.values_list("user_id", flat=True))
    if missing:
        places = [place for place, each in enumerate(given) if each.kept_by and each.kept_by.pk in missing]
        raise NotReady(
            [Problem(place, "kept_by", "Choose a member of the organisation.") for place in places]
        )


def _day_of_baseline(row: KeyResult, given: KeyResultGiven, day: date) -> date | None:
    """Today unless another day is given. Raises _Unfit for one to come."""
    if row.baseline is None:
        return None
    if given.baseline_on and given.baseline_on > day:
        raise _Unfit("baseline_on", "A baseline is of a day that has come: choose today or an earlier one.")
    return given.baseline_on or day


def _filled(
    row: KeyResult, rights: OkrRights, objective: Objective, given: KeyResultGiven, place: int, now: datetime
) -> KeyResult:
    before = tuple(getattr(row, name) for name in WRITTEN)
    was_baseline, was_typed = row.baseline, (row.target_form, row.target_typed)
    row.order, row.title, row.aim, row.ambition = place, given.title, given.aim, given.ambition
    row.metric = _metric(rights, objective, given.metric)
    row.kept_by = given.kept_by
    row.baseline = None if given.baseline is None else _stored(given, "baseline")
    row.baseline_on = _day_of_baseline(row, given, today(rights.organisation, now=now))
    moved = row.pk is not None and objective.state != ObjectiveState.DRAFT and row.baseline != was_baseline
    typed = (given.target_form, given.target)
    if moved and typed == was_typed and given.target_form != TargetForm.ABSOLUTE and given.aim.moves:
        given = _kept(row, given)
    _set_target(row, given)
    row.clean_fields(
        exclude=[
            "organisation",
            "objective",
            "key",
            "metric",
            "kept_by",
            "written_by",
            "baseline_confirmed_by",
            "guard_for",
        ]
    )
    if row.pk and before != tuple(getattr(row, name) for name in WRITTEN):
        row.version += 1
    return row


def _stored(given: KeyResultGiven, field: str) -> Decimal:
    try:
        return stored(getattr(given, field))
    except NotStorable as error:
        raise _Unfit(field, str(error)) from None


def _kept(row: KeyResult, given: KeyResultGiven) -> KeyResultGiven:
    """After a correction of the baseline of a published key result: what was typed, or the target as it stood."""
    if given.keep == "typed":
        return given
    if given.keep == "target" and row.target is not None:
        return replace(given, target_form=TargetForm.ABSOLUTE, target=row.target)
    raise _Unfit("keep", "The baseline changed. Keep the target as it stands, or what you typed for it?")


def _set_target(row: KeyResult, given: KeyResultGiven) -> None:
    row.target_form, row.target_typed, row.target, row.target_lower = given.target_form, None, None, None
    if given.aim.stays:
        row.target_form = TargetForm.ABSOLUTE
        if given.aim != Aim.STAY_BELOW and given.lower is not None:
            row.target_lower = _stored(given, "lower")
        if given.aim != Aim.STAY_ABOVE and given.upper is not None:
            row.target = _stored(given, "upper")
    elif given.aim.moves and given.target is not None:
        row.target_typed = _stored(given, "target")
        try:
            form = scoring.TargetForm(given.target_form)
            row.target = scoring.resolve_target(form, row.target_typed, baseline=row.baseline)
        except (scoring.RelativeToNothing, NotStorable) as error:
            raise _Unfit("target", str(error)) from None


def _metric(rights: OkrRights, objective: Objective, given: Metric | FlowGiven | None) -> Metric | None:
    """The metric, if objectives of this stream may hang on it."""
    stream = objective.value_stream
    if isinstance(given, FlowGiven):
        try:
            return flow_metric(
                organisation=rights.organisation,
                value_stream=stream,
                measure=given.measure,
                item_kind=given.item_kind,
                stage=given.stage,
            )
        except NotAMetric as refusal:
            field = "item_kind" if "kind" in str(refusal) else "stage"
            raise _Unfit(field, str(refusal)) from None
    if given is None:
        return None
    foreign = given.organisation_id != rights.organisation.pk
    of_another_team = given.kind == "team" and (stream is None or given.value_stream_id != stream.pk)
    if foreign or of_another_team:
        raise _Unfit("metric", "Choose a metric from the list.")
    return given


def remove_others(objective: Objective, rows: Sequence[KeyResult]) -> None:
    """Remove the key results that are not among the rows. Raises NotReady where check-ins of a published one would go."""
    others = objective.key_results.active().exclude(pk__in=[row.pk for row in rows if row.pk])
    if objective.state != ObjectiveState.DRAFT:
        told = others.filter(check_ins__isnull=False).distinct().values_list("title", flat=True)
        texts = [
            f"“{title}” has check-ins, so it stays. Put it back by reloading this page." for title in told
        ]
        if texts:
            raise NotReady([Problem(None, "", text) for text in texts])
    others.delete()


def write(objective: Objective, rows: Sequence[KeyResult]) -> None:
    """Store the rows; new ones get their permanent keys."""
    new = [row for row in rows if not row.pk]
    if new:
        organisation, stream = objective.organisation, objective.value_stream
        keys = new_keys(organisation=organisation, value_stream=stream, of=KeyResult, count=len(new))
        for row, key in zip(new, keys, strict=True):
            row.key = key
    tied = [(row, row.guard_for) for row in rows if row.guard_for is not None and not row.guard_for.pk]
    for row, _ in tied:
        row.guard_for = None
    for row in rows:
        row.save()
    for row, guarded in tied:
        row.guard_for = guarded
        row.save(update_fields=["guard_for"])
