"""Telling those who answer that a proposal waits for them."""

from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from okrflow.organisations.models import Membership, Role
from okrflow.proposals.models import Proposal
from okrflow.value_streams.services.people import leads_of


def mail_those_who_answer(proposal: Proposal, *, note: str) -> None:
    """Once it is committed, in plain text, one mail each."""
    context = {
        "proposal": proposal,
        "note": note,
        "receiver": proposal.value_stream or proposal.organisation,
        "url": settings.PUBLIC_URL + proposal.get_absolute_url(),
    }
    body = render_to_string("proposals/mail/proposed.txt", context)
    what = "changed the proposal" if proposal.version > 1 else "proposes"
    subject = " ".join(f"{proposal.proposed_by} {what}: {proposal.title}".split())
    for person in people_who_answer(proposal):
        transaction.on_commit(partial(send_mail, subject, body, None, [person.email]), robust=True)


def people_who_answer(proposal: Proposal) -> list[Any]:
    """The leads of its stream who can act as such, or the organisation's administrators and owners. One query."""
    if proposal.value_stream:
        return [lead.user for lead in leads_of(proposal.value_stream)]
    above = Membership.objects.for_organisation(proposal.organisation).filter(
        role__in=[Role.ADMIN, Role.OWNER], user__is_active=True
    )
    return [membership.user for membership in above.select_related("user").order_by("pk")]
