"""A first plan for a file of OKRs, from the names of its columns and what they hold; a person confirms it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from okrflow.integrations.reading.dates import possible_days
from okrflow.integrations.reading.evidence import DateEvidence, fitting
from okrflow.integrations.reading.numbers import (
    CODES,
    CURRENCIES,
    PERCENT,
    MarkEvidence,
    mark_evidence,
)
from okrflow.okr_imports.reading.gathering import KeyResultRead, numbers_of
from okrflow.okr_imports.reading.plans import Plan
from okrflow.okr_imports.reading.presets import PRESETS, columns_of, preset_of
from okrflow.okr_imports.reading.sheets import Sheet

DURATIONS: Final = (
    "d",
    "day",
    "days",
    "h",
    "hour",
    "hours",
    "min",
    "minutes",
    "week",
    "weeks",
    "month",
    "months",
)
SCORES: Final = ("score", "points", "point", "pts", "nps", "stars", "rating")


def guess_plan(sheet: Sheet, preset: str = "") -> Plan:
    """The plan by a preset's names, or by those of the preset that the header fits best."""
    preset = preset or preset_of(sheet.header)
    columns = columns_of(preset, sheet.header)
    plan = Plan(
        form=sheet.form,
        preset=preset,
        shape=PRESETS[preset].shape,
        columns={role: name for role, name in columns.items() if sheet.column(name) or role in _NEEDED},
        dated=tuple(name for name in sheet.header if possible_days(name)),
    )
    return with_conventions(plan, sheet)


_NEEDED: Final = ("objective", "key_result", "title")


def with_conventions(plan: Plan, sheet: Sheet) -> Plan:
    """The plan with the order of dates and the decimal mark that the values prove, where it does not say them."""
    return replace(
        plan,
        at_format=plan.at_format
        or date_evidence(plan, sheet).decided
        or ("" if _has_dates(plan, sheet) else "iso"),
        decimal=plan.decimal or number_evidence(plan, sheet).decided,
    )


def _has_dates(plan: Plan, sheet: Sheet) -> bool:
    return bool(plan.dated) or any(sheet.column(name) for name in plan.date_columns)


def date_evidence(plan: Plan, sheet: Sheet) -> DateEvidence:
    """What all dates of the plan say together, those in the header too."""
    found = DateEvidence()
    for text in (*plan.dated, *(text for name in plan.date_columns for text in sheet.column(name))):
        found.add(text, fitting(text))
    return found


def number_evidence(plan: Plan, sheet: Sheet) -> MarkEvidence:
    return mark_evidence(numbers_of(sheet, plan), numeric=plan.form.format == "xlsx")


def percent_as_shares(plan: Plan, key_results: Iterable[KeyResultRead]) -> bool:
    """Whether the percent of a workbook are cells such as 0.45: they all lie within 1, and none has its sign."""
    percent = [each for each in key_results if unit_of([each])[0] == "percent"]
    found = [number for each in percent for number in each.quantities]
    within = all(abs(number.value) <= 1 and number.unit != PERCENT for number in found)
    return plan.form.format == "xlsx" and bool(found) and within


def unit_of(key_results: Iterable[KeyResultRead]) -> tuple[str, str]:
    """The kind of unit (as in `metrics.models.UnitKind`) and the unit that key results of one metric have."""
    units = [each.unit for each in key_results] + [
        number.unit for each in key_results for number in each.quantities
    ]
    unit = next(filter(None, units), "")
    return kind_of(unit), unit


def kind_of(unit: str) -> str:
    """The kind of a unit by its name; counts by default."""
    plain = unit.strip().casefold()
    if plain in (PERCENT, "percent", "percentage", "pct"):
        return "percent"
    if plain in ("currency", "money") or unit.upper() in CODES or (unit and unit[0] in CURRENCIES):
        return "currency"
    if plain in DURATIONS:
        return "duration"
    return "score" if plain in SCORES else "count"
