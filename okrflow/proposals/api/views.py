"""Proposals: made by those who are not of a stream, answered by its leads."""

from uuid import UUID

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.operations import operation
from okrflow.api.serializers import PageQuery, page_of
from okrflow.api.views import ApiView
from okrflow.okrs.api.objectives import objective_seen
from okrflow.okrs.api.writing import key_result_given, objective_given
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.models import Role, Scope
from okrflow.proposals import services
from okrflow.proposals.api.finding import all_shown, answered, found, one_shown, version_read
from okrflow.proposals.api.given import changed, require_whole, revised
from okrflow.proposals.api.shapes import ProposalIn, ProposalOut, ProposalPatch, VersionOut, versions_shown
from okrflow.proposals.changes import as_it_is, as_seen
from okrflow.proposals.models import STORED, Proposal
from okrflow.proposals.rights import require_proposer, require_proposing
from okrflow.value_streams.api import stream_named

READ, WRITE = (Scope.OKRS_READ,), (Scope.OKRS_WRITE,)
STATES = [(state.value, state.label) for state in STORED]


class ProposalsQuery(PageQuery):
    value_stream = serializers.CharField(required=False, max_length=60, help_text="Slug or id")
    objective = serializers.UUIDField(required=False, help_text="Changes of it, and what it came from")
    state = serializers.ChoiceField(
        choices=STATES, required=False, help_text="“open” holds unanswered ones, too"
    )


class Proposals(ApiView):
    """What others than its own people would like a stream, or the organisation, to aim at."""

    @operation(
        summary="List proposals",
        scopes=READ,
        query=ProposalsQuery,
        answers={200: page_of(ProposalOut, "proposals")},
    )
    def get(self, request: Request) -> Response:
        """Your own, those put to your streams, and to administrators all."""
        rights = OkrRights.of(self.access)
        found = Proposal.objects.readable(rights).with_names()
        if stream := self.parameters.get("value_stream"):
            found = found.put_to(stream_named(self.access, stream))
        if uuid := self.parameters.get("objective"):
            found = found.about(objective_seen(rights, uuid))
        if state := self.parameters.get("state"):
            found = found.filter(state=state)
        return self.page_together(found, lambda rows: all_shown(rows, rights))

    @operation(
        summary="Propose an objective, or a change of one",
        scopes=WRITE,
        role=Role.EDITOR,
        body=ProposalIn,
        answers={201: ProposalOut},
    )
    def post(self, request: Request) -> Response:
        rights, given = OkrRights.of(self.access), self.read_body()
        uuid, name = given.pop("objective", None), given.pop("value_stream", None)
        note, now = given.pop("note", ""), timezone.now()
        if uuid:
            objective = objective_seen(rights, uuid)
            require_proposing(rights, objective.value_stream)
            seen = {row["id"] for row in as_seen(objective, rights)["key_results"]}
            present, rows = as_it_is(objective)
            rows = [row for row in rows if str(row.uuid) in seen]
            wanted, wanted_rows = changed(rights, given, present, rows)
            with answered():
                made = services.propose_change(
                    rights=rights,
                    objective=objective,
                    given=wanted,
                    key_results=wanted_rows,
                    note=note,
                    now=now,
                )
        else:
            stream = stream_named(self.access, name) if name else None
            require_proposing(rights, stream)
            require_whole(given)
            rows = [key_result_given(rights, row) for row in given.get("key_results", [])]
            with answered():
                made = services.propose(
                    rights=rights,
                    value_stream=stream,
                    given=objective_given(rights, given),
                    key_results=rows,
                    note=note,
                    now=now,
                )
        return self.made(one_shown(self, rights, made.uuid), f"{self.base}/proposals/{made.uuid}")


class OneProposal(ApiView):
    """One proposal."""

    @operation(summary="Read a proposal", scopes=READ, answers={200: ProposalOut})
    def get(self, request: Request, proposal: UUID) -> Response:
        return Response(one_shown(self, OkrRights.of(self.access), proposal))

    @operation(
        summary="Write a new version",
        scopes=WRITE,
        role=Role.EDITOR,
        body=ProposalPatch,
        if_match="optional",
        answers={200: ProposalOut},
    )
    def patch(self, request: Request, proposal: UUID) -> Response:
        """Of one's own proposal; a declined one is open again."""
        rights = OkrRights.of(self.access)
        row = found(rights, proposal)
        require_proposer(rights, row)
        given = self.read_body()
        note = given.pop("note", "")
        wanted, rows = revised(rights, row, given)
        with answered():
            services.revise(
                rights=rights,
                proposal=row,
                version=version_read(self, row),
                given=wanted,
                key_results=rows,
                note=note,
                now=timezone.now(),
            )
        return Response(one_shown(self, rights, proposal))


class Versions(ApiView):
    """What a proposal said, version by version."""

    @operation(
        summary="List the versions of a proposal",
        scopes=READ,
        query=PageQuery,
        answers={200: page_of(VersionOut, "versions")},
    )
    def get(self, request: Request, proposal: UUID) -> Response:
        rights = OkrRights.of(self.access)
        row = found(rights, proposal)
        rows = row.versions.select_related("written_by")
        return self.page_together(rows, lambda each: versions_shown(row, list(each), rights))
