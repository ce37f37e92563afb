"""Two organisations with one of everything: Northwind, where the people are, and Southbank, which is Olga's.

In Northwind: Ada owner, Adam admin, Lea lead of Policy, Mia editor and member of Policy, Eve editor, Vic viewer;
Vera is a viewer who belongs to Policy, and Sam a member to be moved about.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.test import Client
from django.utils import timezone

from okrflow.accounts.models import User
from okrflow.comments.models import Comment
from okrflow.experiments.models import Experiment
from okrflow.impediments.models import Impediment
from okrflow.integrations.services import receive
from okrflow.integrations.values.services import receive as receive_values
from okrflow.jobs.models import Job
from okrflow.metrics.models import Measurement, Metric, MetricKind
from okrflow.metrics.rights import MetricRights
from okrflow.okr_imports.services import receive as receive_okrs
from okrflow.okrs.models import (
    CheckIn,
    Contribution,
    Cycle,
    KeyResult,
    Objective,
    ObjectiveDraft,
    ObjectiveState,
    ObjectiveTransfer,
    Retrospective,
    SuggestedValue,
)
from okrflow.organisations.access import enter
from okrflow.organisations.models import Membership, Organisation, Role, Scope
from okrflow.organisations.services import add_calendar_day, create_api_token, invite
from okrflow.plans.models import PlanEntry
from okrflow.proposals.models import Proposal, ProposalVersion
from okrflow.review.models import Finding, Waiver
from okrflow.rhythm.models import CheckInSummary
from okrflow.value_streams.models import MembershipRequest, StreamMembership, StreamRole, ValueStream
from okrflow.what_if.models import Scenario
from okrflow.work_items.tasks import refresh
from tests import make
from tests.make import july
from tests.people import join, person

CSV: Final = b"key,status,at\nP-9,active,2026-07-01T10:00:00Z\nP-9,done,2026-07-02T10:00:00Z\n"


@dataclass(frozen=True)
class World:
    northwind: Mapping[str, str]
    southbank: Mapping[str, str]
    clients: Mapping[str, Client]
    """By name; "forged" is Lea's browser, sent by another site."""


def signed_in(name: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(name=name))
    return client


def world() -> World:
    roles = {
        "Ada": Role.OWNER, "Adam": Role.ADMIN, "Lea": Role.EDITOR, "Mia": Role.EDITOR, "Eve": Role.EDITOR,
        "Vic": Role.VIEWER, "Vera": Role.VIEWER, "Sam": Role.EDITOR,
    }  # fmt: skip
    there = {
        "Lea": StreamRole.LEAD,
        "Mia": StreamRole.MEMBER,
        "Vera": StreamRole.MEMBER,
        "Sam": StreamRole.MEMBER,
    }
    northwind = everything("northwind", "policy", roles, there, owner="Ada", moved="Sam")
    southern = {"Olga": Role.OWNER, "Oscar": Role.EDITOR}
    southbank = everything(
        "southbank",
        "lending",
        southern,
        {"Olga": StreamRole.LEAD, "Oscar": StreamRole.MEMBER},
        owner="Olga",
        moved="Oscar",
    )
    root = person("Root")
    root.is_staff = root.is_superuser = True
    root.save()
    clients = {name.lower(): signed_in(name) for name in (*roles, *southern, "Root")}
    clients["nobody"] = Client(raise_request_exception=False)
    clients["forged"] = Client(raise_request_exception=False, enforce_csrf_checks=True)
    clients["forged"].force_login(User.objects.get(name="Lea"))
    return World(northwind, southbank, clients)


def everything(
    slug: str,
    stream_slug: str,
    roles: Mapping[str, Role],
    there: Mapping[str, StreamRole],
    *,
    owner: str,
    moved: str,
) -> dict[str, str]:
    """The organisation, and what stands for each part of an address."""
    organisation = make.organisation(slug)
    members = {name: join(organisation, person(name), role) for name, role in roles.items()}
    stream = make.value_stream(organisation, stream_slug)
    belongs = {
        name: StreamMembership.objects.create(value_stream=stream, user=members[name].user, role=role)
        for name, role in there.items()
    }
    asking = members["Eve" if "Eve" in members else owner].user
    request = MembershipRequest.objects.create(value_stream=stream, user=asking, asked_by=asking)
    return {
        "membership_request": str(request.uuid),
        "membership_request_pk": str(request.pk),
        "organisation": slug,
        "stream": stream_slug,
        "membership": str(members[moved].pk),
        "member": str(members[moved].user.uuid),
        "stream_membership": str(belongs[moved].pk),
        "at": "2026-07-01",
        "check": "idle",
        "calendar_day_pk": str(
            add_calendar_day(organisation=organisation, on=date(2026, 12, 24), name="Closed", works=False).pk
        ),
        **_doors(members[owner]),
        **_work(stream, members[owner].user),
        **_okrs(organisation, stream),
        "objective_draft": str(_draft(stream, owner, members).uuid),
        **_said(stream, members["Adam" if "Adam" in members else owner].user),
        "okr_import": _okr_import(stream),
        "values_file": _values_file(stream),
        **_review(stream),
    }


def _draft(stream: ValueStream, owner: str, members: Mapping[str, Membership]) -> ObjectiveDraft:
    """What a member of the stream is typing."""
    return ObjectiveDraft.objects.create(
        organisation=stream.organisation,
        value_stream=stream,
        author=members["Mia" if "Mia" in members else owner].user,
        content={"objective": {}, "rows": [], "known": []},
    )


def _said(stream: ValueStream, by: User) -> dict[str, str]:
    """What is proposed to the stream, said of its OKRs, and what holds it up."""
    of = {"organisation": stream.organisation}
    cycle = Cycle.objects.get(**of)
    title, soon = "Simpler", timezone.now()
    proposal = Proposal.objects.create(
        **of,
        value_stream=stream,
        title=title,
        cycle=cycle,
        proposed_by=by,
        proposed_at=soon,
        waits_since=soon,
    )
    content = {"title": title, "why": "", "cycle": str(cycle.uuid), "supports": None, "key_results": []}
    ProposalVersion.objects.create(
        **of, proposal=proposal, number=1, content=content, written_at=soon, written_by=by
    )
    comments = {
        name: Comment.objects.create(**of, text="Why?", created_at=soon, created_by=by, **about)
        for name, about in (
            ("comment", {"objective": Objective.objects.get(**of, title="Trusted")}),
            ("team_comment", {"key_result": KeyResult.objects.get(**of, title="Mood")}),
        )
    }
    waiting = stream.stages.get(status__name="waiting").status
    impediment = Impediment.objects.create(
        **of,
        value_stream=stream,
        title="Answers",
        stage=waiting,
        stage_stream=stream,
        raised_on=date(2026, 7, 1),
    )
    return {
        "proposal": str(proposal.uuid),
        "impediment": str(impediment.uuid),
        **{name: str(row.uuid) for name, row in comments.items()},
    }


def _review(stream: ValueStream) -> dict[str, str]:
    """What the review found about the published objective, waived, and about the draft."""
    of = {"organisation": stream.organisation, "value_stream": stream, "check_id": "CR2", "severity": "warn"}
    found = {
        name: Finding.objects.create(
            **of,
            subject_type="objective",
            subject_uuid=row.uuid,
            objective=row,
            of_draft=row.is_draft,
            message="One key result.",
            advice="Add one.",
            opened_at=july(3),
        )
        for name, row in (
            ("finding", Objective.objects.get(organisation=stream.organisation, title="Trusted")),
            ("draft_finding", Objective.objects.get(organisation=stream.organisation, title="Perhaps")),
        )
    }
    waiver = Waiver.objects.create(
        organisation=stream.organisation,
        finding=found["finding"],
        reason="Known",
        until=date(2029, 1, 1),
        waived_at=july(4),
    )
    names = {name: str(row.uuid) for name, row in found.items()}
    return {**names, "waiver": str(waiver.uuid), "check_id": "CR2", "threshold": "silent_days"}


def _okr_import(stream: ValueStream) -> str:
    """A file that the stream's lead has uploaded."""
    lead = StreamMembership.objects.filter(value_stream=stream, role=StreamRole.LEAD).first()
    assert lead is not None
    access = enter(lead.user, stream.organisation.slug)
    file = io.BytesIO(b"objective,key result\nTrusted,More\n")
    received = receive_okrs(access=access, value_stream=stream, file=file, file_name="okrs.csv")
    return str(received.uuid)


def _values_file(stream: ValueStream) -> str:
    """Values that the stream's lead has uploaded for the business metric."""
    lead = StreamMembership.objects.filter(value_stream=stream, role=StreamRole.LEAD).first()
    assert lead is not None
    rights = MetricRights.of(enter(lead.user, stream.organisation.slug))
    metric = Metric.objects.get(organisation=stream.organisation, name="NPS")
    file = io.BytesIO(b"2026-07-01,7\n")
    return str(
        receive_values(rights=rights, metric=metric, file=file, file_name="v.csv", now=timezone.now()).uuid
    )


def _doors(owner: Membership) -> dict[str, str]:
    invitation, link = invite(by=owner, email=f"new@{owner.organisation.slug}.example", role=Role.VIEWER)
    token, _ = create_api_token(membership=owner, name="Nightly", scopes=list(Scope), days=30)
    return {
        "invitation": str(invitation.uuid),
        "invitation_pk": str(invitation.pk),
        "link": link,
        "token": str(token.uuid),
        "token_pk": str(token.pk),
    }


def _work(stream: ValueStream, owner: User) -> dict[str, str]:
    item = make.item(stream, "P-1", make.event(july(1), "active"), make.event(july(3), "done"))
    refresh(stream.pk)
    received = receive(value_stream=stream, file=io.BytesIO(CSV), file_name="items.csv", user=owner)
    job = Job.objects.create(organisation=stream.organisation, task="okrflow.nothing", created_by=owner)
    entry = PlanEntry.objects.create(
        organisation=stream.organisation, value_stream=stream, title="Photos", order=1
    )
    scenario = Scenario.objects.create(
        organisation=stream.organisation,
        value_stream=stream,
        first_on=date(2026, 7, 1),
        to_on=date(2026, 7, 31),
        changes=[{"load_limit": 3}],
        replications=200,
        job=job,
    )
    experiment = Experiment.objects.create(
        organisation=stream.organisation,
        value_stream=stream,
        title="No waiting",
        hypothesis="Sooner",
        what_changes="We answer",
        from_on=date(2026, 7, 2),
    )
    summary = CheckInSummary.objects.create(
        organisation=stream.organisation, value_stream=stream, since=july(1), ended_at=july(3)
    )
    return {
        "item": str(item.uuid),
        "import": str(received.uuid),
        "job": str(job.uuid),
        "plan_entry": str(entry.uuid),
        "scenario": str(scenario.uuid),
        "experiment": str(experiment.uuid),
        "check_in_summary": str(summary.uuid),
    }


def _okrs(organisation: Organisation, stream: ValueStream) -> dict[str, str]:
    of = {"organisation": organisation}
    metric = Metric.objects.create(**of, slug=f"nps-{organisation.slug}", name="NPS", unit_kind="score")
    mood = Metric.objects.create(
        **of,
        slug=f"mood-{organisation.slug}",
        name="Mood",
        unit_kind="score",
        kind=MetricKind.TEAM,
        value_stream=stream,
    )
    values = {
        each.slug: Measurement.objects.create(
            **of, metric=each, about_at=july(1, 12), value=7, recorded_at=july(1, 13)
        )
        for each in (metric, mood)
    }
    cycle = Cycle.objects.create(
        **of, slug=f"q3-{organisation.slug}", name="Q3", starts_on=date(2026, 7, 1), ends_on=date(2030, 1, 1)
    )
    letters = organisation.slug[:3].upper()  # of another organisation they would lead to its own
    published = {"cycle": cycle, "state": ObjectiveState.PUBLISHED, "published_at": july(2)}
    objectives = {
        "objective": Objective.objects.create(
            **of, **published, value_stream=stream, key=f"{letters}-O-1", title="Trusted"
        ),
        "draft": Objective.objects.create(
            **of, cycle=cycle, value_stream=stream, key=f"{letters}-O-2", title="Perhaps"
        ),
        "of_organisation": Objective.objects.create(
            **of, **published, key=f"{letters}-O-3", title="Together"
        ),
        "draft_of_organisation": Objective.objects.create(
            **of, cycle=cycle, key=f"{letters}-O-4", title="Perhaps together"
        ),
    }
    supporting = Objective.objects.create(
        **of,
        **published,
        value_stream=stream,
        key=f"{letters}-O-5",
        title="Helping",
        supports=objectives["of_organisation"],
    )
    transfer = ObjectiveTransfer.objects.create(
        **of, objective=supporting, from_stream=stream, to_stream=stream, offered_at=july(3)
    )
    shape = {"baseline": 1, "baseline_on": date(2026, 7, 1), "target": 2, "target_typed": 2}
    key_results = {
        f"key_result_of_{name}": KeyResult.objects.create(
            **of, **shape, objective=row, key=row.key.replace("-O-", "-KR-"), title="More", metric=metric
        )
        for name, row in objectives.items()
    }
    key_results["team_key_result"] = KeyResult.objects.create(
        **of,
        **shape,
        objective=objectives["objective"],
        key=f"{letters}-KR-9",
        title="Mood",
        metric=mood,
        order=1,
    )
    key_results["key_result"] = key_results.pop("key_result_of_objective")
    check_ins = {
        name: CheckIn.objects.create(**of, key_result=key_results[row], about_at=july(3), created_at=july(3))
        for name, row in (("check_in", "key_result"), ("team_check_in", "team_key_result"))
    }
    shared = key_results["key_result_of_of_organisation"]
    Retrospective.objects.create(**of, objective=objectives["objective"], learnt="Ask earlier")
    joint = Contribution.objects.create(**of, key_result=key_results["key_result"], to=shared)
    suggested = SuggestedValue.objects.create(
        **of, key_result=shared, about_at=july(3), value=7, suggested_at=july(3)
    )
    return {
        "supporting": str(supporting.uuid),
        "transfer": str(transfer.uuid),
        "metric": metric.slug,
        "key": objectives["objective"].key,
        "draft_key": objectives["draft"].key,
        "team_key": key_results["team_key_result"].key,
        "team_metric": mood.slug,
        "measurement": str(values[metric.slug].uuid),
        "team_measurement": str(values[mood.slug].uuid),
        "cycle": cycle.slug,
        "contribution": str(joint.uuid),
        "suggested_value": str(suggested.uuid),
        **{name: str(row.uuid) for name, row in {**objectives, **key_results, **check_ins}.items()},
    }
