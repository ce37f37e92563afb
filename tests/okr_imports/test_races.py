"""One file at the same time on two connections."""

from okrflow.metrics.models import Measurement, Metric
from okrflow.okr_imports.counts import Counts
from okrflow.okrs.models import KeyResult, Objective
from tests.okr_imports.bringing import bring
from tests.okr_imports.conftest import Place
from tests.okr_imports.files import PLAIN
from tests.races import at_once


def test_a_file_imported_twice_at_once_is_there_once(place: Place) -> None:
    results = at_once(lambda: bring(place, PLAIN)[0], lambda: bring(place, PLAIN)[0])

    counts = [each for each in results if isinstance(each, Counts)]
    assert sorted((each.key_results_created, each.unchanged) for each in counts) == [(0, 3), (3, 0)]
    assert (Objective.objects.count(), KeyResult.objects.count()) == (1, 3)
    assert (Metric.objects.count(), Measurement.objects.count()) == (3, 5)
