"""What each check finds, why, by whom it was thought of, and from where on it speaks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.review.checks import Family
from okrflow.review.explained import EXPLANATIONS
from okrflow.review.families import CHECKS, FAMILY_OF
from okrflow.review.views.thresholds import thresholds_in_force
from okrflow.review.words.ceilings import CEILINGS


@require_safe
@member_view
def checks(request: HttpRequest, access: Access) -> HttpResponse:
    """All of them by family, and how good the wording checks are."""
    families = [
        (family, [(CHECKS[check], EXPLANATIONS[check]) for check, of in FAMILY_OF.items() if of == family])
        for family in Family
    ]
    return render(request, "review/checks.html", {"families": families})


@require_safe
@member_view
def check(request: HttpRequest, access: Access, check_id: str) -> HttpResponse:
    found = CHECKS.get(check_id)
    if found is None:
        raise Http404("There is no such check.")
    used = [row for row in thresholds_in_force(access) if check_id in row.threshold.checks.split(", ")]
    context = {
        "check": found,
        "family": FAMILY_OF[check_id],
        "explained": EXPLANATIONS[check_id],
        "sentences": [found.sentence, *found.variants.values()],
        "thresholds": used,
        "reads_words": any(each.startswith(check_id) for each in CEILINGS),
    }
    return render(request, "review/check.html", context)
