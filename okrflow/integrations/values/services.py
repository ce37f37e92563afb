"""A file of values: kept until a person has looked at what it comes to, and read in then."""

import io
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import BinaryIO, Final

from django.db import transaction

from okrflow.integrations.models import ValuesFile
from okrflow.integrations.reading.texts import storable
from okrflow.integrations.reading.values import ValuesTable, look_into
from okrflow.integrations.values.conventions import Conventions, encoding_asked
from okrflow.integrations.values.planning import FilePlanned, plan_values
from okrflow.metrics.models import Metric
from okrflow.metrics.rights import MetricRights
from okrflow.metrics.services import record_measurements
from okrflow.web.refusals import Refused

MAX_BYTES: Final = 4 * 2**20
UNREAD_FOR: Final = timedelta(days=7)


class NotReadIn(Refused):
    """The file is not read in; the text says what to do first."""


@transaction.atomic
def receive(
    *, rights: MetricRights, metric: Metric, file: BinaryIO, file_name: str, now: datetime
) -> ValuesFile:
    """Keep an uploaded file until it is read in; the person's former one for this metric, and old ones, are forgotten.

    Raises Http404, PermissionDenied, and ReadingError for what is no table of values.
    """
    rights.require_values(metric)
    look_into(file)
    kept = ValuesFile.objects.for_organisation(metric.organisation)
    kept.filter(metric=metric, created_by=rights.access.user).delete()
    kept.filter(created_at__lt=now - UNREAD_FOR).delete()
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return ValuesFile.objects.create(
        organisation=metric.organisation,
        metric=metric,
        file_name=storable(file_name)[:255],
        size=size,
        content=file.read(),
        created_by=rights.access.user,
    )


def opened(values_file: ValuesFile, asked: Mapping[str, str]) -> tuple[ValuesTable, Conventions]:
    """What a kept file says, and how it is read. Raises ReadingError for an encoding that it isn't in."""
    table = look_into(io.BytesIO(values_file.content), encoding=encoding_asked(asked))
    return table, Conventions.of(table, values_file.metric, asked)


@transaction.atomic
def read_in(
    *, rights: MetricRights, values_file: ValuesFile, asked: Mapping[str, str], seal: str, now: datetime
) -> FilePlanned:
    """Write what a person has seen that the file comes to (`seal`), and forget the file.

    Raises Http404, PermissionDenied, ReadingError, and NotReadIn if it would come to something else by now.
    """
    rights.require_values(values_file.metric)
    metric = Metric.objects.select_for_update(of=("self",)).get(pk=values_file.metric_id)
    table, conventions = opened(values_file, asked)
    if not conventions.decided:
        raise NotReadIn("Say first how the file is to be read.")
    planned = plan_values(table, conventions, metric, by=rights.access.user, now=now)
    if planned.seal != seal:
        raise NotReadIn("The metric’s values have changed since you looked. Look at the rows again.")
    if not planned.writes:
        raise NotReadIn("There is nothing new in the file.")
    record_measurements(metric=metric, measurements=planned.writes)
    values_file.delete()
    return planned
