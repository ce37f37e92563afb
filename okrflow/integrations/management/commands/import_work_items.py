"""Import work items from a file, at once and without a worker."""

import json
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from okrflow.integrations import arguments, services
from okrflow.integrations.counts import Counts
from okrflow.integrations.mappings import existing_states
from okrflow.integrations.reading.dates import describe
from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.guesses import statuses
from okrflow.integrations.reading.plans import Plan
from okrflow.integrations.reading.surveys import Survey
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.refresh import refresh_stream


class Command(BaseCommand):
    help = "Imports work items from a CSV file, an Excel workbook or Jira's search result (JSON) into a value stream."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--value-stream", required=True, metavar="SLUG")
        parser.add_argument(
            "--columns",
            metavar="key=…,status=…,at=…",
            help="or key=…,started=…,closed=… or key=…,stage=…,stage=…",
        )
        parser.add_argument("--at-format", help="day-first, month-first, iso, or a pattern like %%d.%%m.%%Y")
        parser.add_argument("--zone", help="of instants without an offset; the organisation's by default")
        parser.add_argument(
            "--states", metavar="New=new,Awaiting*=waiting", help="guessed by name where absent"
        )
        parser.add_argument("--kinds", metavar="Bug=defect,*=feature", help="guessed by name where absent")
        parser.add_argument("--history", choices=["append", "replace"], default="append")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        value_stream = _find(options["organisation"], options["value_stream"])
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                counts, plan, survey = _import(value_stream, file, path.name, options)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except ReadingError as error:
            raise CommandError(str(error)) from error
        for stream in _touched(value_stream):
            refresh_stream(stream)
        self.stdout.write(
            json.dumps(_as_json(counts, plan), indent=2) if options["json"] else _text(counts, plan, survey)
        )


def _find(organisation: str, slug: str) -> ValueStream:
    streams = ValueStream.objects.select_related("organisation").filter(organisation__slug=organisation)
    found = streams.named(slug)
    if found is None:
        raise CommandError(f"There is no value stream “{slug}” in an organisation “{organisation}”.")
    return found


def _touched(value_stream: ValueStream) -> list[ValueStream]:
    """The streams that the import may have changed: those with stale rows."""
    streams = ValueStream.objects.for_organisation(value_stream.organisation)
    return [value_stream, *streams.exclude(pk=value_stream.pk)]


def _import(
    value_stream: ValueStream, file: BinaryIO, name: str, options: dict[str, Any]
) -> tuple[Counts, Plan, Survey]:
    survey = services.look_into(file)
    plan = _plan(value_stream, survey, options)
    streams = ValueStream.objects.for_organisation(value_stream.organisation).values_list("pk", flat=True)
    counts = services.import_file(
        value_stream=value_stream, file=file, file_name=name, plan=plan, set_up=list(streams)
    )
    return counts, plan, survey


def _plan(value_stream: ValueStream, survey: Survey, options: dict[str, Any]) -> Plan:
    """The proposed plan with what was said on the command line."""
    plan = services.propose(survey, value_stream)
    if options["columns"]:
        plan = arguments.with_columns(plan, options["columns"])
    if options["zone"]:
        plan = arguments.with_zone(plan, options["zone"])
    if options["at_format"]:
        plan = arguments.with_format(plan, options["at_format"])
    plan = replace(arguments.decided(plan, survey), history=options["history"])
    if options["states"]:
        known = existing_states(value_stream)
        plan = replace(plan, states=known | arguments.states(options["states"], plan, survey))
    else:
        plan = services.complete(replace(plan, states={}), survey, value_stream)
    if options["kinds"]:
        kinds, default = arguments.kinds(options["kinds"], plan, survey)
        plan = replace(plan, kinds=dict(plan.kinds) | kinds, default_kind=default)  # type: ignore[arg-type]
    return plan


def _as_json(counts: Counts, plan: Plan) -> dict[str, Any]:
    return counts.as_json() | {
        "format": plan.form.format,
        "encoding": plan.form.encoding,
        "separator": plan.form.separator,
        "shape": plan.shape,
        "columns": dict(plan.columns),
        "stages": list(plan.stages),
        "at_format": plan.at_format,
        "zone": plan.zone,
        "states": dict(plan.states),
        "kinds": dict(plan.kinds),
    }


def _text(counts: Counts, plan: Plan, survey: Survey) -> str:
    figures = counts.as_json()
    lines = [
        f"Read {counts.rows:,} rows ({plan.form.described}; dates {describe(plan.at_format)}; zone "
        f"{plan.zone}).",
        "Items: {items_created} created, {items_updated} updated, {items_unchanged} unchanged; "
        "{events_added} events "
        "added; {rejected} rows rejected.".format(**figures),
        "Statuses: "
        + ", ".join(f"{name}={plan.states.get(name, '?')}" for name in statuses(plan, survey))
        + ".",
    ]
    if counts.unknown_parents:
        lines.append(
            f"Without their parents, which are not known: {counts.unknown_parents:,}. Import the parents, then this again."
        )
    if counts.unmapped:
        lines.append(
            f"Without a flow state, counted as waiting: {', '.join(counts.unmapped)}. Map them with --states."
        )
    return "\n".join(lines)
