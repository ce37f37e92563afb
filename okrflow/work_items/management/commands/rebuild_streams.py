"""manage.py rebuild_streams"""

from typing import Any

from okrflow.work_items.management.streams import StreamsCommand
from okrflow.work_items.refresh import rebuild_stream


class Command(StreamsCommand):
    help = "Derive everything that is stored of value streams anew from their events."

    def handle(self, *args: Any, **options: Any) -> None:
        for value_stream in self.value_streams(options):
            rebuild_stream(value_stream)
            self.say(value_stream, "rebuilt")
