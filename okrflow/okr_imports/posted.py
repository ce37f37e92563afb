"""What a person chose on the page of the second step."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from django.http import QueryDict

from okrflow.integrations.reading import dates
from okrflow.integrations.reading.encodings import ENCODINGS
from okrflow.integrations.reading.numbers import MARKS
from okrflow.integrations.reading.recognising import Form
from okrflow.integrations.reading.separated import SEPARATORS
from okrflow.metrics.models import UnitKind
from okrflow.okr_imports.reading.plans import SHAPES, MetricChoice, NewCycle, Plan
from okrflow.okr_imports.reading.presets import PRESETS
from okrflow.okr_imports.reading.sheets import Sheet

FORM_FIELDS: Final = ("encoding", "separator", "sheet")


def asked_form(data: QueryDict, form: Form) -> dict[str, str]:
    """What was chosen of the ways to read the file that the page offers; anything else stays as it is."""
    offered = {"encoding": ENCODINGS, "separator": SEPARATORS, "sheet": form.sheets}
    asked = {name: str(data.get(name, "")) for name in FORM_FIELDS}
    return {
        name: asked[name] if asked[name] in offered[name] else getattr(form, name) for name in FORM_FIELDS
    }


def asked_preset(data: QueryDict, plan: Plan) -> str:
    """The preset, if another one was chosen than the plan's: its columns are guessed anew."""
    preset = str(data.get("preset", ""))
    return preset if preset in PRESETS and preset != plan.preset else ""


def plan_from(data: QueryDict, plan: Plan, sheet: Sheet) -> Plan:
    """The plan with what was posted. A value that was not offered is passed over; what is missing is found later."""
    shape = next((shape for shape in SHAPES if shape == data.get("shape")), plan.shape)
    columns = dict(plan.columns)
    for role in [name.removeprefix("column-") for name in data if name.startswith("column-")]:
        columns[role] = str(data[f"column-{role}"])
    chosen = replace(plan, shape=shape)
    columns = {role: name for role, name in columns.items() if role in chosen.roles and name in sheet.header}
    asked = data.getlist("dated")
    chosen = replace(chosen, columns=columns, dated=tuple(name for name in sheet.header if name in asked))
    chosen = _with_conventions(chosen, data)
    return replace(
        chosen,
        shares="shares" in data,
        streams=dict(plan.streams) | _after("stream-", data),
        cycles=dict(plan.cycles) | _after("cycle-", data),
        new_cycles=dict(plan.new_cycles) | _new_cycles(data),
        metrics=dict(plan.metrics) | _metrics(data),
    )


def _with_conventions(plan: Plan, data: QueryDict) -> Plan:
    """The date format and the decimal mark that were chosen for just these columns; else what their values prove."""
    if data.get("conventions_of") != conventions_of(plan):
        return replace(plan, decimal="", at_format="")
    decimal, at_format = str(data.get("decimal", "")), str(data.get("at_format", ""))
    return replace(
        plan,
        decimal=decimal if decimal in MARKS else "",
        at_format=at_format if at_format in dates.FORMATS else "",
    )


def conventions_of(plan: Plan) -> str:
    """The columns about whose dates and numbers the page asks."""
    return "|".join((*plan.date_columns, *plan.number_columns))


def _after(prefix: str, data: QueryDict) -> dict[str, str]:
    return {name.removeprefix(prefix): str(data[name]) for name in data if name.startswith(prefix)}


def _new_cycles(data: QueryDict) -> dict[str, NewCycle]:
    """What was typed of cycles to be made, from the first day to the last; what are no days is left out."""
    lasts, found = _after("last-", data), {}
    for name, first in _after("first-", data).items():
        try:
            starts_on, last_on = date.fromisoformat(first), date.fromisoformat(lasts.get(name, ""))
        except ValueError:
            continue
        if starts_on <= last_on < date.max:
            found[name] = NewCycle(starts_on.isoformat(), (last_on + timedelta(days=1)).isoformat())
    return found


def _metrics(data: QueryDict) -> dict[str, MetricChoice]:
    kinds, units = _after("kind-", data), _after("unit-", data)
    return {
        name: MetricChoice(
            chosen.strip()[:120],
            kinds.get(name, "") if kinds.get(name) in UnitKind.values else UnitKind.COUNT.value,
            units.get(name, "").strip()[:30],
        )
        for name, chosen in _after("metric-", data).items()
    }
