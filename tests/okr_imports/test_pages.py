"""The three steps in the browser, as the server sees them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from okrflow.jobs.models import Job, JobState
from okrflow.okr_imports.models import OkrImport
from okrflow.okr_imports.tasks import import_okrs
from okrflow.okrs.models import KeyResult, Objective
from okrflow.organisations.models import Membership, Role
from okrflow.proposals.models import Proposal
from okrflow.value_streams.models import StreamMembership
from tests import make
from tests.integrations.people import person
from tests.okr_imports.conftest import Place
from tests.okr_imports.files import PLAIN

UPLOAD = "/o/northwind/import/okrs/"
AMBIGUOUS = "objective,key result,team,cycle,baseline,target\nLoved,Sales,policy,Q3 2026,1.200,1.500\n"
UNKNOWN = "objective,key result,team,cycle,baseline,target\nLoved,Sales,Elsewhere,Spring,1,2\n"


def upload(client: Client, content: str | bytes, stream: str = "policy", **more: str) -> Any:
    file = SimpleUploadedFile("okrs.csv", content.encode() if isinstance(content, str) else content)
    return client.post(UPLOAD, {"file": file, "value_stream": stream, **more})


def chosen(page: Any, **changes: Any) -> dict[str, Any]:
    """What a browser would send of the second step, as it stands."""
    choices = page.context["choices"]
    plan = choices.plan
    data = {f"column-{role}": column for role, _, column, _ in choices.roles}
    data |= {"preset": plan.preset, "shape": plan.shape, "dated": list(plan.dated)}
    data |= {"decimal": plan.decimal, "at_format": plan.at_format, "conventions_of": choices.conventions_of}
    data |= {f"stream-{each.name}": each.chosen for each in choices.streams}
    data |= {f"cycle-{each.name}": each.chosen for each in choices.cycles}
    for metric in choices.metrics:
        data |= {f"metric-{metric.name}": metric.chosen}
        data |= {f"kind-{metric.name}": metric.unit_kind, f"unit-{metric.name}": metric.unit}
    return data | changes


def test_three_steps(place: Place) -> None:
    lea = place.client("lea")
    assert "Policy" in lea.get(UPLOAD).content.decode()

    columns = upload(lea, PLAIN + ";Nothing;;;;;ten;;;;;;\n")
    page = lea.get(columns.url)
    text = page.content.decode()
    assert "Half of the answers within 9 days" in text
    assert "Not taken: Tags (there are none here)." in text
    assert "“ten” is no number." in text

    started = lea.post(columns.url, chosen(page, action="start"))
    job = Job.objects.get()
    assert 'hx-trigger="every 1s"' in lea.get(started.url).content.decode()
    import_okrs(job.pk)

    result = lea.get(started.url).content.decode()
    assert "1\u00a0new draft" in result
    assert "Petra Kovács" in result
    assert KeyResult.objects.count() == 3
    rejected = b"".join(lea.get(f"{started.url}rejected.csv")).decode()
    assert '5,"“ten” is no number' in rejected
    assert "Brokers get an answer while they still remember asking,Nothing,Policy" in rejected
    assert bytes(OkrImport.objects.get().content) == b""
    assert lea.get(columns.url).status_code == 302


def test_rejected_rows_are_safe_in_spreadsheets(place: Place) -> None:
    lea = place.client("lea")
    columns = upload(lea, "objective,key result,team,cycle,baseline,target\n=1+1,@x,policy,Q3 2026,ten,2\n")
    started = lea.post(columns.url, chosen(lea.get(columns.url), action="start"))
    import_okrs(Job.objects.get().pk)

    rejected = b"".join(lea.get(f"{started.url}rejected.csv")).decode()

    assert "'=1+1,'@x," in rejected


def test_ambiguous_numbers_must_be_chosen(place: Place) -> None:
    lea = place.client("lea")
    columns = upload(lea, AMBIGUOUS)
    page = lea.get(columns.url)
    assert "Choose how to read numbers like “1.200”" in page.content.decode()

    assert lea.post(columns.url, chosen(page, action="start")).status_code == 422
    assert not Job.objects.exists()

    answered = lea.post(columns.url, chosen(page, decimal=","))
    assert "1\u202f200" in answered.content.decode()
    lea.post(columns.url, chosen(answered, decimal=",", action="start"))
    import_okrs(Job.objects.get().pk)
    assert KeyResult.objects.get().baseline == 1200


def test_unknown_names_must_be_chosen(place: Place) -> None:
    lea = place.client("lea")
    columns = upload(lea, UNKNOWN)
    page = lea.get(columns.url)
    assert "Choose the value stream for “Elsewhere”" in page.content.decode()
    assert lea.post(columns.url, chosen(page, action="start")).status_code == 422

    names = {"stream-Elsewhere": "policy", "cycle-Spring": "2026-q3"}
    lea.post(columns.url, chosen(page, action="start", **names))
    import_okrs(Job.objects.get().pk)

    assert Objective.objects.get().value_stream == place.policy


def test_streams_of_others_cannot_be_posted(place: Place) -> None:
    lea = place.client("lea")
    columns = upload(lea, UNKNOWN)
    names = {"stream-Elsewhere": "claims", "cycle-Spring": "2026-q3"}

    lea.post(columns.url, chosen(lea.get(columns.url), action="start", **names))
    import_okrs(Job.objects.get().pk)

    assert not Objective.objects.exists()
    assert OkrImport.objects.get().result["rejected"] == 1  # type: ignore[index]


def test_preview_with_htmx_and_another_preset(place: Place) -> None:
    lea = place.client("lea")
    columns = upload(lea, PLAIN)
    data = chosen(lea.get(columns.url))

    part = lea.post(columns.url, data, headers={"HX-Request": "true"})
    other = lea.post(columns.url, data | {"preset": "viva"})

    assert "<html" not in part.content.decode()
    assert other.context["choices"].plan.shape == "tree"


def test_an_administrator_makes_a_cycle_and_proposes(place: Place) -> None:
    ada = place.client("ada")
    columns = upload(ada, UNKNOWN)
    names = {
        "stream-Elsewhere": "policy",
        "cycle-Spring": "new",
        "first-Spring": "2026-03-01",
        "last-Spring": "2027-05-31",
    }
    page = ada.post(columns.url, chosen(ada.get(columns.url), **names))
    assert "Proposal to Policy" in page.content.decode()

    ada.post(columns.url, chosen(page, action="start", **names))
    import_okrs(Job.objects.get().pk)

    proposal = Proposal.objects.get()
    assert (proposal.value_stream, proposal.cycle.name) == (place.policy, "Spring")
    assert not Objective.objects.exists()


def test_the_preview_tells_of_persons(place: Place) -> None:
    lea = place.client("lea")

    page = lea.get(upload(lea, PLAIN).url).content.decode()

    assert "“Lea” is a person." in page


def test_rights(place: Place) -> None:
    columns = upload(place.client("lea"), PLAIN)
    data = chosen(place.client("lea").get(columns.url), action="start")
    mine = [
        columns.url,
        columns.url.removesuffix("columns/"),
        columns.url.replace("columns/", "rejected.csv"),
    ]
    for address in mine:
        assert place.client("ada").get(address).status_code == 404, address
    for address in [UPLOAD, *mine]:
        assert place.client("ben").get(address).status_code == 403, address
        assert place.client("vic").get(address).status_code == 403, address
        assert place.client("olga").get(address).status_code == 404, address
        assert Client().get(address).status_code == 302, address
    assert upload(place.client("ben"), PLAIN).status_code == 403
    assert upload(place.client("lea"), PLAIN, stream="claims").status_code == 422
    assert place.client("ada").post(columns.url, data).status_code == 404
    assert not Job.objects.exists()


def test_foreign_organisation(place: Place) -> None:
    contoso = make.organisation("contoso")
    Membership.objects.create(organisation=contoso, user=person("carl"), role=Role.OWNER)
    carl = place.client("carl")
    columns = upload(place.client("lea"), PLAIN)

    assert carl.get(columns.url).status_code == 404
    assert carl.get(columns.url.replace("northwind", "contoso")).status_code == 404


def test_who_leads_no_more_imports_nothing(place: Place) -> None:
    lea = place.client("lea")
    columns = upload(lea, PLAIN)
    lea.post(columns.url, chosen(lea.get(columns.url), action="start"))
    StreamMembership.objects.all().delete()

    import_okrs(Job.objects.get().pk)

    assert not Objective.objects.exists()
    assert OkrImport.objects.get().result["rejected"] == 3  # type: ignore[index]


def test_who_left_imports_nothing(place: Place) -> None:
    lea = place.client("lea")
    columns = upload(lea, PLAIN)
    lea.post(columns.url, chosen(lea.get(columns.url), action="start"))
    Membership.objects.filter(user__name="Lea").delete()

    import_okrs(Job.objects.get().pk)

    job = Job.objects.get()
    assert (job.state, job.problem["title"]) == (JobState.FAILED, "Nobody to import for")  # type: ignore[index]
    assert not Objective.objects.exists()


def test_started_twice_it_runs_once(place: Place) -> None:
    lea = place.client("lea")
    columns = upload(lea, PLAIN)
    data = chosen(lea.get(columns.url), action="start")

    lea.post(columns.url, data)
    lea.post(columns.url, data)

    import_okrs(Job.objects.get().pk)
    import_okrs(Job.objects.get().pk)
    assert Objective.objects.count() == 1


def test_a_cancelled_import_leaves_nothing_and_may_be_started_again(place: Place) -> None:
    lea = place.client("lea")
    columns = upload(lea, PLAIN)
    data = chosen(lea.get(columns.url), action="start")
    lea.post(columns.url, data)
    lea.post(f"/o/northwind/jobs/{Job.objects.get().uuid}/cancel/")

    assert lea.get(columns.url).status_code == 200
    lea.post(columns.url, data)
    import_okrs(Job.objects.latest("pk").pk)

    assert Objective.objects.count() == 1


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n\x00\x01\x02", b"objective,key result\n", b"x" * 2_000_000, b"[]"]
)
def test_bad_files_are_refused_with_nothing_kept(place: Place, content: bytes) -> None:
    answer = upload(place.client("lea"), content)

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not OkrImport.objects.exists()


def test_too_large(place: Place) -> None:
    answer = upload(place.client("lea"), b"objective,key result\n" + b"Loved,Sales\n" * 1_000_000)

    assert answer.status_code == 422
    assert "larger than 10 MiB" in answer.content.decode()


def test_token_is_needed(place: Place) -> None:
    client = place.client("lea")
    client.handler.enforce_csrf_checks = True

    assert upload(client, PLAIN).status_code == 403


def test_texts_of_files_are_escaped(place: Place) -> None:
    lea = place.client("lea")
    content = 'objective,key result,team,cycle,metric\n<script>alert(1)</script>,<img src=x>,policy,Q3 2026,"""><b>"\n'

    page = lea.get(upload(lea, content).url).content.decode()

    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>" not in page


def test_the_way_in(place: Place) -> None:
    assert UPLOAD in place.client("lea").get("/o/northwind/objectives/").content.decode()
    assert UPLOAD not in place.client("ben").get("/o/northwind/objectives/").content.decode()
