"""Ids of others in bodies, attributes nobody gives, and chains without an end, in OKRs (attacks 1, 2, 3, 15 and 21)."""

import json
from collections.abc import Mapping
from typing import Any

import pgtrigger
import pytest
from django.db import connection
from django.db.models import F, Model

from okrflow.accounts.models import User
from okrflow.comments.models import Mention
from okrflow.impediments.models import Impediment
from okrflow.okrs.models import Contribution, KeyResult, Objective
from okrflow.plans.models import PlanEntry
from okrflow.proposals.models import Proposal
from tests.access.world import World

pytestmark = pytest.mark.django_db

API = "/api/v1/organisations/northwind/"
NO = {400, 404, 409, 422}


def send(both: World, person: str, method: str, path: str, body: Mapping[str, Any]) -> Any:
    client = both.clients[person]
    given = {"content_type": "application/json", "headers": {"If-Match": "*"}}
    return client.generic(method, API + path.format_map(both.northwind), json.dumps(body), **given)


def row(model: type[Model], uuid: str) -> dict[str, Any]:
    """As it stands in the database."""
    found: dict[str, Any] = model._default_manager.filter(uuid=uuid).values().get()
    return found


FOREIGN = [
    ("lea", "PATCH", "objectives/{objective}", "supports", "of_organisation", Objective, "objective"),
    ("lea", "PATCH", "objectives/{objective}", "cycle", "cycle", Objective, "objective"),
    ("lea", "PATCH", "key-results/{key_result}", "kept_by", "member", KeyResult, "key_result"),
    ("lea", "PATCH", "key-results/{key_result}", "metric", "metric", KeyResult, "key_result"),
    ("lea", "PATCH", "key-results/{key_result}", "guard_for", "key_result", KeyResult, "key_result"),
    ("lea", "PATCH", "impediments/{impediment}", "limits", "key_result", Impediment, "impediment"),
    ("adam", "PUT", "impediments/{impediment}/address", "objective", "of_organisation", Impediment, "impediment"),
    ("adam", "PATCH", "proposals/{proposal}", "cycle", "cycle", Proposal, "proposal"),
    ("adam", "PATCH", "proposals/{proposal}", "supports", "of_organisation", Proposal, "proposal"),
    ("lea", "PATCH", "plan-entries/{plan_entry}", "key_results", "key_result", PlanEntry, "plan_entry"),
]  # fmt: skip


@pytest.mark.parametrize(("person", "method", "path", "name", "part", "model", "own"), FOREIGN)
def test_no_id_of_another_organisation_is_taken(
    both: World, person: str, method: str, path: str, name: str, part: str, model: type[Model], own: str
) -> None:
    before, theirs = row(model, both.northwind[own]), both.southbank[part]

    answer = send(both, person, method, path, {name: [theirs] if name == "key_results" else theirs})

    assert answer.status_code in NO
    assert "southbank" not in answer.content.decode().replace(theirs, "").lower()
    assert row(model, both.northwind[own]) == before


@pytest.mark.parametrize("part", ["draft_of_organisation", "draft", "objective"])
def test_nothing_supports_a_draft_or_itself(both: World, part: str) -> None:
    answer = send(both, "lea", "PATCH", "objectives/{objective}", {"supports": both.northwind[part]})

    assert answer.status_code in NO
    assert Objective.objects.get(uuid=both.northwind["objective"]).supports is None


def test_a_contribution_joins_nothing_of_others(both: World) -> None:
    before = Contribution.objects.count()
    own, theirs = both.northwind["key_result"], both.southbank["key_result"]

    answers = [
        send(both, "lea", "POST", "contributions", {"key_result": one, "to": to})
        for one, to in ((own, theirs), (theirs, own))
    ]

    assert {answer.status_code for answer in answers} <= NO
    assert Contribution.objects.count() == before


GIVEN = {
    "organisation": "southbank",
    "value_stream": "lending",
    "created_by": "x",
    "published_at": "2020-01-01T00:00:00Z",
    "state": "closed",
    "version": 99,
    "key": "NOR-O-99",
    "id": "00000000-0000-4000-8000-000000000000",
    "proposed_by": "x",
    "also_admin": False,
    "written_by_member": True,
    "closed_score": 1,
    "score": 1,
}


@pytest.mark.parametrize("name", GIVEN)
@pytest.mark.parametrize(
    ("path", "model", "own"),
    [
        ("objectives/{objective}", Objective, "objective"),
        ("key-results/{key_result}", KeyResult, "key_result"),
        ("impediments/{impediment}", Impediment, "impediment"),
    ],
)
def test_what_nobody_gives_is_not_taken(
    both: World, path: str, model: type[Model], own: str, name: str
) -> None:
    before = row(model, both.northwind[own])

    answer = send(both, "lea", "PATCH", path, {name: GIVEN[name]})

    after = row(model, both.northwind[own])
    moving = {"version", "updated_at"} if answer.status_code == 200 else set()
    assert answer.status_code in NO | {200}
    assert {key: value for key, value in after.items() if key not in moving} == {
        key: value for key, value in before.items() if key not in moving
    }
    assert after["version"] <= before["version"] + 1


def test_rights_are_asked_before_attributes(both: World) -> None:
    answer = send(both, "adam", "PATCH", "objectives/{objective}", {"organisation": "southbank", "title": ""})

    assert answer.status_code == 403


def test_of_several_the_foreign_one_is_neither_read_nor_written(both: World) -> None:
    theirs = row(Objective, both.southbank["objective"])
    chosen = {"objective": [both.northwind["draft"], both.southbank["objective"]], "act": "kept_by"}
    person = str(User.objects.get(name="Mia").uuid)

    answer = both.clients["lea"].post(
        "/o/northwind/objectives/several/", chosen | {"kept_by": person, "sure": "yes"}
    )

    assert answer.status_code == 200
    assert row(Objective, both.southbank["objective"]) == theirs
    assert "lending" not in answer.content.decode().lower()


def test_a_key_result_is_kept_by_nobody_of_another_organisation(both: World) -> None:
    page = f"/o/northwind/objectives/{both.northwind['objective']}/edit/"

    choices = both.clients["lea"].get(page).content.decode()

    assert "Olga" not in choices and "Oscar" not in choices


def test_a_mention_of_a_stranger_reads_like_plain_text(both: World) -> None:
    before = Mention.objects.count()
    subject = {"objective": both.northwind["objective"]}

    answers = [
        send(both, "lea", "POST", "comments", subject | {"text": f"Ask @{name}"}).json()
        for name in ("Olga", "Nobody")
    ]

    assert Mention.objects.count() == before
    assert [sorted(answer) for answer in answers] == [sorted(answers[0])] * 2


def test_a_chain_of_ten_thousand_ends(both: World) -> None:
    top = Objective.objects.get(uuid=both.northwind["of_organisation"])
    with pgtrigger.ignore():  # what is kept of ten thousand changes would only take time
        made = Objective.objects.bulk_create(
            Objective(
                organisation=top.organisation,
                cycle=top.cycle,
                state=top.state,
                published_at=top.published_at,
                key=f"NOR-O-{number}",
                title=f"Link {number}",
            )
            for number in range(100, 10_100)
        )
        chain = Objective.objects.filter(pk__gt=made[0].pk, pk__lte=made[-1].pk)
        assert chain.update(supports_id=F("pk") - 1) == len(made) - 1
    with connection.cursor() as cursor:
        # as autovacuum does once rows are committed; of those that are not, it would say that there are none
        cursor.execute("ANALYZE okrs_objective")

    loop = send(both, "adam", "PATCH", f"objectives/{made[0].uuid}", {"supports": str(made[-1].uuid)})
    shown = both.clients["lea"].get(f"/o/northwind/objectives/{made[-1].uuid}/")
    alignment = both.clients["lea"].get("/o/northwind/alignment/")

    assert loop.status_code in NO
    assert (shown.status_code, alignment.status_code) == (200, 200)


NUMBERS = ["NaN", "Infinity", "-Infinity", "1e308", "-1e308", "1e999999999", "0x10", "١٢٣", "--1", "1\x00"]


@pytest.mark.parametrize("text", NUMBERS)
@pytest.mark.parametrize("name", ["baseline", "target"])
def test_what_is_no_number_is_neither_baseline_nor_target(both: World, name: str, text: str) -> None:
    before = row(KeyResult, both.northwind["key_result"])
    raw = text if text[-1].isalnum() and text.isascii() and not text.startswith("0x") else json.dumps(text)

    answers = [
        both.clients["lea"].patch(
            f"{API}key-results/{both.northwind['key_result']}",
            f'{{"{name}": {value}}}',
            content_type="application/json",
            headers={"If-Match": "*"},
        )
        for value in (raw, json.dumps(text))
    ]

    assert {answer.status_code for answer in answers} <= {400, 422}
    assert row(KeyResult, both.northwind["key_result"]) == before


TEXTS = [
    ("lea", "PATCH", "objectives/{objective}", {"title": "a\x00b"}),
    ("lea", "PATCH", "objectives/{objective}", {"why": "a\x00b"}),
    ("lea", "PATCH", "objectives/{objective}", {"why": "x" * 2_000_000}),
    ("lea", "PATCH", "key-results/{key_result}", {"title": "a\x00b"}),
    ("lea", "PATCH", "key-results/{key_result}", {"target": 3, "note": "a\x00b"}),
    ("lea", "POST", "key-results/{key_result}/check-ins", {"note": "a\x00b"}),
    ("lea", "POST", "objectives/{objective}/close", {"why": "a\x00b"}),
    ("lea", "PUT", "objectives/{objective}/retrospective", {"learnt": "a\x00b"}),
    ("lea", "POST", "comments", {"objective": "{objective}", "text": "a\x00b"}),
    ("lea", "POST", "proposals/{proposal}/decline", {"version": 1, "reason": "a\x00b"}),
    ("adam", "POST", "proposals", {"value_stream": "policy", "title": "a\x00b", "cycle": "{cycle}"}),
    ("lea", "POST", "impediments", {"value_stream": "policy", "title": "a\x00b"}),
    ("lea", "PATCH", "impediments/{impediment}", {"what": "a\x00b"}),
    ("adam", "PUT", "impediments/{impediment}/answer", {"answer": "a\x00b"}),
    ("lea", "POST", "waivers", {"finding": "{finding}", "reason": "a\x00b", "until": "2027-01-01"}),
    ("adam", "POST", "cycles", {"name": "a\x00b", "starts_on": "2031-01-01", "ends_on": "2031-04-01"}),
    ("lea", "POST", "objectives", {"title": "a\x00b", "cycle": "{cycle}", "value_stream": "policy"}),
    ("eve", "POST", "value-streams/policy/membership-requests", {"note": "a\x00b"}),
    ("lea", "POST", "objectives/{objective}/transfers", {"to_stream": "policy", "note": "a\x00b"}),
]


@pytest.mark.parametrize(("person", "method", "path", "body"), TEXTS)
def test_no_text_of_the_api_holds_what_the_database_can_not(
    both: World, person: str, method: str, path: str, body: Mapping[str, Any]
) -> None:
    given = {
        name: text.format_map(both.northwind) if "{" in str(text) else text for name, text in body.items()
    }

    answer = send(both, person, method, path, given)

    assert answer.status_code in {400, 409, 413, 422}
