"""manage.py rebuild_streams"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from okrflow.value_streams.models import ValueStream
from okrflow.work_items.refresh import rebuild_stream


class Command(BaseCommand):
    help = "Derive everything that is stored of value streams anew from their events."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", metavar="SLUG", help="only of this organisation")

    def handle(self, *args: Any, **options: Any) -> None:
        value_streams = ValueStream.objects.select_related("organisation").order_by("pk")
        if options["organisation"]:
            value_streams = value_streams.filter(organisation__slug=options["organisation"])
        for value_stream in value_streams:
            rebuild_stream(value_stream)
            self.stdout.write(f"{value_stream.organisation.slug}/{value_stream.slug}: rebuilt")
