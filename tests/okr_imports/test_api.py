"""Imports of OKRs in the API."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from okrflow.jobs.models import Job
from okrflow.okr_imports.models import OkrImport
from okrflow.okr_imports.tasks import import_okrs
from okrflow.okrs.models import KeyResult, Objective
from tests.okr_imports.conftest import Place
from tests.okr_imports.files import PLAIN

API = "/api/v1/organisations/northwind/imports/okrs"
UNKNOWN = "objective,key result,team,cycle,baseline,target\nLoved,Sales,Elsewhere,Spring,1.200,2\n"


def send(place: Place, who: str, content: str, *, choices: Any = None, **more: str) -> Any:
    body: dict[str, Any] = {"file": SimpleUploadedFile("okrs.csv", content.encode()), **more}
    if choices is not None:
        body["choices"] = json.dumps(choices)
    return place.client(who).post(API, body)


def test_a_file_is_accepted_and_carried_out(place: Place) -> None:
    answer = send(place, "lea", PLAIN, value_stream="policy")

    assert answer.status_code == 202
    job = Job.objects.get()
    assert answer["Location"].endswith(f"/jobs/{job.uuid}")
    import_okrs(job.pk)
    (shown,) = place.client("lea").get(API).json()["results"]
    assert (shown["result"]["objectives_created"], shown["value_stream"]) == (1, "policy")
    assert place.client("lea").get(job.result_api_url).json() == shown
    assert place.client("ada").get(job.result_api_url).status_code == 404


def test_open_questions(place: Place) -> None:
    answer = send(place, "lea", UNKNOWN, value_stream="policy")

    assert answer.status_code == 422
    assert "Choose how to read numbers like “1.200”" in answer.json()["detail"]
    assert not OkrImport.objects.exists()


def test_answers(place: Place) -> None:
    answers = {
        "decimal": ",",
        "streams": {"Elsewhere": "policy"},
        "cycles": {"Spring": "2026-q3"},
        "metrics": {"Sales": "Revenue"},
    }

    assert send(place, "lea", UNKNOWN, choices=answers, value_stream="policy").status_code == 202
    import_okrs(Job.objects.get().pk)

    row = KeyResult.objects.select_related("metric").get()
    assert (row.baseline, row.metric and row.metric.name) == (1200, "Revenue")


def test_bad_choices(place: Place) -> None:
    assert send(place, "lea", PLAIN, choices={"rights": "all"}, value_stream="policy").status_code == 422
    assert send(place, "lea", PLAIN, choices=["x"], value_stream="policy").status_code == 422
    assert send(place, "lea", PLAIN, value_stream="policy", preset="x").status_code == 400
    assert send(place, "lea", "", value_stream="policy").status_code in {400, 422}
    assert send(place, "lea", "[]", value_stream="policy").status_code == 422


def test_rights(place: Place) -> None:
    assert send(place, "ben", PLAIN, value_stream="policy").status_code == 403
    assert send(place, "lea", PLAIN, value_stream="claims").status_code == 403
    assert send(place, "lea", PLAIN).status_code == 403
    assert send(place, "lea", PLAIN, value_stream="nowhere").status_code == 404
    assert send(place, "olga", PLAIN, value_stream="policy").status_code == 404
    assert not Job.objects.exists()
    assert not Objective.objects.exists()
