"""A POST with an Idempotency-Key is done once, whatever comes twice, at once or late."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from okrflow.api.models import IdempotentCall
from okrflow.okrs.models import Cycle
from okrflow.organisations.models import ApiToken
from tests.api import people
from tests.api.people import Api, World

BODY = {"name": "2026 Q4", "starts_on": "2026-10-01", "ends_on": "2027-01-01"}


@pytest.mark.django_db
def test_the_answer_is_kept_with_its_headers(ada: Api) -> None:
    first = ada.post("cycles", BODY, Idempotency_Key="k")
    again = ada.post("cycles", BODY, Idempotency_Key="k")

    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again["Location"], again["Content-Type"]) == (
        first.content,
        first["Location"],
        first["Content-Type"],
    )
    assert again["Idempotency-Replayed"] == "true"
    assert Cycle.objects.count() == 1


@pytest.mark.django_db
def test_a_key_belongs_to_a_token_a_method_and_a_path(northwind: World, ada: Api) -> None:
    ada.post("cycles", BODY, Idempotency_Key="k")

    assert northwind.api("ada").post("cycles", BODY, Idempotency_Key="k").json()["slug"] == "2026-q4-2"
    assert ada.post("metrics", {"name": "m", "unit_kind": "count"}, Idempotency_Key="k").status_code == 201
    assert Cycle.objects.count() == 2


@pytest.mark.django_db
def test_another_body_or_parameter_is_422(ada: Api) -> None:
    ada.post("cycles", BODY, Idempotency_Key="k")

    other = ada.post("cycles", BODY | {"name": "other"}, Idempotency_Key="k")
    assert (other.status_code, other.json()["type"]) == (422, "urn:okrflow:problem:idempotency_key_reused")


@pytest.mark.django_db
def test_refusals_are_kept_too(ada: Api) -> None:
    bad = BODY | {"ends_on": "2026-09-01"}
    first = ada.post("cycles", bad, Idempotency_Key="k")
    again = ada.post("cycles", bad, Idempotency_Key="k")

    assert (first.status_code, again.status_code) == (422, 422)
    assert again["Idempotency-Replayed"] == "true"
    assert again["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_what_went_wrong_inside_may_be_tried_again(ada: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**kwargs: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("okrflow.okrs.api.cycles.create_cycle", fail)
        assert ada.post("cycles", BODY, Idempotency_Key="k").status_code == 500
    assert not IdempotentCall.objects.exists()
    assert ada.post("cycles", BODY, Idempotency_Key="k").status_code == 201


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 256, "ä"])
def test_a_key_that_cannot_be_one_is_400(ada: Api, key: str) -> None:
    assert ada.post("cycles", BODY, Idempotency_Key=key).status_code == 400


@pytest.mark.django_db
def test_a_key_is_free_again_after_a_day(ada: Api) -> None:
    ada.post("cycles", BODY, Idempotency_Key="k")
    IdempotentCall.objects.update(created_at=timezone.now() - timedelta(hours=24))

    assert ada.post("cycles", BODY | {"name": "other"}, Idempotency_Key="k").status_code == 201
    assert IdempotentCall.objects.count() == 1


@pytest.mark.django_db
def test_a_claim_whose_process_died_is_taken_over(ada: Api) -> None:
    ada.post("cycles", BODY, Idempotency_Key="k")
    Cycle.objects.all().delete()
    IdempotentCall.objects.update(status=None, body="")

    flying = ada.post("cycles", BODY, Idempotency_Key="k")
    assert (flying.status_code, flying.json()["type"]) == (
        409,
        "urn:okrflow:problem:idempotency_key_in_flight",
    )
    IdempotentCall.objects.update(claimed_at=timezone.now() - timedelta(minutes=11))
    assert ada.post("cycles", BODY, Idempotency_Key="k").status_code == 201


@pytest.mark.django_db
def test_a_token_is_not_kept_with_its_answer(ada: Api) -> None:
    body = {"name": "x", "scopes": ["okrs:read"], "days": 1}
    first = ada.post("tokens", body, Idempotency_Key="k")
    again = ada.post("tokens", body, Idempotency_Key="k")

    assert first.json()["token"].startswith("okr_")
    assert again.json() == first.json() | {"token": None}
    assert ApiToken.objects.count() == 2
    assert first.json()["token"] not in IdempotentCall.objects.get().body


@pytest.fixture
def world(transactional_db: None) -> World:
    return people.world()


def at_once(number: int, work: Any) -> list[Any]:
    barrier = Barrier(number)

    def one(_: int) -> Any:
        try:
            barrier.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def test_of_many_at_once_one_is_done(world: World) -> None:
    headers = world.api("ada").headers

    def send() -> int:
        return int(Api(headers=headers).post("cycles", BODY, Idempotency_Key="k").status_code)

    for _ in range(5):
        statuses = Counter(at_once(6, send))
        assert set(statuses) <= {201, 409}
        assert statuses[201] >= 1
        assert Cycle.objects.count() == 1
        IdempotentCall.objects.all().delete()
        Cycle.objects.all().delete()


def test_while_the_first_works_the_second_is_told_to_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from okrflow.okrs.api import cycles

    begun, go_on, real = Event(), Event(), cycles.create_cycle

    def slow(**kwargs: Any) -> Any:
        begun.set()
        assert go_on.wait(10)
        return real(**kwargs)

    monkeypatch.setattr(cycles, "create_cycle", slow)
    headers = world.api("ada").headers

    def first() -> int:
        try:
            return int(Api(headers=headers).post("cycles", BODY, Idempotency_Key="k").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(first)
        assert begun.wait(10)
        second = Api(headers=headers).post("cycles", BODY, Idempotency_Key="k")
        go_on.set()
        assert running.result() == 201
    assert second.status_code == 409
    assert second["Retry-After"] == "1"


def test_of_two_who_change_an_objective_at_once_one_is_told(world: World) -> None:
    world.cycle()
    ben = world.api("ben")
    made = ben.post("objectives", {"title": "O", "cycle": "2026-q3", "value_stream": "policy"})
    path, tag = f"objectives/{made.json()['id']}", made["ETag"]
    titles = iter("abcdef")

    def change() -> int:
        api = Api(headers=ben.headers)
        return int(api.patch(path, {"title": next(titles)}, If_Match=tag).status_code)

    assert Counter(at_once(4, change)) == {200: 1, 412: 3}
    assert ben.get(path).json()["version"] == 2


def test_of_two_who_send_a_value_at_once_one_corrects_the_other(world: World) -> None:
    ben = world.api("ben")
    ben.post("metrics", {"name": "NPS", "unit_kind": "score"})
    values = iter(range(1, 9))

    def send() -> int:
        api = Api(headers=ben.headers)
        return int(api.put("metrics/nps/measurements/2026-07-01", {"value": next(values)}).status_code)

    assert Counter(at_once(5, send)) == {201: 1, 200: 4}
    assert len(ben.get("metrics/nps/measurements").json()["results"]) == 1
