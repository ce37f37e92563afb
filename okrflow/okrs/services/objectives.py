"""Writing an objective together with its key results, and publishing it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from okrflow.okrs.given import KeyResultGiven, ObjectiveGiven
from okrflow.okrs.hard_rules import Problem, problems
from okrflow.okrs.keys import new_keys
from okrflow.okrs.models import GoalChange, KeyResult, Objective, ObjectiveState
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.goal_changes import goal_changes
from okrflow.okrs.services.key_results import prepare, remove_others, write
from okrflow.okrs.services.refusals import EditConflict, NotPossible, NotReady
from okrflow.okrs.services.telling import tell
from okrflow.okrs.signals import publishing
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import ValueStream
from okrflow.web.locks import Turn, take_turn


@transaction.atomic
def save_objective(
    *,
    rights: OkrRights,
    value_stream: ValueStream | None,
    given: ObjectiveGiven,
    key_results: Sequence[KeyResultGiven],
    objective: Objective | None = None,
    version: int | None = None,
    now: datetime | None = None,
) -> Objective:
    """Write an objective and all its key results: those not given any more are removed.

    `version` is the one that was read before writing; a new objective has none. A draft may be incomplete; a published
    one stays publishable. Raises PermissionDenied, EditConflict, NotReady, ValidationError for bad fields.
    """
    now = now or timezone.now()
    rights.require_writing(value_stream)
    if objective is None:
        (key,) = new_keys(organisation=rights.organisation, value_stream=value_stream, of=Objective, count=1)
        objective = Objective(
            organisation=rights.organisation,
            value_stream=value_stream,
            key=key,
            created_by=rights.access.user,
        )
    else:
        objective = _claimed(rights.organisation, objective, version, given, key_results)
        if objective.state == ObjectiveState.CLOSED:
            raise NotReady([Problem(None, "", "It is closed; what it was stays as it is.")])
    _require_support(rights.organisation, objective, given)
    _note_where_it_comes_from(rights, objective, given)
    for name in ("title", "why", "rank", "cycle", "supports"):
        setattr(objective, name, getattr(given, name))
    objective.clean_fields(
        exclude=["organisation", "value_stream", "cycle", "key", "supports", "created_by", "published_by"]
    )
    objective.save()
    rows = prepare(rights, objective, key_results, now=now)
    if objective.state != ObjectiveState.DRAFT:
        require_publishable(objective, rows, rights, first=False, now=now)
    remove_others(objective, rows)
    from_above = rights.also_admin(objective.value_stream_id)
    changes = goal_changes(
        objective, rows, key_results, by=rights.access.user, now=now, from_above=from_above
    )
    write(objective, rows)
    GoalChange.objects.bulk_create(changes)
    tell(objective.organisation_id, objective.value_stream_id)
    return objective


def _claimed(
    organisation: Organisation,
    objective: Objective,
    version: int | None,
    given: ObjectiveGiven | None = None,
    key_results: Sequence[KeyResultGiven] = (),
) -> Objective:
    """The objective as this writer read it, its version raised in one conditional UPDATE. Raises EditConflict."""
    rows = Objective.objects.for_organisation(organisation).filter(pk=objective.pk)
    claimed = version is not None and rows.filter(version=version).update(version=F("version") + 1)
    stored = rows.select_related("organisation", "value_stream", "cycle", "supports").get()
    if not claimed:
        raise EditConflict(stored, given, key_results)
    return stored


def _note_where_it_comes_from(rights: OkrRights, objective: Objective, given: ObjectiveGiven) -> None:
    """What an administrator words comes from above, too; a new parent has refused nothing (ownership, rules 2 and 9)."""
    if rights.also_admin(objective.value_stream_id) and objective.title != given.title:
        objective.also_admin = True
    if objective.supports != given.supports:
        objective.support_refused_at = objective.support_refused_by = None


def _require_support(organisation: Organisation, objective: Objective, given: ObjectiveGiven) -> None:
    """The cycle is of the organisation; what is supported too, is published, encloses this cycle, and makes no loop."""
    cycle, parent = given.cycle, given.supports
    if cycle.organisation_id != organisation.pk:
        raise NotReady([Problem(None, "cycle", "That cycle is not of this organisation.")])
    if parent is None:
        return
    if parent.organisation_id != organisation.pk or parent.state == ObjectiveState.DRAFT:
        raise NotReady([Problem(None, "supports", "Only published objectives can be supported.")])
    if not (parent.cycle.starts_on <= cycle.starts_on and cycle.ends_on <= parent.cycle.ends_on):
        raise NotReady(
            [Problem(None, "supports", "It must be in the same cycle, or in a longer one around it.")]
        )
    take_turn(Turn.SUPPORTS, organisation.pk)
    links = dict(Objective.objects.for_organisation(organisation).values_list("pk", "supports_id"))
    step: int | None = parent.pk
    seen: set[int] = set()
    while step is not None and step not in seen:
        if step == objective.pk:
            raise NotReady([Problem(None, "supports", "That objective supports this one already: a loop.")])
        seen.add(step)
        step = links.get(step)


def require_publishable(
    objective: Objective, rows: Sequence[KeyResult], rights: OkrRights, *, first: bool, now: datetime
) -> None:
    """Raise NotReady for what nobody could measure, and for what rooms above say against it."""
    if found := problems(rows):
        raise NotReady(found)
    publishing.send(
        sender=Objective, objective=objective, key_results=list(rows), rights=rights, first=first, now=now
    )


@transaction.atomic
def publish_objective(
    *, rights: OkrRights, objective: Objective, version: int, now: datetime | None = None
) -> Objective:
    """Make a draft the stream's (or the organisation's) objective.

    Raises PermissionDenied, EditConflict, NotReady, NotPossible while it is archived.
    """
    now = now or timezone.now()
    rights.require_publishing(objective.value_stream)
    stored = _claimed(rights.organisation, objective, version)
    if stored.state != ObjectiveState.DRAFT:
        return stored
    if stored.archived_at is not None:
        raise NotPossible("", "It is archived. Bring it back first.")
    rows = list(stored.key_results.active().select_related("metric").in_order())
    require_publishable(stored, rows, rights, first=True, now=now)
    stored.state, stored.published_at, stored.published_by = ObjectiveState.PUBLISHED, now, rights.access.user
    stored.save(update_fields=["state", "published_at", "published_by", "updated_at"])
    tell(stored.organisation_id, stored.value_stream_id)
    return stored
