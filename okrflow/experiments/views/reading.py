"""The list of a stream's experiments, an experiment's page, and the items behind its figures."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from okrflow.experiments.forms import VerdictForm
from okrflow.experiments.measuring import groups_of
from okrflow.experiments.models import Experiment, ExperimentState
from okrflow.experiments.presenting import Presented
from okrflow.experiments.rights import refusal
from okrflow.experiments.views.finding import found, rights_of
from okrflow.organisations.calendars import clock_of
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.value_streams.models import Status
from okrflow.work_items.figures import flow
from okrflow.work_items.figures.windows import trailing
from okrflow.work_items.listing import ordered
from okrflow.work_items.models import WorkItem

PAGE = 50
BOTTLENECK_DAYS = 90
GROUPS = {
    "before": "before",
    "settling": "while it was settling",
    "after": "after",
    "still_open": "that are still open",
}
ORDER = (ExperimentState.RUNNING, ExperimentState.PLANNED, ExperimentState.ENDED)


@require_safe
@stream_view
def experiments(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """Running, planned, ended ones; without any, what an experiment is and where to begin."""
    rights, now = rights_of(access), timezone.now()
    rows = Experiment.objects.of_stream(access.value_stream).with_names().newest_first()
    shown = [Presented(row, rights, now=now) for row in rows]
    context = {
        "groups": [(state, [each for each in shown if each.state == state]) for state in ORDER],
        "experiments": shown,
        "may_write": rights.writes(access.value_stream.pk),
        "refusal": refusal(access.value_stream),
        "bottleneck": None if shown else bottleneck(access),
    }
    return render(request, "experiments/list.html", context)


def bottleneck(access: StreamAccess) -> Status | None:
    """Where an improvement shortens flow time most, if that is clear over the last 90 days."""
    now = timezone.now()
    window = trailing(access.access.organisation, days=BOTTLENECK_DAYS, now=now)
    named = flow.stages(access.value_stream, window, now=now).bottleneck
    return Status.objects.get(pk=named.status) if named else None


@require_safe
@stream_view
def detail(request: HttpRequest, access: StreamAccess, experiment: UUID) -> HttpResponse:
    """What it is, what was measured, what was foretold, what people say."""
    rights = rights_of(access)
    row = found(access, experiment)
    context = {
        "experiment": row,
        "shown": Presented(row, rights, now=timezone.now()),
        "may_write": rights.writes(access.value_stream.pk),
        "refusal": refusal(access.value_stream),
        "verdict_form": VerdictForm(initial={"verdict": row.verdict, "note": row.verdict_note}),
    }
    return render(request, "experiments/detail.html", context)


@require_safe
@stream_view
def items(request: HttpRequest, access: StreamAccess, experiment: UUID) -> HttpResponse:
    """Exactly the items of a group."""
    row, now = found(access, experiment), timezone.now()
    group = request.GET.get("group", "before")
    if group not in GROUPS:
        raise Http404("There is no such group of items.")
    members = getattr(groups_of(row, now=row.measured_at or now), group).item.tolist()
    clock = clock_of(access.access.organisation)
    behind = WorkItem.objects.for_organisation(access.access.organisation).filter(pk__in=members)
    context = {
        "experiment": row,
        "shown": Presented(row, rights_of(access), now=now),
        "group": GROUPS[group],
        "page": Paginator(ordered(behind, "-finished", clock), PAGE).get_page(request.GET.get("page")),
        "clock": clock,
        "query": f"group={group}",
    }
    return render(request, "experiments/items.html", context)
