"""The whole snapshot of an organisation."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from okrflow.organisations.models import Organisation
from okrflow.review.models import ThresholdSetting
from okrflow.review.reading.improvement import read_experiments, read_impediments, read_proposals
from okrflow.review.reading.moment import Moment
from okrflow.review.reading.okrs import read_okrs
from okrflow.review.reading.people import read_organisation
from okrflow.review.reading.plans import read_open_items
from okrflow.review.reading.streams import open_streams, read_streams, with_flow, with_plans
from okrflow.review.snapshot import Organisation as Named
from okrflow.review.snapshot import Snapshot
from okrflow.review.thresholds import Thresholds
from okrflow.value_streams.models import ValueStream


def snapshot_of(organisation: Organisation, *, now: datetime) -> Snapshot:
    """All that the review looks at, as of now. Some fifty queries however many objectives there are, a few for each
    stream with computed metrics or commitments, and ten for each stream whose figures are new."""
    moment = Moment(organisation=organisation, now=now)
    rows = open_streams(moment)
    known = _okrs_snapshot(moment, rows)
    ids = {row.uuid: row.pk for row in rows}
    streams = with_flow(moment, rows, with_plans(moment, rows, known.streams, known.current))
    items = read_open_items(known.live, ids, least=known.thresholds.task_similarity)
    return replace(
        known,
        organisation=read_organisation(moment, list(ids.values())),
        experiments=read_experiments(moment),
        impediments=read_impediments(moment, ids),
        streams=tuple(replace(each, open_items=items.get(ids[each.uuid], ())) for each in streams),
    )


def okrs_snapshot(organisation: Organisation, *, now: datetime) -> Snapshot:
    """What blocks rest on: the OKRs, where they came from, and how long the history of each stream is."""
    moment = Moment(organisation=organisation, now=now)
    return _okrs_snapshot(moment, open_streams(moment))


def _okrs_snapshot(moment: Moment, rows: Sequence[ValueStream]) -> Snapshot:
    okrs, organisation = read_okrs(moment), moment.organisation
    return Snapshot(
        today=moment.today,
        organisation=Named(uuid=organisation.uuid, name=organisation.name),
        thresholds=thresholds_of(organisation),
        cycles=okrs.cycles,
        streams=read_streams(moment, rows),
        objectives=okrs.objectives,
        proposals=read_proposals(moment),
        contributions=okrs.contributions,
    )


def thresholds_of(organisation: Organisation) -> Thresholds:
    """The defaults with what the organisation set. One query."""
    rows = ThresholdSetting.objects.filter(organisation=organisation)
    return Thresholds.of(dict(rows.values_list("name", "value")))
