"""Who may do what on each resource, and that nothing of another organisation can be reached."""

from datetime import date
from typing import Any

import pytest

from okrflow.experiments.models import Experiment
from okrflow.jobs.models import Job
from okrflow.metrics.models import Metric
from okrflow.metrics.services import MetricGiven, create_metric
from okrflow.okrs.given import KeyResultGiven, ObjectiveGiven
from okrflow.okrs.models import Objective, ObjectiveState
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import save_objective
from okrflow.organisations.models import Invitation, Role
from okrflow.organisations.services import invite
from okrflow.plans.models import PlanEntry
from okrflow.what_if.models import Scenario
from tests import make
from tests.api.people import Api, World
from tests.make import july

pytestmark = pytest.mark.django_db


def filled(world: World, owner: str) -> dict[str, str]:
    """One of everything in an organisation; gives back the ids."""
    item = make.item(world.stream, "P-1", make.event(july(1), "active"), make.event(july(3), "done"))
    metric = create_metric(organisation=world.organisation, given=MetricGiven(name="Satisfaction"))
    objective = save_objective(
        rights=OkrRights.of(world.access(owner)),
        value_stream=world.stream,
        given=ObjectiveGiven(title="Brokers trust us", cycle=world.cycle()),
        key_results=[KeyResultGiven(title="They say so", metric=metric, baseline=1, target=2)],
    )
    Objective.objects.update(state=ObjectiveState.PUBLISHED)
    inviter = world.members.get("ada") or world.members[owner]
    invitation, _ = invite(by=inviter, email="new@example.org", role=Role.VIEWER)
    job = Job.objects.create(organisation=world.organisation, task="x")
    entry = PlanEntry.objects.create(
        organisation=world.organisation, value_stream=world.stream, title="Photos", order=1
    )
    scenario = Scenario.objects.create(
        organisation=world.organisation,
        value_stream=world.stream,
        first_on=date(2026, 6, 1),
        to_on=date(2026, 7, 1),
        changes=[],
        replications=200,
        job=job,
    )
    experiment = Experiment.objects.create(
        organisation=world.organisation,
        value_stream=world.stream,
        title="No waiting",
        hypothesis="Sooner",
        what_changes="We answer",
        from_on=date(2026, 7, 1),
    )
    return {
        "item": str(item.uuid),
        "scenario": str(scenario.uuid),
        "experiment": str(experiment.uuid),
        "metric": metric.slug,
        "metric_id": str(metric.uuid),
        "objective": str(objective.uuid),
        "key_result": str(objective.key_results.get().uuid),
        "invitation": str(invitation.uuid),
        "job": str(job.uuid),
        "plan_entry": str(entry.uuid),
        "stream": str(world.stream.uuid),
        "cycle": str(world.cycle().uuid),
        "member": str(world.members[owner].user.uuid),
    }


PATHS = {
    ("GET", "value-streams/{stream}"): "ada adam ben eve vic",
    ("GET", "value-streams/{stream}/flow-metrics"): "ada adam ben eve vic",
    ("GET", "value-streams/{stream}/stages"): "ada adam ben eve vic",
    ("PATCH", "value-streams/{stream}"): "ada adam ben",
    ("GET", "work-items/{item}"): "ada adam ben eve vic",
    ("GET", "work-items/{item}/events"): "ada adam ben eve vic",
    ("GET", "work-items?figure=velocity&value_stream={stream}"): "ada adam ben eve vic",
    ("GET", "work-items?held_by={stream}"): "ada adam ben eve vic",
    ("GET", "work-items?finished_in={stream}"): "ada adam ben eve vic",
    ("GET", "cycles/{cycle}"): "ada adam ben eve vic",
    ("PATCH", "cycles/{cycle}"): "ada adam",
    ("GET", "objectives/{objective}"): "ada adam ben eve vic",
    ("GET", "objectives?cycle={cycle}"): "ada adam ben eve vic",
    ("GET", "objectives?value_stream={stream}"): "ada adam ben eve vic",
    ("PUT", "objectives/{objective}"): "ben",
    ("PATCH", "objectives/{objective}"): "ben",
    ("DELETE", "objectives/{objective}"): "ben",
    ("POST", "objectives/{objective}/publish"): "ben",
    ("GET", "objectives/{objective}/key-results"): "ada adam ben eve vic",
    ("POST", "objectives/{objective}/key-results"): "ben",
    ("GET", "key-results/{key_result}"): "ada adam ben eve vic",
    ("GET", "key-results?objective={objective}"): "ada adam ben eve vic",
    ("PATCH", "key-results/{key_result}"): "ben",
    ("DELETE", "key-results/{key_result}"): "ben",
    ("GET", "key-results/{key_result}/check-ins"): "ada adam ben eve vic",
    ("POST", "key-results/{key_result}/check-ins"): "ben",
    ("GET", "plan-entries/{plan_entry}"): "ada adam ben eve vic",
    ("GET", "plan-entries?value_stream={stream}"): "ada adam ben eve vic",
    ("GET", "plan-entries?work_item={item}"): "ada adam ben eve vic",
    ("GET", "plan-entries?key_result={key_result}"): "ada adam ben eve vic",
    ("GET", "value-streams/{stream}/committed-items"): "ada adam ben eve vic",
    ("PUT", "plan-entries/{plan_entry}"): "ben",
    ("PATCH", "plan-entries/{plan_entry}"): "ben",
    ("POST", "plan-entries/{plan_entry}/move"): "ben",
    ("POST", "plan-entries/{plan_entry}/cancel"): "ben",
    ("POST", "plan-entries/{plan_entry}/restore"): "ben",
    ("DELETE", "plan-entries/{plan_entry}"): "ben",
    ("GET", "value-streams/{stream}/scenarios"): "ada adam ben eve vic",
    ("GET", "value-streams/{stream}/what-if/{scenario}"): "ada adam ben eve vic",
    ("POST", "value-streams/{stream}/what-if"): "ada adam ben eve",
    ("PATCH", "value-streams/{stream}/what-if/{scenario}"): "ada adam ben eve",
    ("GET", "experiments/{experiment}"): "ada adam ben eve vic",
    ("GET", "experiments?value_stream={stream}"): "ada adam ben eve vic",
    ("PATCH", "experiments/{experiment}"): "ben",
    ("PUT", "experiments/{experiment}/verdict"): "ben",
    ("DELETE", "experiments/{experiment}"): "ben",
    ("GET", "metrics/{metric_id}"): "ada adam ben eve vic",
    ("GET", "metrics?value_stream={stream}"): "ada adam ben eve vic",
    ("PATCH", "metrics/{metric_id}"): "ada adam ben eve",
    ("GET", "metrics/{metric_id}/measurements"): "ada adam ben eve vic",
    ("PUT", "metrics/{metric_id}/measurements/2026-07-01"): "ada adam ben eve",
    ("GET", "members/{member}"): "ada adam ben eve vic",
    ("GET", "invitations/{invitation}"): "ada adam",
    ("DELETE", "invitations/{invitation}"): "ada adam",
    ("GET", "jobs/{job}"): "ada adam ben eve",
    ("DELETE", "jobs/{job}"): "ada adam ben eve",
    ("POST", "value-streams"): "ada adam",
    ("POST", "work-items/bulk"): "ada adam ben eve",
    ("POST", "cycles"): "ada adam",
    ("POST", "invitations"): "ada adam",
    ("POST", "metrics"): "ada adam ben eve",
    ("POST", "tokens"): "ada adam ben eve vic",
    ("POST", "objectives"): "ada adam",
    ("GET", "imports"): "ada adam ben eve",
}


@pytest.mark.parametrize("person", ["ada", "adam", "ben", "eve", "vic"])
def test_each_role_may_do_its_own(northwind: World, person: str) -> None:
    ids = filled(northwind, "ben")
    api = northwind.api(person)
    for (method, path), allowed in PATHS.items():
        # an unknown name, so that whoever has the right gets 400 (or what needs no body is done)
        body = None if method in {"GET", "DELETE"} or path.endswith("publish") else {"unknown": 1}
        response = api.send(method, path.format(**ids), body)
        if person in allowed.split():
            assert response.status_code not in {401, 403, 404, 500}, (method, path, response.content)
        else:
            assert response.status_code == 403, (method, path, response.status_code)
        if method == "DELETE":
            Invitation.objects.update(withdrawn_at=None)


@pytest.mark.parametrize(("method", "path"), [each for each in PATHS if "{" in each[1]])
def test_what_belongs_to_another_organisation_is_not_there(
    northwind: World, olga: World, method: str, path: str
) -> None:
    ids = filled(northwind, "ben")
    stranger = olga.api("olga")
    response = stranger.send(method, path.format(**ids), None if method == "GET" else {}, If_Match="*")
    assert response.status_code == 404, response.content
    stranger.organisation = "northwind"
    assert stranger.send(method, path.format(**ids)).status_code == 404


def foreign_bodies(ids: dict[str, str]) -> list[tuple[str, str, dict[str, Any]]]:
    good = {"title": "x", "cycle": "2026-q3", "value_stream": "policy"}
    key_result = {"title": "k", "metric": ids["metric_id"]}
    experiment = {"title": "x", "hypothesis": "h", "what_changes": "w", "value_stream": "policy"}
    experiment["from_on"] = "2026-07-01"
    return [
        ("POST", "objectives", good | {"cycle": ids["cycle"]}),
        ("POST", "objectives", good | {"value_stream": ids["stream"]}),
        ("POST", "objectives", good | {"supports": ids["objective"]}),
        ("POST", "objectives", good | {"key_results": [key_result]}),
        ("POST", "objectives", good | {"key_results": [{"title": "k", "kept_by": ids["member"]}]}),
        (
            "POST",
            "objectives",
            good
            | {"key_results": [{"title": "k", "flow": {"measure": "stage_share", "stage": "their own"}}]},
        ),
        ("POST", "plan-entries", {"title": "x", "value_stream": ids["stream"]}),
        ("POST", "plan-entries", {"title": "x", "value_stream": "policy", "work_items": [ids["item"]]}),
        ("POST", "plan-entries", {"title": "x", "value_stream": "policy", "bets": [ids["key_result"]]}),
        ("POST", "experiments", experiment | {"value_stream": ids["stream"]}),
        ("POST", "experiments", experiment | {"key_result": ids["key_result"]}),
        ("POST", "experiments", experiment | {"scenario": ids["scenario"]}),
        ("POST", "metrics", {"name": "m", "unit_kind": "count", "value_stream": ids["stream"]}),
        ("POST", "value-streams", {"slug": "s", "name": "S", "lead": ids["member"]}),
        (
            "PATCH",
            "value-streams/policy",
            {"stages": [{"status": "waiting", "flow_state": "waiting", "owner_stream": ids["stream"]}]},
        ),
    ]


def test_foreign_ids_in_bodies_are_404_and_nothing_is_written(northwind: World, olga: World) -> None:
    ids = filled(northwind, "ben")
    olga.cycle()
    stranger = olga.api("olga")
    counts = (Objective.objects.count(), Metric.objects.count())
    for method, path, body in foreign_bodies(ids):
        response = stranger.send(method, path, body)
        # Olga's own stream is led by her, so she writes its OKRs
        assert response.status_code == 404, (body, response.content)
    assert (Objective.objects.count(), Metric.objects.count()) == counts


def test_a_superuser_who_is_no_member_is_nobody(northwind: World, olga: World) -> None:
    user = olga.members["olga"].user
    user.is_superuser = user.is_staff = True
    user.save()
    stranger = olga.api("olga")
    stranger.organisation = "northwind"
    assert stranger.get("value-streams").status_code == 404


def test_lists_hold_the_own_organisation_only(northwind: World, olga: World) -> None:
    filled(northwind, "ben")
    stranger = olga.api("olga")
    for path in (
        "work-items",
        "cycles",
        "objectives",
        "key-results",
        "plan-entries",
        "experiments",
        "metrics",
        "invitations",
        "imports",
        "jobs",
    ):
        assert stranger.get(path).json()["results"] == [], path
    assert [row["name"] for row in stranger.get("members").json()["results"]] == ["Olga"]
    assert len(stranger.get("tokens").json()["results"]) == 1


def test_one_sees_ones_own_tokens_and_administrators_all(northwind: World) -> None:
    northwind.token("ada")
    vic, adam = northwind.api("vic"), northwind.api("adam")

    assert len(vic.get("tokens").json()["results"]) == 1
    rows = adam.get("tokens").json()["results"]
    assert len(rows) == 3
    assert all("token" not in row for row in rows)
    of_ada = next(row for row in rows if row["member"] == str(northwind.members["ada"].user.uuid))
    assert vic.get(f"tokens/{of_ada['id']}").status_code == 404
    assert vic.delete(f"tokens/{of_ada['id']}").status_code == 404
    assert adam.delete(f"tokens/{of_ada['id']}").status_code == 204


def test_a_token_makes_none_that_may_do_more_or_lives_longer(northwind: World) -> None:
    admin = northwind.api("ada", ["admin"])  # type: ignore[list-item]

    assert admin.post("tokens", {"name": "x", "scopes": ["admin"], "days": 20}).status_code == 201
    assert admin.post("tokens", {"name": "x", "scopes": ["okrs:read"], "days": 20}).status_code == 403
    assert admin.post("tokens", {"name": "x", "scopes": ["admin"], "days": 31}).status_code == 403


def test_nobody_invites_above_their_own_role(northwind: World) -> None:
    adam = northwind.api("adam")

    assert adam.post("invitations", {"email": "x@example.org", "role": "owner"}).status_code == 403
    made = adam.post("invitations", {"email": "x@example.org", "role": "admin"})
    assert made.status_code == 201
    assert set(made.json()) == {
        "id", "email", "role", "state", "invited_by", "created_at", "expires_at", "accepted_at", "withdrawn_at",
    }  # fmt: skip
    member = adam.post("invitations", {"email": "Vic@northwind.example", "role": "viewer"})
    assert (member.status_code, member.json()["type"]) == (409, "urn:okrflow:problem:duplicate")


def test_anonymous_gets_nothing_anywhere(northwind: World) -> None:
    ids = filled(northwind, "ben")
    nobody = Api()
    for method, path in PATHS:
        assert nobody.send(method, path.format(**ids)).status_code == 401, (method, path)
