"""From where on the checks speak: read by all, with the date; set by administrators."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.organisations.models import Role
from okrflow.review.forms import ThresholdForm
from okrflow.review.models import ThresholdSetting
from okrflow.review.services import set_threshold
from okrflow.review.thresholds import THRESHOLDS, Threshold


@dataclass(frozen=True, kw_only=True)
class InForce:
    """A threshold with the value that holds; `setting` says since when, if it is not the default."""

    threshold: Threshold
    value: float
    setting: ThresholdSetting | None
    form: ThresholdForm

    @property
    def digits(self) -> int:
        """How many decimals it is shown with: 3 days, 0.33 of a cycle."""
        return 0 if self.value.is_integer() and self.threshold.default.is_integer() else 2


def thresholds_in_force(
    access: Access, refused: ThresholdForm | None = None, name: str = ""
) -> list[InForce]:
    """All of them in the order of the checks. One query."""
    rows = ThresholdSetting.objects.filter(organisation=access.organisation).select_related("changed_by")
    settings = {row.name: row for row in rows}
    found = []
    for each in THRESHOLDS.values():
        setting = settings.get(each.name)
        value = setting.value if setting else each.default
        form = ThresholdForm(threshold=each, initial={"value": round(value, 3)}, auto_id=f"{each.name}_%s")
        found.append(
            InForce(
                threshold=each,
                value=value,
                setting=setting,
                form=refused if refused and each.name == name else form,
            )
        )
    return found


@require_http_methods(["GET", "POST"])
@member_view
def thresholds(request: HttpRequest, access: Access) -> HttpResponse:
    """One is set at a time: `name` and `value`; an empty value is the default."""
    may_change, refused, name = access.at_least(Role.ADMIN), None, request.POST.get("name", "")
    if request.method == "POST":
        access.require(Role.ADMIN)
        if name not in THRESHOLDS:
            raise Http404("There is no such threshold.")
        form = ThresholdForm(request.POST, threshold=THRESHOLDS[name], auto_id=f"{name}_%s")
        if form.is_valid():
            value = form.cleaned_data["value"]
            given = None if value is None else float(value)
            set_threshold(access=access, name=name, value=given, now=timezone.now())
            messages.success(request, "The threshold is saved. The review runs anew with it.")
            return redirect(f"{request.path}#{name}")
        refused = form
    rows = thresholds_in_force(access, refused, name)
    return render(request, "review/thresholds.html", {"rows": rows, "may_change": may_change})
