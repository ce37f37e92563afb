"""Bringing a file in at once, under its guesses."""

import io
from dataclasses import replace
from typing import Any

from okrflow.integrations.importing import Watch
from okrflow.okr_imports.counts import Counts
from okrflow.okr_imports.importing import bring_in
from okrflow.okr_imports.planning import FilePlanned
from okrflow.okr_imports.reading.guesses import guess_plan
from okrflow.okr_imports.reading.sheets import look_into
from okrflow.okr_imports.services import prepare
from okrflow.okr_imports.surroundings import Surroundings
from okrflow.value_streams.models import ValueStream
from tests.okr_imports.conftest import NOW, Place


def bring(
    place: Place, content: str, *, who: str = "lea", stream: ValueStream | None = None, **changes: Any
) -> tuple[Counts, FilePlanned]:
    """What came of it; `changes` are those of the plan."""
    access, sheet = place.access(who), look_into(io.BytesIO(content.encode()))
    default = stream or place.policy
    around = Surroundings.of(access, default, day=NOW.date())
    plan = prepare(sheet, guess_plan(sheet), around, guess_shares=True).plan
    return bring_in(
        access=access,
        value_stream=default,
        sheet=sheet,
        plan=replace(plan, **changes),
        watch=Watch(),
        now=NOW,
    )
