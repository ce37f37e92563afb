"""Parts of pages that rooms above know of: a page of a lower room leaves a place, whoever has something for it answers.

As marks on charts: the objective's page knows nothing of findings, proposals or comments, and shows them all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.dispatch import Signal


class Place(StrEnum):
    """Where panels stand, and what the subject is."""

    OBJECTIVE = "objective"  # an Objective
    KEY_RESULT = "key_result"  # a KeyResult
    OBJECTIVE_FORM = "objective_form"  # the Objective, or for a new one the ValueStream or None
    STREAM_OKRS = "stream_okrs"  # a ValueStream: above its objectives
    OBJECTIVES = "objectives"  # the Organisation: above the list of objectives
    PROPOSAL = "proposal"  # a Proposal
    PLAN = "plan"  # a ValueStream: below the lines of its plan
    CHECK_IN = "check_in"  # a CheckIn
    METRIC = "metric"  # a Metric: below the form for a value


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A template with what it needs; the page's request and `shell` are there, too. Panels stand by `order`."""

    order: int
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


panels_wanted: Final = Signal()
"""Receivers take the arguments of `panels_of` and return a list of panels."""


def panels_of(place: Place, subject: Any, *, access: Any, now: datetime) -> list[Panel]:
    """What rooms above have for this place; `access` is the reader's `okrflow.organisations.access.Access`."""
    answers: list[tuple[Any, Any]] = panels_wanted.send(
        sender=Panel, place=place, subject=subject, access=access, now=now
    )
    found: list[Panel] = [panel for _, panels in answers for panel in panels]
    return sorted(found, key=lambda panel: (panel.order, panel.template))
