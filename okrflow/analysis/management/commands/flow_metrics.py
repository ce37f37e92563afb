"""manage.py flow_metrics"""

from typing import Any

from django.core.management.base import CommandParser

from okrflow.analysis import bodies
from okrflow.analysis.management.figures import FiguresCommand
from okrflow.flow import Grain


class Command(FiguresCommand):
    help = "Print the Flow Metrics of a value stream over a period, as the API gives them."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--group", choices=[grain.value for grain in Grain])

    def handle(self, *args: Any, **options: Any) -> None:
        grain = Grain(options["group"]) if options["group"] else None
        self.print_body(options, bodies.flow_metrics, grain=grain)
