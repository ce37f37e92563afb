"""manage.py create_value_stream ORGANISATION/STREAM --name … [--lead MAIL]"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from okrflow.accounts.models import User
from okrflow.organisations.models import Organisation
from okrflow.value_streams.services import create_value_stream
from okrflow.web.refusals import Refused


class Command(BaseCommand):
    help = "Make a value stream of an organisation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="ORGANISATION/STREAM", help="like northwind/policy")
        parser.add_argument("--name", required=True)
        parser.add_argument("--lead", metavar="MAIL", help="a member of the organisation, at least editor")

    def handle(self, *args: Any, **options: Any) -> None:
        slug, slash, stream_slug = options["path"].partition("/")
        if not slash or "/" in stream_slug:
            raise CommandError(
                "Write the organisation and the stream as ORGANISATION/STREAM, like northwind/policy."
            )
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            raise CommandError(
                f"There is no organisation “{slug}”. Make it by manage.py create_organisation."
            )
        lead = None
        if options["lead"]:
            lead = User.objects.filter(email__iexact=options["lead"]).first()
            if lead is None:
                raise CommandError(f"Nobody has the mail address {options['lead']}.")
        try:
            stream = create_value_stream(
                organisation=organisation, name=options["name"], slug=stream_slug, lead=lead
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{stream} is at {stream.get_absolute_url()}.")
        if lead is None:
            self.stdout.write("It has no lead: its OKRs are frozen until an administrator appoints one.")
