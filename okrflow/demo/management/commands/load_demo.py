"""manage.py load_demo [--seed N] [--today YYYY-MM-DD]"""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from okrflow.accounts.mail import unprinted
from okrflow.demo.anchors import ZONE
from okrflow.demo.services import load_demo
from okrflow.web.refusals import Refused

SEED = 24


class Command(BaseCommand):
    help = "Load the demo organisation, Northwind Insurance, with a history that ends today."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seed", type=int, default=SEED, metavar="N", help=f"of all chance (default: {SEED})"
        )
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day on which the history ends (default: today)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = options["today"] or timezone.now().astimezone(ZONE).date()
        try:
            with unprinted():
                load_demo(today=today, seed=options["seed"], say=self._say)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
