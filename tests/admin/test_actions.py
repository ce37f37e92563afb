"""What the installation's operators do, with the same consequences as on the pages."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from okrflow.accounts.models import User
from okrflow.integrations.models import ImportChunk
from okrflow.jobs.models import Job, JobState
from okrflow.metrics.models import Metric, MetricKind
from okrflow.okrs.models import Cycle
from okrflow.organisations.models import ApiToken, Membership, Organisation, Role, Scope
from okrflow.organisations.services import create_api_token
from okrflow.value_streams.models import FlowState, Stage, StreamMembership, StreamRole, ValueStream
from okrflow.work_items.models import Event, Interval, StaleItem, WorkItem
from tests import make
from tests.admin.conftest import Operator
from tests.make import july
from tests.people import Cast, person


@pytest.fixture
def policy(northwind: Cast) -> ValueStream:
    return make.value_stream(northwind.organisation)


def test_signing_in_has_one_place() -> None:
    response = Client().get("/admin/login/?next=/admin/jobs/job/")

    assert (response.status_code, response["Location"]) == (
        302,
        "/accounts/login/?next=%2Fadmin%2Fjobs%2Fjob%2F",
    )


def test_the_password_is_changed_at_one_place(root: Operator) -> None:
    assert root.client.get("/admin/password_change/")["Location"] == "/accounts/password/change/"


def test_members_are_no_operators(northwind: Cast) -> None:
    assert northwind.client("ada").get("/admin/", follow=True).status_code == 403


def test_a_person_is_made_without_a_password_and_told(
    root: Operator, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        root.add(User, email="New@Example.com", name="New")

    made = User.objects.get(email="new@example.com")
    assert not made.has_usable_password() and not made.is_staff
    assert mail.outbox[0].to == ["new@example.com"]
    assert "/accounts/password/reset/" in mail.outbox[0].body


def messages_shown(answer: HttpResponse) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_the_last_lead_and_the_last_owner_stay_until_somebody_takes_their_place(
    root: Operator, northwind: Cast, policy: ValueStream
) -> None:
    ada, ben = northwind.ada.user, northwind.ben.user
    StreamMembership.objects.create(value_stream=policy, user=ben, role=StreamRole.LEAD)

    root.change(ben, name="Ben")
    said = messages_shown(root.change(ada, name="Ada"))
    StreamMembership.objects.create(value_stream=policy, user=ada, role=StreamRole.LEAD)
    root.change(ben, name="Ben")

    assert said == [
        "Ben is the last lead of Policy. Make somebody else a lead first.",
        "Ada is the last owner of Northwind. Make somebody else an owner first.",
    ]
    assert not User.objects.get(pk=ben.pk).is_active
    assert User.objects.get(pk=ada.pk).is_active


def test_a_deactivated_person_is_signed_out_at_once(root: Operator, northwind: Cast) -> None:
    ben, client = northwind.ben.user, northwind.client("ben")

    root.change(ben, name="Ben", time_zone="")

    assert not User.objects.get(pk=ben.pk).is_active
    assert client.get("/o/northwind/settings/").status_code == 302


def test_nobody_locks_themselves_out(root: Operator) -> None:
    user = User.objects.get(name="Root")

    root.change(user, name="Root", is_active="on", is_staff="on")

    user.refresh_from_db()
    assert user.is_superuser


def test_staff_give_no_powers_and_change_no_superuser(root: Operator, northwind: Cast) -> None:
    from django.contrib.auth.models import Permission

    ben = northwind.ben.user
    ben.is_staff = True
    ben.save()
    ben.user_permissions.set(Permission.objects.filter(codename__in=["change_user", "view_user", "add_user"]))
    staff = Operator(northwind.client("ben"))

    staff.change(ben, name="Ben", is_active="on", is_staff="on", is_superuser="on")
    refused = staff.change(User.objects.get(name="Root"), name="Not Root", is_active="on")

    assert not User.objects.get(pk=ben.pk).is_superuser
    assert refused.status_code == 403
    assert not User.objects.filter(name="Not Root").exists()


def test_an_organisation_begins_with_its_owner(root: Operator) -> None:
    root.add(Organisation, name="Contoso", slug="contoso", time_zone="UTC", owner=person("Olga").pk)

    assert Membership.objects.get(organisation__slug="contoso").role == Role.OWNER


def test_another_time_zone_makes_all_streams_stale(root: Operator, policy: ValueStream) -> None:
    root.change(policy.organisation, name="Northwind", time_zone="Asia/Tokyo")

    assert StaleItem.objects.get().value_stream == policy
    assert Organisation.objects.get().time_zone == "Asia/Tokyo"


def test_another_flow_state_makes_the_stream_stale(root: Operator, policy: ValueStream) -> None:
    stage = Stage.objects.get(status__name="waiting")

    root.change(stage, flow_state=FlowState.ACTIVE.value, order=2)

    stage.refresh_from_db()
    assert stage.flow_state == FlowState.ACTIVE
    assert StaleItem.objects.get().value_stream == policy


def test_a_mapping_taken_away_makes_the_stream_stale(root: Operator, policy: ValueStream) -> None:
    stage = Stage.objects.get(status__name="waiting")

    root.client.post(root.path(Stage, "delete", stage.pk), {"post": "yes"})

    assert not Stage.objects.filter(pk=stage.pk).exists()
    assert StaleItem.objects.get().value_stream == policy


def test_a_mapping_added_makes_the_stream_stale(root: Operator, policy: ValueStream) -> None:
    platform = make.value_stream(policy.organisation, "platform", states={})
    status = Stage.objects.get(status__name="waiting").status

    root.add(Stage, value_stream=platform.pk, status=status.pk, flow_state=1, order=0)

    assert StaleItem.objects.get().value_stream == platform
    assert Stage.objects.filter(value_stream=platform).count() == 1


def test_a_mapping_stays_within_its_organisation(root: Operator, policy: ValueStream) -> None:
    other = make.value_stream(make.organisation("contoso"), "other", states={})
    status = Stage.objects.get(status__name="waiting").status

    response = root.add(Stage, value_stream=other.pk, status=status.pk, flow_state=1, order=0)

    assert b"another organisation" in response.content
    assert not Stage.objects.filter(value_stream=other).exists()


def test_figures_are_rebuilt_on_demand(root: Operator, policy: ValueStream) -> None:
    root.act("rebuild_figures", policy)

    assert StaleItem.objects.get().work_item is None


def test_streams_are_made_and_changed(root: Operator, northwind: Cast) -> None:
    root.add(ValueStream, organisation=northwind.organisation.pk, name="Claims", slug="claims")
    made = ValueStream.objects.get()
    root.change(made, name="Claims and loss", order=7, load_limit=20)

    made.refresh_from_db()
    assert (made.name, made.slug, made.order, made.load_limit) == ("Claims and loss", "claims", 7, 20)


def test_a_taken_address_is_said(root: Operator, policy: ValueStream) -> None:
    response = root.client.post(
        root.path(ValueStream, "add"),
        {"organisation": policy.organisation_id, "name": "New", "slug": "new"},
        follow=True,
    )

    assert (
        "can’t have the address" in response.content.decode()
        or "can&#x27;t have" in response.content.decode()
    )
    assert ValueStream.objects.count() == 1


def test_a_lead_is_appointed_while_there_is_none(
    root: Operator, northwind: Cast, policy: ValueStream
) -> None:
    root.add(StreamMembership, value_stream=policy.pk, user=northwind.ben.user_id)
    root.add(StreamMembership, value_stream=policy.pk, user=northwind.adam.user_id)

    lead = StreamMembership.objects.get()
    assert (lead.user.name, lead.role, str(lead.appointed_by)) == ("Ben", StreamRole.LEAD, "Root")


def test_the_last_owner_stays(root: Operator, northwind: Cast) -> None:
    root.change(northwind.ada, role="viewer")
    root.client.post(root.path(Membership, "delete", northwind.ada.pk), {"post": "yes"})
    root.change(northwind.ben, role="admin")
    root.act("delete_selected", northwind.vic)

    assert Membership.objects.get(pk=northwind.ada.pk).role == Role.OWNER
    assert Membership.objects.get(pk=northwind.ben.pk).role == Role.ADMIN


def test_who_leaves_the_organisation_leaves_its_streams(
    root: Operator, northwind: Cast, policy: ValueStream
) -> None:
    for member in (northwind.adam, northwind.ben):
        StreamMembership.objects.create(value_stream=policy, user=member.user, role=StreamRole.LEAD)

    root.client.post(root.path(Membership, "delete", northwind.ben.pk), {"post": "yes"})

    assert [member.user for member in StreamMembership.objects.all()] == [northwind.adam.user]


def test_a_token_is_revoked(root: Operator, northwind: Cast) -> None:
    token, _ = create_api_token(membership=northwind.ben, name="x", scopes=[Scope.OKRS_READ], days=3)

    root.act("revoke", token)

    assert ApiToken.objects.get().revoked_at is not None


def test_a_job_is_cancelled_and_started_again(root: Operator, northwind: Cast) -> None:
    job = Job.objects.create(organisation=northwind.organisation, task="okrflow.nothing", attempts=5)

    root.act("cancel", job)
    cancelled = Job.objects.get().state
    root.act("start_again", job)

    job.refresh_from_db()
    assert (cancelled, job.state, job.attempts) == (JobState.CANCELLED, JobState.QUEUED, 0)
    assert job.cancel_requested_at is None


def test_a_running_job_is_not_started_again(root: Operator, northwind: Cast) -> None:
    job = Job.objects.create(organisation=northwind.organisation, task="x", state="running", attempts=2)

    root.act("start_again", job)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.RUNNING, 2)


def test_metrics_and_cycles_go_through_their_services(root: Operator, northwind: Cast) -> None:
    of = {"organisation": northwind.organisation.pk}
    shape = {
        "unit_kind": "percent",
        "digits": 1,
        "better": "up",
        "counts": "effect",
        "cadence_days": 7,
        "lag_days": 0,
    }
    root.add(Metric, **of, **shape, name="Renewals", timing="lagging", source="hand")
    root.add(Cycle, **of, name="Q3 2026", starts_on="2026-07-01", ends_on="2026-10-01")
    root.change(Cycle.objects.get(), name="Summer", starts_on="2026-07-01", ends_on="2026-09-01")

    metric, cycle = Metric.objects.get(), Cycle.objects.get()
    assert (metric.slug, metric.unit, metric.kind) == ("renewals", "%", MetricKind.BUSINESS)
    assert (cycle.slug, cycle.name, cycle.ends_on) == ("q3-2026", "Summer", date(2026, 9, 1))


def test_team_metrics_are_their_streams_own(root: Operator, policy: ValueStream) -> None:
    metric = Metric.objects.create(
        organisation=policy.organisation, slug="mood", name="Mood of the team", unit_kind="score",
        kind=MetricKind.TEAM, value_stream=policy,
    )  # fmt: skip

    for model in (Metric, Metric.pgh_event_model):  # type: ignore[attr-defined]
        assert b"Mood of the team" not in root.list(model).content
    assert root.client.get(root.path(Metric, "change", metric.pk)).status_code == 302
    assert root.list(Metric.pgh_event_model).context["cl"].result_count == 0  # type: ignore[attr-defined]


def test_work_items_keep_their_history(root: Operator, policy: ValueStream) -> None:
    item = make.item(policy, "P-1", make.event(july(1), "active"))

    root.change(item, key="POL-1", title="Better", url="")

    item.refresh_from_db()
    assert (item.key, item.title, item.source) == ("POL-1", "Better", "test")
    assert root.client.post(root.path(WorkItem, "delete", item.pk), {"post": "yes"}).status_code == 403
    assert root.client.get(root.path(WorkItem, "add")).status_code == 403


def test_rows_of_an_item_are_found_by_its_key(root: Operator, policy: ValueStream) -> None:
    for key in ("P-1", "P-2"):
        make.item(policy, key, make.event(july(1), "active"), make.event(july(2), "done"))

    assert root.list(Event, "?q=P-1").context["cl"].result_count == 2
    assert root.list(Event, "?q=P-3").context["cl"].result_count == 0
    assert root.list(Interval, "?q=P-3").context["cl"].result_count == 0


def test_history_is_the_audit_trail(root: Operator, policy: ValueStream) -> None:
    root.change(policy, name="Policies", order=0)

    response = root.client.get(root.path(ValueStream, "history", policy.pk), follow=True)

    shown = response.context["cl"]
    assert shown.result_count >= 2
    assert f"user {User.objects.get(name='Root').pk}" in response.content.decode()


def test_of_an_upload_only_the_size_is_told(root: Operator) -> None:
    from tests.admin.rows import SECRET, grow

    grow(0, 1)
    assert root.list(ImportChunk).context["cl"].result_list[0].bytes == len(SECRET)
