"""What tokens may (ownership, rule 15)."""

import pytest

from okrflow.metrics.models import Measurement
from okrflow.okrs.models import Cycle, Objective
from okrflow.organisations.models import ApiToken, Role, Scope
from okrflow.organisations.services import create_api_token, remove_member
from okrflow.organisations.services.api_tokens import BadToken
from okrflow.work_items.models import Event, WorkItem
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import published, raising
from tests.ownership.acting import ROOT, api, become, browser, key_of, membership, with_key

OF_SERVICE = (Scope.WORK_ITEMS_WRITE, Scope.METRICS_WRITE)
ITEM = {
    "items": [
        {
            "source": "jira",
            "external_id": "1",
            "events": [
                {
                    "at": "2026-07-01T10:00:00Z",
                    "value_stream": "policy",
                    "status": "active",
                    "kind": "feature",
                }
            ],
        }
    ]
}


def test_a_token_shrinks_with_its_member_at_once(nw: Northwind, running: Cycle) -> None:
    ben = api(nw, "ben")
    draft = {"title": "Loved", "cycle": running.slug, "value_stream": "policy"}
    before = ben.post("objectives", draft).status_code

    become(nw, "ben", Role.VIEWER)

    assert (before, ben.post("objectives", draft).status_code) == (201, 403)
    assert ben.get("objectives").status_code == 200


def test_a_token_dies_with_its_membership_at_once(nw: Northwind) -> None:
    mia = api(nw, "mia")
    remove_member(by=membership(nw, "ada"), membership=membership(nw, "mia"))

    assert mia.get("objectives").status_code == 401


def test_a_token_needs_scope_and_membership(nw: Northwind, running: Cycle) -> None:
    draft = {"title": "Loved", "cycle": running.slug, "value_stream": "policy"}

    without_scope = api(nw, "ben", (Scope.OKRS_READ,)).post("objectives", draft)
    without_membership = api(nw, "lin").post("objectives", draft)

    assert (without_scope.status_code, without_membership.status_code) == (403, 403)


def test_a_service_writes_work_items_and_values(nw: Northwind) -> None:
    service = with_key(key_of(nw, "adam", OF_SERVICE, service=True))
    nps = metric(nw.organisation)

    items = service.post("work-items/bulk", ITEM)
    value = service.put(f"metrics/{nps.slug}/measurements/2026-07-01", {"value": 40})

    assert (items.status_code, items.json()["created"]) == (200, 1)
    assert value.status_code == 201
    assert Measurement.objects.get().recorded_by is None


def test_a_service_writes_on_when_its_maker_leaves(nw: Northwind) -> None:
    service = with_key(key_of(nw, "adam", OF_SERVICE, service=True))
    remove_member(by=membership(nw, "ada"), membership=membership(nw, "adam"))

    assert service.post("work-items/bulk", ITEM).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "objectives"),
        ("POST", "objectives"),
        ("GET", "metrics"),
        ("POST", "metrics"),
        ("GET", "value-streams"),
        ("GET", "members"),
        ("GET", "tokens"),
        ("POST", "tokens"),
        ("GET", "work-items"),
    ],
)
def test_a_service_does_nothing_else(nw: Northwind, method: str, path: str) -> None:
    service = with_key(key_of(nw, "adam", OF_SERVICE, service=True))

    assert service.send(method, path, {} if method == "POST" else None).status_code == 403


def test_a_service_never_has_other_scopes(nw: Northwind) -> None:
    with pytest.raises(BadToken, match="A token of a service has"):
        key_of(nw, "adam", (Scope.OKRS_WRITE,), service=True)


def test_a_stored_scope_too_many_gives_a_service_nothing(nw: Northwind, running: Cycle) -> None:
    service = with_key(key_of(nw, "adam", OF_SERVICE, service=True))
    ApiToken.objects.update(scopes=[scope.value for scope in Scope])
    objective = published(nw, running, raising(metric(nw.organisation)))

    asked = [
        service.get("objectives"),
        service.patch(f"objectives/{objective.uuid}", {"title": "Mine"}, If_Match="*"),
        service.get("value-streams"),
    ]

    assert [each.status_code for each in asked] == [403, 403, 403]
    assert Objective.objects.get().title == objective.title


def test_a_service_knows_of_no_team_metric(nw: Northwind) -> None:
    service = with_key(key_of(nw, "adam", OF_SERVICE, service=True))
    mood = team_metric(nw.policy)

    written = service.put(f"metrics/{mood.slug}/measurements/2026-07-01", {"value": 40})

    assert written.status_code == 404
    assert not Measurement.objects.exists()


def test_a_service_stays_in_its_organisation(nw: Northwind) -> None:
    service = with_key(key_of(nw, "adam", OF_SERVICE, service=True))
    service.organisation = "contoso"

    assert service.post("work-items/bulk", ITEM).status_code == 404
    assert not WorkItem.objects.exists()


@pytest.mark.parametrize("who", ["ben", "vic"])
def test_tokens_of_services_are_made_by_administrators(nw: Northwind, who: str) -> None:
    with pytest.raises(BadToken, match="administrators"):
        create_api_token(membership=membership(nw, who), name="x", scopes=OF_SERVICE, days=1, service=True)


def test_on_the_page_too(nw: Northwind) -> None:
    given = {"name": "Nightly", "scopes": ["work-items:write"], "days": "30", "service": "on"}

    made = browser(nw, "adam").post(f"{ROOT}settings/api-tokens/", given).content.decode()
    browser(nw, "ben").post(f"{ROOT}settings/api-tokens/", given)

    assert "a service" in made
    assert [token.membership and token.membership.user for token in ApiToken.objects.order_by("pk")] == [
        None,
        nw.ben,
    ]


def test_the_audit_names_token_and_member(nw: Northwind, running: Cycle) -> None:
    draft = {"title": "Loved", "cycle": running.slug, "value_stream": "policy"}
    api(nw, "ben").post("objectives", draft)

    said = Objective.pgh_event_model.objects.latest("pgh_id").pgh_context.metadata  # type: ignore[attr-defined]

    assert (said["user"], said["token_name"]) == (nw.ben.pk, "Nightly")
    assert said["api_token"] == str(ApiToken.objects.get().uuid)
    assert not Event.objects.exists()
