"""What the pages of one experiment begin with."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from okrflow.experiments.models import Experiment
from okrflow.okrs.rights import OkrRights
from okrflow.value_streams.access import StreamAccess


def rights_of(access: StreamAccess) -> OkrRights:
    return OkrRights.of(access.access)


def found(access: StreamAccess, uuid: UUID) -> Experiment:
    """The stream's experiment of that id. Raises Http404."""
    return get_object_or_404(Experiment.objects.of_stream(access.value_stream).with_names(), uuid=uuid)


def to_page(experiment: Experiment) -> HttpResponse:
    return redirect(experiment.get_absolute_url())
