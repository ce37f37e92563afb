"""Taking turns: whoever changes an objective or its key results holds the objective first."""

from collections.abc import Collection

from django.db.models import F

from okrflow.okrs.models import Objective
from okrflow.organisations.models import Organisation
from okrflow.web.locks import Turn, take_turn


def locked_together(organisation: Organisation, objectives: Collection[Objective]) -> list[Objective]:
    """The objectives as they are now, in the order of their age, held until the end of the transaction. One query.

    Fewer come back where some were deleted meanwhile.
    """
    rows = Objective.objects.for_organisation(organisation).filter(pk__in=[each.pk for each in objectives])
    return list(rows.with_names().order_by("pk").select_for_update(of=("self",), no_key=True))


def locked(organisation: Organisation, objective: Objective) -> Objective:
    """Likewise one. Raises Objective.DoesNotExist."""
    found = locked_together(organisation, [objective])
    if not found:
        raise Objective.DoesNotExist
    return found[0]


def raise_versions(*objectives: Objective) -> None:
    """Who read them before sees, when saving, that they changed."""
    Objective.objects.filter(pk__in=[each.pk for each in objectives]).update(version=F("version") + 1)


def lock_ranks(organisation: Organisation) -> None:
    """Until the end of the transaction nobody else ranks the organisation's objectives."""
    take_turn(Turn.RANKS, organisation.pk)
