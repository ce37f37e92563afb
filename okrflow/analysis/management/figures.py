"""What the commands that print figures have in common."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from okrflow.flow import Grain, Kind
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures.windows import Window, WindowError, asked
from okrflow.work_items.refresh import refresh_stream


class FiguresCommand(BaseCommand):
    """Prints figures of a value stream, brought up to date first, as the API gives them."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--value-stream", required=True, metavar="SLUG")
        parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--to", type=date.fromisoformat, metavar="YYYY-MM-DD", help="not included")
        parser.add_argument("--kind", choices=[kind.name.lower() for kind in Kind])
        parser.add_argument("--json", action="store_true", help="one line of JSON, for programs")

    def value_stream(self, options: dict[str, Any]) -> ValueStream:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation “{options['organisation']}”.")
        value_stream = ValueStream.objects.for_organisation(organisation).named(options["value_stream"])
        if value_stream is None:
            raise CommandError(f"{organisation} has no value stream “{options['value_stream']}”.")
        refresh_stream(value_stream)
        return value_stream

    def window(self, value_stream: ValueStream, options: dict[str, Any], *, now: datetime) -> Window:
        grain = Grain(options["group"]) if options.get("group") else None
        try:
            return asked(
                value_stream.organisation, first=options["first"], to=options["to"], grain=grain, now=now
            )
        except WindowError as error:
            raise CommandError(str(error)) from error

    def print_body(
        self, options: dict[str, Any], body: Callable[..., dict[str, Any]], **arguments: Any
    ) -> None:
        value_stream, now = self.value_stream(options), timezone.now()
        window = self.window(value_stream, options, now=now)
        kind = Kind[options["kind"].upper()] if options["kind"] else None
        answer = body(value_stream, window, now=now, kind=kind, **arguments)
        self.stdout.write(json.dumps(answer, indent=None if options["json"] else 2, ensure_ascii=False))
