"""Answers to proposals."""

from uuid import UUID

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.operations import operation
from okrflow.api.views import ApiView
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.models import Role, Scope
from okrflow.proposals import services
from okrflow.proposals.api.finding import answered, found, one_shown, version_read
from okrflow.proposals.api.shapes import DeclineIn, ProposalOut
from okrflow.proposals.rights import require_answering

WRITE = (Scope.OKRS_WRITE,)


class Accept(ApiView):
    """Makes a new objective one's own, as a draft; or carries a change out."""

    @operation(
        summary="Accept a proposal",
        scopes=WRITE,
        role=Role.EDITOR,
        if_match="optional",
        answers={200: ProposalOut},
    )
    def post(self, request: Request, proposal: UUID) -> Response:
        rights = OkrRights.of(self.access)
        row = found(rights, proposal)
        require_answering(rights, row)
        with answered():
            services.accept(rights=rights, proposal=row, version=version_read(self, row), now=timezone.now())
        return Response(one_shown(self, rights, proposal))


class Decline(ApiView):
    """Says no, and why."""

    @operation(
        summary="Decline a proposal",
        scopes=WRITE,
        role=Role.EDITOR,
        body=DeclineIn,
        if_match="optional",
        answers={200: ProposalOut},
    )
    def post(self, request: Request, proposal: UUID) -> Response:
        rights = OkrRights.of(self.access)
        row = found(rights, proposal)
        require_answering(rights, row)
        reason = self.read_body()["reason"]
        with answered():
            services.decline(
                rights=rights,
                proposal=row,
                version=version_read(self, row),
                reason=reason,
                now=timezone.now(),
            )
        return Response(one_shown(self, rights, proposal))


class Withdraw(ApiView):
    """Takes one's own proposal back."""

    @operation(summary="Withdraw a proposal", scopes=WRITE, role=Role.EDITOR, answers={200: ProposalOut})
    def post(self, request: Request, proposal: UUID) -> Response:
        rights = OkrRights.of(self.access)
        services.withdraw(rights=rights, proposal=found(rights, proposal), now=timezone.now())
        return Response(one_shown(self, rights, proposal))
