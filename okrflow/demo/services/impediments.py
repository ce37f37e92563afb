"""What streams say holds them up, and what waits for an answer."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from okrflow.demo.anchors import on
from okrflow.demo.okrs import CycleTold
from okrflow.demo.services.northwind import BUSINESS_INPUT, LEADS, OWNER, Northwind, instant
from okrflow.demo.services.okrs import Written
from okrflow.impediments.given import ImpedimentGiven
from okrflow.impediments.services import address, answer, raise_impediment
from okrflow.okrs.given import ObjectiveGiven
from okrflow.okrs.models import Cycle, KeyResult
from okrflow.proposals.services import propose
from okrflow.value_streams.models import Status

_RAISED: Final = -20
_ADDRESSED: Final = -12
_PROPOSED_BEFORE_DAYS: Final = 4.6


def raise_impediments(northwind: Northwind, written: Sequence[Written]) -> int:
    """Policy waits for business input, which the organisation takes up; Platform's costs limit the market share."""
    _business_input(northwind, written)
    _hosting(northwind, written)
    return 2


def _business_input(northwind: Northwind, written: Sequence[Written]) -> None:
    stream, start = northwind.streams["policy"], northwind.anchors.experiment
    raised = raise_impediment(
        rights=northwind.rights(LEADS["policy"]),
        value_stream=stream,
        given=ImpedimentGiven(
            title="We wait for business input",
            what="What is built waits three weeks until somebody of the business office says whether it is right. An answer"
            " within the day would help.",
            raised_on=on(start + _RAISED),
            stage=Status.objects.get(organisation=northwind.organisation, name=BUSINESS_INPUT),
            stage_stream=stream,
        ),
        now=instant(start + _RAISED),
    )
    address(
        rights=northwind.rights(OWNER),
        impediment=raised,
        objective=_market_share(written).objective,
        now=instant(start + _ADDRESSED),
    )


def _hosting(northwind: Northwind, written: Sequence[Written]) -> None:
    since = northwind.anchors.cycle + 8.4
    raised = raise_impediment(
        rights=northwind.rights(LEADS["platform"]),
        value_stream=northwind.streams["platform"],
        given=ImpedimentGiven(
            title="Hosting is too dear for a better price",
            what="Each policy pays for storage that nobody reads; pricing can't go lower before it is gone.",
            raised_on=on(since),
            limits=_market_share(written),
        ),
        now=instant(since),
    )
    answer(
        rights=northwind.rights(OWNER),
        impediment=raised,
        text="Taking down the archive goes before new features in Platform until the end of the year; pricing waits for it.",
        now=instant(since) + timedelta(days=6),
    )


def _market_share(written: Sequence[Written]) -> KeyResult:
    return next(each.stored for each in written if each.told.metric == "Market share")


def put_proposals(northwind: Northwind, cycles: Mapping[CycleTold, Cycle]) -> int:
    """What Ada asks of Platform; its lead has not answered yet."""
    propose(
        rights=northwind.rights(OWNER),
        value_stream=northwind.streams["platform"],
        given=ObjectiveGiven(
            title="Streams help themselves to what they need to run",
            why="Policy and Claims ask you for places to run and wait. If they could help themselves, you would be asked less.",
            cycle=cycles[CycleTold.CURRENT],
        ),
        note="Your key results, please; I would look at how long others wait for you.",
        now=instant(northwind.anchors.today - _PROPOSED_BEFORE_DAYS),
    )
    return 1
