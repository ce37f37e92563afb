"""manage.py repair_okr ORGANISATION KEY --set FIELD=VALUE … --reason …"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from okrflow.okrs.services.repairs import repair
from okrflow.organisations.models import Organisation
from okrflow.web.refusals import Refused


class Command(BaseCommand):
    help = "Put an objective or a key result right. The audit trail names the installation and the reason."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation", metavar="ORGANISATION", help="its slug")
        parser.add_argument("key", metavar="KEY", help="the short key, like POL-O-3 or POL-KR-12")
        parser.add_argument(
            "--set", required=True, action="append", metavar="FIELD=VALUE", help="empty value: none"
        )
        parser.add_argument("--reason", required=True, help="why; people read it in the audit trail")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation “{options['organisation']}”.")
        given = [each.partition("=") for each in options["set"]]
        if not all(sign for _, sign, _ in given):
            raise CommandError("Write each change as FIELD=VALUE.")
        values = {name.strip(): value for name, _, value in given}
        try:
            row = repair(
                organisation=organisation, key=options["key"].upper(), values=values, reason=options["reason"]
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{row.key} is repaired: {', '.join(values)}.")
