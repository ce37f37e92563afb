"""The table of conventions, line by line."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from okrflow.organisations.models import ApiToken, Membership, Role, Scope
from okrflow.value_streams.models import ValueStream
from tests.api.people import Api, World

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


def assert_problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == PROBLEM
    body: dict[str, Any] = response.json()
    assert body["type"] == f"urn:okrflow:problem:{code}"
    assert body["status"] == status
    assert set(body) - {"links"} == {"type", "title", "status", "detail", "errors"}
    return body


# Who


def test_without_a_token_or_session_nobody_is_let_in(northwind: World) -> None:
    response = Api().get("value-streams")

    assert_problem(response, 401, "unauthenticated")
    assert response["WWW-Authenticate"] == 'Bearer realm="okrflow"'


@pytest.mark.parametrize("header", ["Bearer okr_wrong", "Bearer ", "Bearer", f"Bearer {'x' * 5000}"])
def test_a_wrong_token_is_401(northwind: World, header: str) -> None:
    assert_problem(Api(headers={"Authorization": header}).get("value-streams"), 401, "unauthenticated")


def test_a_token_ends_by_its_date_by_revocation_and_with_its_person(northwind: World) -> None:
    ada = northwind.api("ada")
    token = ApiToken.objects.get()
    assert ada.get("value-streams").status_code == 200

    ApiToken.objects.update(expires_at=timezone.now())
    assert ada.get("value-streams").status_code == 401
    ApiToken.objects.update(expires_at=token.expires_at, revoked_at=timezone.now())
    assert ada.get("value-streams").status_code == 401
    ApiToken.objects.update(revoked_at=None)
    northwind.members["ada"].user.__class__.objects.update(is_active=False)
    assert ada.get("value-streams").status_code == 401


def test_a_token_shrinks_and_dies_with_its_member(northwind: World) -> None:
    adam = northwind.api("adam")
    assert adam.get("invitations").status_code == 200

    Membership.objects.filter(pk=northwind.members["adam"].pk).update(role=Role.VIEWER)
    assert_problem(adam.get("invitations"), 403, "forbidden")
    northwind.members["adam"].delete()
    assert_problem(adam.get("invitations"), 401, "unauthenticated")


def test_the_use_of_a_token_is_noted_once_a_minute(northwind: World) -> None:
    ada = northwind.api("ada")
    ada.get("value-streams")
    first = ApiToken.objects.get().last_used_at
    ada.get("value-streams")
    assert first is not None
    assert ApiToken.objects.get().last_used_at == first

    ApiToken.objects.update(last_used_at=first - timedelta(minutes=2))
    ada.get("value-streams")
    assert ApiToken.objects.get().last_used_at > first


def test_a_session_reads_but_writes_only_with_the_csrf_token(northwind: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(northwind.members["ada"].user, backend="django.contrib.auth.backends.ModelBackend")
    browser = Api(client=client)
    assert browser.get("value-streams").status_code == 200
    assert browser.post("cycles", {}).status_code == 403

    secret = "a" * 32
    client.cookies["csrftoken"] = secret
    response = browser.post("cycles", {}, X_CSRFToken=secret)
    assert_problem(response, 400, "invalid")


# Tenant and ids


def test_a_token_works_on_its_own_organisation_only(northwind: World, olga: World) -> None:
    ada = northwind.api("ada")
    ada.organisation = "southbank"
    assert_problem(ada.get("value-streams"), 404, "not_found")
    ada.organisation = "nowhere"
    assert_problem(ada.get("value-streams"), 404, "not_found")


def test_a_token_does_not_reach_another_organisation_of_its_person(northwind: World, olga: World) -> None:
    Membership.objects.create(
        organisation=olga.organisation, user=northwind.members["ada"].user, role=Role.OWNER
    )
    ada = northwind.api("ada")
    ada.organisation = "southbank"
    assert_problem(ada.get("value-streams"), 404, "not_found")


def test_ids_stand_where_slugs_do_and_outlive_a_renaming(northwind: World, ada: Api) -> None:
    uuid = str(northwind.stream.uuid)
    ValueStream.objects.update(slug="renamed")
    ada.organisation = str(northwind.organisation.uuid)

    assert ada.get(f"value-streams/{uuid}").json()["slug"] == "renamed"
    assert ada.get(f"value-streams/{uuid}/flow-metrics").json()["value_stream"] == "renamed"
    assert_problem(ada.get("value-streams/policy"), 404, "not_found")


# Scopes

READS = {
    "value-streams": {"okrs:read", "work-items:read", "metrics:read", "admin"},
    "value-streams/policy": {"okrs:read", "work-items:read", "metrics:read", "admin"},
    "value-streams/policy/flow-metrics": {"work-items:read"},
    "value-streams/policy/stages": {"work-items:read"},
    "work-items": {"work-items:read"},
    "cycles": {"okrs:read"},
    "objectives": {"okrs:read"},
    "key-results": {"okrs:read"},
    "metrics": {"metrics:read"},
    "members": {"okrs:read", "work-items:read", "metrics:read", "admin"},
    "invitations": {"admin"},
    "tokens": {"admin"},
    "imports": {"work-items:read"},
    "jobs": {"okrs:read", "work-items:read", "metrics:read", "admin"},
}
WRITES = {
    ("POST", "value-streams"): {"admin"},
    ("PATCH", "value-streams/policy"): {"admin"},
    ("POST", "work-items/bulk"): {"work-items:write"},
    ("POST", "cycles"): {"okrs:write"},
    ("POST", "objectives"): {"okrs:write"},
    ("POST", "metrics"): {"metrics:write"},
    ("POST", "invitations"): {"admin"},
    ("POST", "tokens"): {"admin"},
}


@pytest.mark.parametrize("scope", list(Scope))
def test_a_scope_opens_what_is_its_own(northwind: World, scope: Scope) -> None:
    api = northwind.api("ada", [scope])
    for path, scopes in READS.items():
        expected = 200 if scope.value in scopes else 403
        assert api.get(path).status_code == expected, (path, scope)
    for (method, path), scopes in WRITES.items():
        # nothing is a body, so that what is let in stops at its attributes
        expected = 400 if scope.value in scopes else 403
        assert api.send(method, path, {"nothing": 1}).status_code == expected, (method, path, scope)


# Names


def test_unknown_attributes_and_those_that_cannot_be_set_are_400(northwind: World, ada: Api) -> None:
    for name in ("organisation", "role", "created_by", "id", "published_at", "nonsense"):
        body = assert_problem(ada.post("cycles", {"name": "Q", name: "x"}), 400, "invalid")
        assert {"pointer": f"/{name}", "code": "unknown", "detail": "This can't be set."} in body["errors"]
    assert_problem(ada.patch("value-streams/policy", {"organisation": "southbank"}), 400, "invalid")


def test_rights_come_before_attributes(northwind: World) -> None:
    assert_problem(northwind.api("vic").post("cycles", {"nonsense": 1}), 403, "forbidden")
    assert_problem(
        northwind.api("adam").post("objectives", {"value_stream": "policy", "x": 1}), 403, "forbidden"
    )


@pytest.mark.parametrize("path", sorted(READS))
def test_unknown_and_repeated_parameters_are_400(ada: Api, path: str) -> None:
    body = assert_problem(ada.get(f"{path}?order_by=name"), 400, "bad_parameter")
    assert body["errors"][0]["parameter"] == "order_by"
    if "?" not in path and path in {"work-items", "metrics"}:
        assert_problem(ada.get(f"{path}?limit=1&limit=2"), 400, "bad_parameter")


# Lists


def test_pages_lead_forwards_and_back_over_every_row_once(northwind: World, ada: Api) -> None:
    for number in range(6):
        ValueStream.objects.create(organisation=northwind.organisation, slug=f"s-{number}", name="S")
    every = [row["id"] for row in ada.get("value-streams").json()["results"]]
    assert len(every) == 7
    assert every == sorted(every)

    first = ada.get("value-streams?limit=3").json()
    second = ada.get(f"value-streams?limit=3&cursor={first['next']}").json()
    third = ada.get(f"value-streams?limit=3&cursor={second['next']}").json()
    back = ada.get(f"value-streams?limit=3&cursor={third['previous']}").json()

    pages = [first, second, third]
    assert [row["id"] for page in pages for row in page["results"]] == every
    assert (first["previous"], third["next"]) == (None, None)
    assert back["results"] == second["results"]
    again = ada.get(f"value-streams?limit=3&cursor={back['previous']}").json()
    assert (again["results"], again["previous"]) == (first["results"], None)


@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "1.5", "", "1e3", "9" * 40])
def test_a_limit_outside_is_400(ada: Api, limit: str) -> None:
    assert_problem(ada.get(f"value-streams?limit={limit}"), 400, "bad_parameter")


def test_cursors_are_signed_and_fit_their_own_list_only(northwind: World, ada: Api) -> None:
    ValueStream.objects.create(organisation=northwind.organisation, slug="other", name="O")
    cursor = ada.get("value-streams?limit=1").json()["next"]

    for path, given in [
        ("value-streams", "x"),
        ("value-streams", cursor[:-2] + "xx"),
        ("members", cursor),
        ("value-streams", "\x00"),
    ]:
        response = ada.client.get(ada.url(path), {"cursor": given}, headers=ada.headers)
        assert_problem(response, 400, "bad_parameter")
    other = northwind.api("ben").get(f"value-streams?cursor={cursor}")
    assert_problem(other, 400, "bad_parameter")


# Errors


def test_every_error_is_a_problem(ada: Api) -> None:
    assert_problem(ada.get("nothing/here"), 404, "not_found")
    assert_problem(ada.get("/api/v2/"), 404, "not_found")
    assert_problem(ada.get("value-streams/"), 404, "not_found")
    assert_problem(ada.get("work-items/not-a-uuid"), 404, "not_found")
    response = ada.send("PUT", "value-streams", {})
    assert_problem(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET, POST, HEAD, OPTIONS"
    assert_problem(ada.send("TRACE", "value-streams"), 405, "method_not_allowed")


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x"])
def test_other_types_are_415(ada: Api, content_type: str) -> None:
    response = ada.send("POST", "cycles", b"name=x", content_type=content_type)
    assert_problem(response, 415, "unsupported_media_type")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"[]",
        b"null",
        b'"x"',
        b'{"name": "\xff"}',
        b'{"name": NaN}',
        b'{"name": Infinity}',
        b'{"name": 1e999}',
        b'{"name": "a", "name": "b"}',
        b'{"name": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"name": ' + b"[" * 500 + b"]" * 500 + b"}",
        b'{"name": "a\\u0000b", "starts_on": "2026-01-01", "ends_on": "2026-02-01"}',
        b'{"name": "\\ud800", "starts_on": "2026-01-01", "ends_on": "2026-02-01"}',
        b'{"name": 5, "starts_on": "2026-01-01", "ends_on": "2026-02-01"}',
        b'{"name": "x", "starts_on": "20260101", "ends_on": "2026-02-01"}',
    ],
)
def test_bodies_that_cannot_be_read_are_400(ada: Api, body: bytes) -> None:
    response = ada.send("POST", "cycles", body)
    assert response.status_code == 400, response.content
    assert response["Content-Type"] == PROBLEM
    assert response.json()["errors"]


def test_a_body_over_16_mib_is_413(ada: Api) -> None:
    assert_problem(ada.send("POST", "work-items/bulk", b" " * (16 * 2**20 + 1)), 413, "too_large")


def test_what_goes_wrong_inside_is_told_without_its_trace(ada: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("okrflow.api.pagination.page", fail)
    response = ada.get("value-streams")

    assert_problem(response, 500, "internal")
    assert b"secret" not in response.content
    assert b"Traceback" not in response.content


@pytest.mark.parametrize(
    "at", ["2026-07-01T12:00:00", "2026-13-01", "2026-02-30", "yesterday", "2026-W01-1", "%00"]
)
def test_an_instant_without_offset_is_400(ada: Api, at: str) -> None:
    ada.post("metrics", {"name": "NPS", "unit_kind": "score"})
    response = ada.put(f"metrics/nps/measurements/{at}", {"value": 1})
    assert response.status_code == 400, response.content


# ETags, limits, caches, methods


def test_an_etag_saves_the_second_answer(ada: Api) -> None:
    first = ada.get("value-streams/policy")
    again = ada.get("value-streams/policy", If_None_Match=first["ETag"])

    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert first["Cache-Control"] == "private, no-cache"
    assert "Authorization" in first["Vary"]
    assert ada.get("value-streams/policy", If_None_Match='"other"').status_code == 200
    assert ada.get("value-streams/policy", If_None_Match=f'W/{first["ETag"]}, "x"').status_code == 304


def test_if_match_is_honoured_where_it_is_not_required(ada: Api) -> None:
    old = ada.get("value-streams/policy")["ETag"]
    changed = ada.patch("value-streams/policy", {"load_limit": 5}, If_Match=old)
    assert changed.status_code == 200
    assert changed["ETag"] == ada.get("value-streams/policy")["ETag"]

    refused = ada.patch("value-streams/policy", {"load_limit": 6}, If_Match=old)
    assert_problem(refused, 412, "changed_meanwhile")
    assert ada.patch("value-streams/policy", {"load_limit": 6}).status_code == 200


def test_requests_are_counted_for_each_token(northwind: World, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 2
    ada, ben = northwind.api("ada"), northwind.api("ben")

    first, second, third = (ada.get("value-streams") for _ in range(3))

    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("2", "1")
    assert second["RateLimit-Remaining"] == "0"
    assert_problem(third, 429, "too_many_requests")
    assert 0 < int(third["Retry-After"]) <= 60
    assert third["RateLimit-Reset"]
    assert ben.get("value-streams").status_code == 200


def test_guessing_is_stopped_by_address_which_the_client_does_not_choose(
    northwind: World, settings: Any
) -> None:
    def guess(forwarded: str, address: str = "192.0.2.1") -> int:
        headers = {"Authorization": "Bearer okr_guess", "X-Forwarded-For": forwarded}
        return Client(REMOTE_ADDR=address).get(Api().url("value-streams"), headers=headers).status_code

    assert {guess(f"198.51.100.{number}") for number in range(30)} == {401}
    assert guess("203.0.113.9") == 429
    assert guess("203.0.113.9", address="192.0.2.2") == 401

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert guess("192.0.2.2, 203.0.113.77") == 401
    assert guess("203.0.113.77, 192.0.2.1") == 429


def test_answers_of_tokens_are_never_stored(ada: Api) -> None:
    response = ada.post("tokens", {"name": "x", "scopes": ["okrs:read"], "days": 1})
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response


def test_head_and_options_are_sane(ada: Api) -> None:
    head = ada.send("HEAD", "value-streams")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == ada.get("value-streams")["ETag"]
    options = ada.send("OPTIONS", "value-streams")
    assert (options.status_code, options["Allow"]) == (204, "GET, POST, HEAD, OPTIONS")
    assert Api().send("OPTIONS", "value-streams").status_code == 401
