"""Northwind in its third quarter: Lea leads Policy, Ada owns the organisation and leads nothing, Ben is an editor."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from okrflow.okrs.models import Cycle, Objective, ObjectiveState
from okrflow.organisations.access import Access, enter
from tests.integrations.people import Northwind, northwind

NOW = datetime(2026, 8, 20, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Place(Northwind):
    quarter: Cycle

    def access(self, name: str) -> Access:
        user = self.organisation.memberships.get(user__email=f"{name}@northwind.example").user
        return enter(user, self.organisation.slug)

    def published(self, title: str, **fields: object) -> Objective:
        """An objective of the organisation that may be supported."""
        return Objective.objects.create(
            organisation=self.organisation,
            cycle=self.quarter,
            key=f"ORG-O-{Objective.objects.count() + 1}",
            title=title,
            state=ObjectiveState.PUBLISHED,
            **fields,
        )


@pytest.fixture
def place(transactional_db: None) -> Place:
    there = northwind()
    quarter = Cycle.objects.create(
        organisation=there.organisation,
        slug="2026-q3",
        name="Q3 2026",
        starts_on=date(2026, 7, 1),
        ends_on=date(2026, 10, 1),
    )
    return Place(organisation=there.organisation, policy=there.policy, claims=there.claims, quarter=quarter)
