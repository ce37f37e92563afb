"""manage.py create_organisation SLUG --name … --time-zone … --owner MAIL"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from okrflow.accounts.addresses import person_with
from okrflow.organisations.services import create_organisation
from okrflow.web.refusals import Refused


class Command(BaseCommand):
    help = "Make an organisation and its first owner."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="its place in addresses, like northwind-insurance")
        parser.add_argument("--name", required=True)
        parser.add_argument(
            "--time-zone", default="UTC", metavar="ZONE", help="like Europe/Berlin (default: UTC)"
        )
        parser.add_argument("--owner", required=True, metavar="MAIL", help="gets an account if there is none")

    def handle(self, *args: Any, **options: Any) -> None:
        mail = options["owner"]
        try:
            validate_email(mail)
            with transaction.atomic():
                owner, made = person_with(email=mail)
                organisation = create_organisation(
                    name=options["name"], slug=options["slug"], time_zone=options["time_zone"], owner=owner
                )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{organisation} is at {organisation.get_absolute_url()}; {mail} is its owner.")
        if made:
            self.stdout.write(
                f"{mail} is a new account without a password: set one by “Forgot your password?” on the sign-in page, "
                f"sign in by a mailed code, or run manage.py changepassword {owner.email}."
            )
