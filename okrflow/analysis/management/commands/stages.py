"""manage.py stages"""

from typing import Any

from okrflow.analysis import bodies
from okrflow.analysis.management.figures import FiguresCommand


class Command(FiguresCommand):
    help = "Print the stages of a value stream over a period, and its bottleneck, as the API gives them."

    def handle(self, *args: Any, **options: Any) -> None:
        self.print_body(options, bodies.stages)
