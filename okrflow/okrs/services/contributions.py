"""Which key results move which: shown together, never added up."""

from django.db import IntegrityError, transaction
from django.http import Http404

from okrflow.okrs.models import Contribution, ContributionKind, KeyResult
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.telling import tell
from okrflow.web.refusals import Refused


class NotAContribution(Refused):
    """These two can't be joined like this."""


@transaction.atomic
def add_contribution(
    *, rights: OkrRights, key_result: KeyResult, to: KeyResult, kind: ContributionKind
) -> Contribution:
    """Say that a key result moves another one; said by who writes the one that contributes.

    Raises PermissionDenied, Http404 for what the writer can't see, NotAContribution.
    """
    _require_writing(rights, key_result)
    if not rights.readable_key_results.filter(pk=to.pk).exists():
        raise Http404("No such key result.")
    if to.pk == key_result.pk:
        raise NotAContribution("A key result does not contribute to itself. Choose another one.")
    if to.objective.is_draft:
        raise NotAContribution("That one is a draft still. Choose a published key result.")
    if Contribution.objects.filter(key_result=to, to=key_result).exists():
        raise NotAContribution("That one contributes to this one already. Remove that first.")
    try:
        with transaction.atomic():
            made = Contribution.objects.create(
                organisation=rights.organisation,
                key_result=key_result,
                to=to,
                kind=kind,
                created_by=rights.access.user,
            )
    except IntegrityError:
        raise NotAContribution("It contributes to that one already.") from None
    tell(rights.organisation.pk, key_result.objective.value_stream_id)
    return made


@transaction.atomic
def remove_contribution(*, rights: OkrRights, contribution: Contribution) -> None:
    """Raises PermissionDenied."""
    _require_writing(rights, contribution.key_result)
    tell(rights.organisation.pk, contribution.key_result.objective.value_stream_id)
    contribution.delete()


def _require_writing(rights: OkrRights, key_result: KeyResult) -> None:
    rights.require_seen(key_result.objective)
    rights.require_writing(key_result.objective.value_stream)
