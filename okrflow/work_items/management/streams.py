"""What the commands that go through value streams have in common."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import QuerySet

from okrflow.value_streams.models import ValueStream


class StreamsCommand(BaseCommand):
    """Goes through all value streams, or those of one organisation."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", metavar="SLUG", help="only of this organisation")

    def value_streams(self, options: dict[str, Any]) -> QuerySet[ValueStream]:
        value_streams = ValueStream.objects.select_related("organisation").order_by("pk")
        if options["organisation"]:
            return value_streams.filter(organisation__slug=options["organisation"])
        return value_streams

    def say(self, value_stream: ValueStream, text: str) -> None:
        self.stdout.write(f"{value_stream.organisation.slug}/{value_stream.slug}: {text}")
