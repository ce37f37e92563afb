"""manage.py create_api_token --organisation SLUG --member MAIL --scopes a,b --days N"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from okrflow.organisations.models import Membership, Scope
from okrflow.organisations.services import create_api_token
from okrflow.web.refusals import Refused


class Command(BaseCommand):
    help = "Make a key for the REST API and print it, and nothing else, on standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--member", required=True, metavar="MAIL", help="whose rights it has")
        parser.add_argument(
            "--scopes",
            required=True,
            metavar="A,B",
            help=f"among {', '.join(scope.value for scope in Scope)}",
        )
        parser.add_argument(
            "--days", type=int, default=90, metavar="N", help="how long it is good for (default: 90)"
        )
        parser.add_argument(
            "--service",
            action="store_true",
            help="of a service instead of the member, an administrator, who makes it",
        )
        parser.add_argument("--name", default="made on the command line", help="what it is for")

    def handle(self, *args: Any, **options: Any) -> None:
        membership = (
            Membership.objects.select_related("organisation", "user")
            .filter(organisation__slug=options["organisation"], user__email__iexact=options["member"])
            .first()
        )
        if membership is None:
            raise CommandError(
                f"{options['member']} is no member of an organisation “{options['organisation']}”."
            )
        scopes = [scope.strip() for scope in options["scopes"].split(",") if scope.strip()]
        try:
            _, plain = create_api_token(
                membership=membership,
                name=options["name"],
                scopes=scopes,
                days=options["days"],
                service=options["service"],
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(plain)
