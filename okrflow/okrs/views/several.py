"""The same for several objectives of the list at once, with a line for each on what came of it."""

from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from okrflow.okrs.editor.offers import Offers
from okrflow.okrs.forms.arranging import SeveralForm
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import change_several
from okrflow.okrs.services.several import Act, carried_over, closed, kept_by, to_cycle
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view

MOST = 200


@require_POST
@member_view
def change(request: HttpRequest, access: Access) -> HttpResponse:
    """Change cycle, carry over, kept by, close: each objective for itself."""
    rights = OkrRights.of(access)
    uuids = _uuids(request.POST.getlist("objective"))
    offers = Offers(rights=rights, value_stream=None, now=timezone.now())
    form = SeveralForm(request.POST, offers=offers)
    context = {"form": form, "uuids": uuids, "outcomes": []}
    if uuids and form.is_valid():
        context["outcomes"] = change_several(rights=rights, uuids=uuids, act=_act(rights, form))
    return render(request, "okrs/several.html", context)


def _act(rights: OkrRights, form: SeveralForm) -> Act:
    given = form.cleaned_data
    if given["act"] == "cycle":
        return to_cycle(rights, form.cycles[given["cycle"]])
    if given["act"] == "carry-over":
        return carried_over(rights, form.cycles[given["cycle"]])
    if given["act"] == "kept-by":
        return kept_by(rights, form.keepers.get(given["keeper"]))
    return closed(rights, why=given["why"])


def _uuids(given: list[str]) -> list[UUID]:
    try:
        return [UUID(each) for each in given][:MOST]
    except ValueError:
        raise BadRequest("Objectives are named by their ids.") from None
