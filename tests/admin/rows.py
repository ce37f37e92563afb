"""Rows of every model, each with relations of its own, so that a query for each row shows."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group

from okrflow.accounts.models import Mail, User
from okrflow.api.models import IdempotentCall
from okrflow.comments.models import Comment, Mention
from okrflow.experiments.models import Experiment
from okrflow.impediments.models import Impediment
from okrflow.integrations.models import Feed, ImportChunk, RejectedRow, ValuesFile, WorkItemImport
from okrflow.jobs.models import Job
from okrflow.metrics.models import Measurement, Metric
from okrflow.okr_imports.models import OkrImport
from okrflow.okrs.models import (
    CheckIn,
    CheckInRequest,
    Contribution,
    Cycle,
    GoalChange,
    KeyCounter,
    KeyResult,
    Objective,
    ObjectiveDraft,
    ObjectiveTransfer,
    OkrSettings,
    Retrospective,
    SuggestedValue,
)
from okrflow.organisations.models import ApiToken, Calendar, CalendarDay, Invitation, Membership, Organisation
from okrflow.plans.models import Bet, PlanEntry, PlannedItem
from okrflow.progress.models import RenderedPage
from okrflow.proposals.models import Proposal, ProposalVersion
from okrflow.review.models import Episode, Finding, KnownBaseline, ReviewRun, ThresholdSetting, Waiver
from okrflow.rhythm.models import CheckInSummary, NotificationSettings, Sending
from okrflow.value_streams.models import MembershipRequest, Stage, Status, StreamMembership, ValueStream
from okrflow.what_if.models import Scenario
from okrflow.work_items.models import Event, FlowDay, Interval, ItemFacts, StageDay, StaleItem, WorkItem
from tests.make import july

SECRET = "kept-from-everybody"


def grow(first: int, end: int) -> None:
    """Rows number `first` to `end` - 1 of every model."""
    for number in range(first, end):
        user, organisation = people(number)
        stream, status = stream_and_status(organisation, user, number)
        item = work_item(organisation, stream, status, number)
        okrs(organisation, stream, user, item, number)
        work(organisation, stream, user, item, number)


def people(number: int) -> tuple[User, Organisation]:
    user = User.objects.create_user(f"person-{number}@example.com", SECRET, name=f"Person {number}")
    organisation = Organisation.objects.create(slug=f"organisation-{number}", name=f"Organisation {number}")
    member = Membership.objects.create(organisation=organisation, user=user)
    ApiToken.objects.create(
        organisation=organisation,
        membership=member,
        name="token",
        token_hash=f"{SECRET}-{number}",
        hint="okr_abc",
        scopes=["okrs:read"],
        expires_at=july(30),
    )
    Invitation.objects.create(
        organisation=organisation,
        email=f"new-{number}@example.com",
        token_hash=f"{SECRET}-{number}",
        invited_by=user,
        expires_at=july(30),
    )
    Calendar.objects.create(organisation=organisation, country="DE")
    CalendarDay.objects.create(organisation=organisation, on=date(2026, 12, 24), name=f"Closed {number}")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Authenticator.objects.create(user=user, type="totp", data={"secret": SECRET})
    SocialAccount.objects.create(user=user, provider="oidc", uid=str(number), extra_data={"token": SECRET})
    UserSession.objects.create(
        user=user, ip="10.0.0.1", session_key=f"{SECRET}-{number}", last_seen_at=july(1)
    )
    Group.objects.create(name=f"Group {number}")
    Mail.objects.create(to=user.email, subject="Your code", body=SECRET)
    return user, organisation


def stream_and_status(organisation: Organisation, user: User, number: int) -> tuple[ValueStream, Status]:
    stream = ValueStream.objects.create(organisation=organisation, slug="policy", name=f"Policy {number}")
    status = Status.objects.create(organisation=organisation, name=f"In work {number}")
    Stage.objects.create(value_stream=stream, status=status, flow_state=1, owner_stream=stream)
    StreamMembership.objects.create(value_stream=stream, user=user, role="lead", confirmed_by=user)
    MembershipRequest.objects.create(value_stream=stream, user=user, asked_by=user)
    return stream, status


def work_item(organisation: Organisation, stream: ValueStream, status: Status, number: int) -> WorkItem:
    item = WorkItem.objects.create(
        organisation=organisation, source="jira", external_id=str(number), key=f"P-{number}", title="Work"
    )
    of = {"organisation": organisation, "value_stream": stream}
    Event.objects.create(**of, work_item=item, at=july(1), status=status, kind=0)
    ItemFacts.objects.create(**of, work_item=item, status=status, kind=0, state=1, since_at=july(1))
    Interval.objects.create(
        **of, work_item=item, status=status, state=1, kind=0,
        began_at=july(1), visit_began_at=july(1), ends_visit=False,
    )  # fmt: skip
    sums = {"day": 20_000, "kind": 0, "entered": 1, "left": 0, "microseconds": 1}
    zeros = (
        "arrivals",
        "finished",
        "cancelled",
        "reopened",
        "measured",
        "flow_microseconds",
        "active_microseconds",
    )
    FlowDay.objects.create(**of, **sums, **dict.fromkeys(zeros, 0))
    StageDay.objects.create(**of, **sums, status=status)
    StaleItem.objects.create(**of, work_item=item)
    return item


def okrs(organisation: Organisation, stream: ValueStream, user: User, item: WorkItem, number: int) -> None:
    metric = Metric.objects.create(
        organisation=organisation, slug="nps", name=f"NPS {number}", unit_kind="score", value_stream=stream
    )
    measurement = Measurement.objects.create(
        organisation=organisation,
        metric=metric,
        about_at=july(1),
        value=7,
        recorded_at=july(1),
        recorded_by=user,
    )
    cycle = Cycle.objects.create(
        organisation=organisation,
        slug="q3",
        name=f"Q3 {number}",
        starts_on=date(2026, 7, 1),
        ends_on=date(2026, 10, 1),
    )
    objective = Objective.objects.create(
        organisation=organisation,
        value_stream=stream,
        cycle=cycle,
        key="POL-O-1",
        title=f"Loved {number}",
        created_by=user,
    )
    KeyCounter.objects.create(organisation=organisation, prefix="POL-O", last=1)
    key_result = KeyResult.objects.create(
        organisation=organisation,
        objective=objective,
        key="POL-KR-1",
        title=f"More of it {number}",
        metric=metric,
        baseline=Decimal(1),
        target=Decimal(2),
        kept_by=user,
    )
    of_plan = {"organisation": organisation}
    of_plan["plan_entry"] = PlanEntry.objects.create(
        **of_plan, value_stream=stream, title=f"Photos {number}", order=1, created_by=user
    )
    PlannedItem.objects.create(**of_plan, work_item=item)
    Bet.objects.create(**of_plan, key_result=key_result)
    CheckIn.objects.create(
        organisation=organisation,
        key_result=key_result,
        about_at=july(2),
        measurement=measurement,
        created_at=july(2),
        created_by=user,
    )
    said_of_okrs(objective, key_result, user, number)
    said_by_people(objective, user, number)
    rhythm(stream, user)
    review(key_result, user, number)


def said_of_okrs(objective: Objective, key_result: KeyResult, user: User, number: int) -> None:
    of = {"organisation": objective.organisation}
    stream = objective.value_stream
    other = KeyResult.objects.create(
        **of, objective=objective, key="POL-KR-2", title=f"And more {number}", metric=key_result.metric
    )
    Contribution.objects.create(**of, key_result=other, to=key_result, created_by=user)
    GoalChange.objects.create(**of, key_result=key_result, changed_at=july(3), changed_by=user)
    CheckInRequest.objects.create(**of, key_result=key_result, asked_at=july(3), asked_by=user)
    SuggestedValue.objects.create(
        **of, key_result=key_result, about_at=july(3), value=7, suggested_at=july(3), suggested_by=user
    )
    Retrospective.objects.create(**of, objective=objective, learnt="To ask", written_by=user)
    ObjectiveDraft.objects.create(**of, objective=objective, author=user, content={"title": SECRET})
    ObjectiveTransfer.objects.create(
        **of, objective=objective, from_stream=stream, to_stream=stream, offered_at=july(3), offered_by=user
    )
    OkrSettings.objects.create(**of)


def said_by_people(objective: Objective, user: User, number: int) -> None:
    of = {"organisation": objective.organisation}
    stream, day = objective.value_stream, july(3)
    proposal = Proposal.objects.create(
        **of,
        value_stream=stream,
        objective=objective,
        title=f"Simpler {number}",
        cycle=objective.cycle,
        proposed_by=user,
        proposed_at=day,
        waits_since=day,
    )
    ProposalVersion.objects.create(
        **of, proposal=proposal, number=1, content={"title": SECRET}, written_at=day, written_by=user
    )
    Impediment.objects.create(
        **of, value_stream=stream, title=f"Answers {number}", raised_on=date(2026, 7, 1), raised_by=user
    )
    comment = Comment.objects.create(**of, objective=objective, text="Why?", created_at=day, created_by=user)
    Mention.objects.create(comment=comment, user=user)


def review(key_result: KeyResult, user: User, number: int) -> None:
    of = {"organisation": key_result.organisation}
    finding = Finding.objects.create(
        **of,
        check_id="CR2",
        subject_type="objective",
        subject_uuid=key_result.objective.uuid,
        severity="warn",
        message=f"Few {number}",
        objective=key_result.objective,
        value_stream=key_result.objective.value_stream,
        opened_at=july(3),
    )
    Episode.objects.create(**of, finding=finding, opened_at=july(3))
    Waiver.objects.create(
        **of, finding=finding, reason="Known", until=date(2026, 7, 30), waived_at=july(4), waived_by=user
    )
    ThresholdSetting.objects.create(**of, name="silent_days", value=4, changed_at=july(4), changed_by=user)
    ReviewRun.objects.create(**of, ran_at=july(4))
    KnownBaseline.objects.create(
        **of, key_result=key_result, baseline_on=date(2026, 7, 1), value=Decimal(1), known_at=july(4)
    )


def rhythm(stream: ValueStream, user: User) -> None:
    of = {"organisation": stream.organisation}
    member = Membership.objects.get(user=user)
    NotificationSettings.objects.create(**of, membership=member)
    summary = CheckInSummary.objects.create(
        **of, value_stream=stream, since=july(1), ended_at=july(2), ended_by=user, lines=[{"note": SECRET}]
    )
    Sending.objects.create(
        **of, membership=member, kind="summary", period="2026-07-02", summary=summary, planned_at=july(2)
    )


def work(organisation: Organisation, stream: ValueStream, user: User, item: WorkItem, number: int) -> None:
    job = Job.objects.create(organisation=organisation, task="okrflow.nothing", created_by=user)
    scenario = Scenario.objects.create(
        organisation=organisation,
        value_stream=stream,
        name=f"Nobody waits {number}",
        first_on=date(2026, 1, 1),
        to_on=date(2026, 7, 1),
        changes=[{"load_limit": 5}],
        replications=200,
        job=job,
        created_by=user,
    )
    Experiment.objects.create(
        organisation=organisation,
        value_stream=stream,
        title=f"No waiting {number}",
        hypothesis="Sooner",
        what_changes="We answer",
        from_on=date(2026, 7, 1),
        key_result=KeyResult.objects.get(organisation=organisation, key="POL-KR-1"),
        scenario=scenario,
        created_by=user,
    )
    brought_in = WorkItemImport.objects.create(
        organisation=organisation,
        value_stream=stream,
        file_name="items.csv",
        size=3,
        job=job,
        created_by=user,
    )
    ImportChunk.objects.create(work_item_import=brought_in, number=0, content=SECRET.encode())
    RejectedRow.objects.create(work_item_import=brought_in, number=2, reason="No key", cells=["x"])
    Feed.objects.create(
        organisation=organisation,
        value_stream=stream,
        token=ApiToken.objects.filter(organisation=organisation).latest("pk"),
    )
    ValuesFile.objects.create(
        organisation=organisation,
        metric=Metric.objects.get(organisation=organisation, slug="nps"),
        file_name="nps.csv",
        size=3,
        content=SECRET.encode(),
        created_by=user,
    )
    OkrImport.objects.create(
        organisation=organisation,
        value_stream=stream,
        file_name="okrs.csv",
        size=3,
        content=SECRET.encode(),
        rejected=[[2, "No objective", [SECRET]]],
        job=job,
        created_by=user,
    )
    RenderedPage.objects.create(
        organisation=organisation,
        value_stream=stream,
        name="summary",
        html=SECRET,
        etag=f"e{number}",
        computed_at=july(3),
    )
    IdempotentCall.objects.create(
        organisation=organisation,
        user=user,
        method="POST",
        path="/api/v1/x",
        key=SECRET,
        body_hash=SECRET,
        claim=uuid4(),
        claimed_at=july(1),
        created_at=july(1) + timedelta(seconds=number),
        headers={"x": SECRET},
        body=SECRET,
    )
