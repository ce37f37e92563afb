"""manage.py check_rollups"""

from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from okrflow.work_items.checking import differences
from okrflow.work_items.management.streams import StreamsCommand


class Command(StreamsCommand):
    help = "Compare what is stored of value streams with a rebuild from the events. Changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for value_stream in self.value_streams(options):
            counts = differences(value_stream, now=timezone.now())
            found = [f"{count} rows of {table} differ" for table, count in counts.items() if count]
            wrong += bool(found)
            self.say(value_stream, ", ".join(found) or "right")
        if wrong:
            raise CommandError(
                f"{wrong} streams differ from a rebuild. `manage.py rebuild_streams` heals them."
            )
