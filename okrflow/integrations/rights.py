"""Who may import what."""

from okrflow.integrations.importing import streams_of
from okrflow.integrations.reading.errors import ReadingError, RowRejected
from okrflow.integrations.reading.plans import Plan
from okrflow.integrations.reading.rows import OUTSIDE
from okrflow.integrations.reading.surveys import Survey
from okrflow.organisations.access import Access
from okrflow.value_streams.access import StreamAccess, rights_in
from okrflow.value_streams.models import ValueStream


def streams_written(
    access: Access, value_stream: ValueStream, plan: Plan, survey: Survey
) -> list[StreamAccess]:
    """The rights in every stream that an import writes to: the chosen one and those that its stream column names.

    Raises ReadingError where a column names more streams than can be checked.
    """
    column = survey.column(plan.columns.get("value_stream", ""))
    if column is not None and column.values is None:
        raise ReadingError(
            f"The column “{column.name}” names too many streams. Choose another column for it, or none."
        )
    known, wanted = streams_of(value_stream), {value_stream.pk}
    for name in column.values or () if column is not None else ():
        try:
            wanted.add(known.find(name))
        except RowRejected:
            continue
    streams = ValueStream.objects.for_organisation(access.organisation).filter(pk__in=wanted - {OUTSIDE})
    return [rights_in(access, stream) for stream in streams.in_order()]
