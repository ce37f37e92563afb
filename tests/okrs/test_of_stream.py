"""The page of a stream's own objectives."""

import pytest

from okrflow.okrs.models import Cycle, Objective
from tests import make
from tests.people import cast

pytestmark = pytest.mark.django_db


def test_lists_the_streams_objectives_and_nobody_elses() -> None:
    people = cast()
    policy = make.value_stream(people.organisation)
    cycle = Cycle.objects.create(
        organisation=people.organisation, slug="q3", name="Q3", starts_on="2026-07-01", ends_on="2026-10-01"
    )
    for stream, title in ((policy, "Ours"), (None, "Of the organisation")):
        Objective.objects.create(
            organisation=people.organisation,
            value_stream=stream,
            cycle=cycle,
            key=title,
            title=title,
            state="published",
        )

    page = people.client("vic").get(f"{policy.get_absolute_url()}okrs/").content.decode()

    assert "Ours" in page
    assert "Of the organisation" not in page
