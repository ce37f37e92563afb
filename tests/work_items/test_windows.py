"""What windows can be asked for."""

from datetime import date

import pytest

from okrflow.flow import Grain
from okrflow.work_items.figures.windows import WindowError, asked
from tests import make
from tests.make import july

pytestmark = pytest.mark.django_db
NOW = july(31)


@pytest.mark.parametrize(
    ("first", "to", "grain", "parameter"),
    [
        (date(2026, 7, 1), None, None, "to"),
        (None, date(2026, 7, 1), None, "from"),
        (date(2026, 7, 2), date(2026, 7, 2), None, "to"),
        (date(2016, 7, 2), date(2026, 7, 12), None, "from"),
        (date(2024, 7, 2), date(2026, 7, 2), Grain.DAY, "group"),
    ],
)
def test_windows_that_cannot_be_asked_for_say_why(
    first: date | None, to: date | None, grain: Grain | None, parameter: str
) -> None:
    organisation = make.organisation()

    with pytest.raises(WindowError) as refused:
        asked(organisation, first=first, to=to, grain=grain, now=NOW)

    assert refused.value.parameter == parameter
