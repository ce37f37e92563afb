"""manage.py check_rollups"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from okrflow.value_streams.models import ValueStream
from okrflow.work_items.checking import differences


class Command(BaseCommand):
    help = "Compare what is stored of value streams with a rebuild from the events. Changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", metavar="SLUG", help="only of this organisation")

    def handle(self, *args: Any, **options: Any) -> None:
        value_streams = ValueStream.objects.select_related("organisation").order_by("pk")
        if options["organisation"]:
            value_streams = value_streams.filter(organisation__slug=options["organisation"])
        wrong = 0
        for value_stream in value_streams:
            found = {
                table: count
                for table, count in differences(value_stream, now=timezone.now()).items()
                if count
            }
            wrong += bool(found)
            verdict = (
                ", ".join(f"{count} rows of {table} differ" for table, count in found.items()) or "right"
            )
            self.stdout.write(f"{value_stream.organisation.slug}/{value_stream.slug}: {verdict}")
        if wrong:
            raise CommandError(
                f"{wrong} streams differ from a rebuild. `manage.py rebuild_streams` heals them."
            )
