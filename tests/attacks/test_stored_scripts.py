"""What is typed or sent stays text on pages, in charts, in downloads, and stays with its readers (attacks 11, 12, 22)."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from okrflow.comments.models import Comment
from okrflow.impediments.models import Impediment
from okrflow.metrics.models import Measurement, Metric
from okrflow.okrs.models import (
    CheckIn,
    Cycle,
    KeyResult,
    Objective,
    ObjectiveTransfer,
    Retrospective,
    SuggestedValue,
)
from okrflow.plans.models import PlanEntry
from okrflow.progress.models import RenderedPage
from okrflow.proposals.models import Proposal, ProposalVersion
from okrflow.review.models import Waiver
from okrflow.value_streams.models import Status, ValueStream
from okrflow.work_items.models import WorkItem
from tests.access.world import World
from tests.make import july

pytestmark = pytest.mark.django_db

EVIL = "<img src=x onerror=alert(1)>\"'</title></script><script>alert(2)</script>"
N = "/o/northwind/"


def poison(both: World) -> None:
    """The evil text wherever Northwind keeps a name."""
    for model, fields in (
        (Objective, ("title", "why")),
        (KeyResult, ("title",)),
        (Metric, ("name", "description", "unit")),
        (CheckIn, ("note",)),
        (Measurement, ("note",)),
        (Cycle, ("name",)),
        (ValueStream, ("name",)),
        (Status, ("name",)),
        (WorkItem, ("title", "key")),
        (Comment, ("text",)),
        (Proposal, ("title",)),
        (ProposalVersion, ("note",)),
        (Impediment, ("title", "what")),
        (Retrospective, ("learnt", "experiment_showed", "changes_next")),
        (PlanEntry, ("title", "note")),
        (Waiver, ("reason",)),
        (SuggestedValue, ("note",)),
        (ObjectiveTransfer, ("note",)),
    ):
        room = {name: model._meta.get_field(name).max_length or 500 for name in fields}
        for row in model.objects.filter(organisation__slug="northwind"):
            texts = {name: f"{row.pk}{EVIL}"[:length] for name, length in room.items()}
            model.objects.filter(pk=row.pk).update(**texts)
    metric = Metric.objects.get(slug=both.northwind["metric"])
    Measurement.objects.create(
        organisation=metric.organisation,
        metric=metric,
        about_at=july(2),
        value=8,
        recorded_at=july(2),
        note=EVIL,
    )
    both.clients["ada"].post(N + "settings/", {"name": EVIL, "time_zone": "UTC"})


def pages(both: World) -> list[str]:
    ids, stream = both.northwind, N + "streams/policy/"
    return [
        N,
        stream,
        *(
            stream + page
            for page in (
                "flow/",
                "flow/?from=2026-06-25&to=2026-07-10",
                "stages/?from=2026-06-25&to=2026-07-10",
            )
        ),
        *(stream + page for page in ("items/?shown=all", "okrs/", "settings/", "settings/statuses/")),
        *(
            N + page
            for page in ("objectives/", "objectives/new/?stream=policy", "metrics/", "cycles/", "import/")
        ),
        f"{N}objectives/{ids['objective']}/",
        f"{N}objectives/{ids['objective']}/edit/",
        f"{N}key-results/{ids['key_result']}/",
        f"{N}key-results/{ids['key_result']}/check-in/",
        f"{N}key-results/{ids['key_result']}/check-ins/",
        f"{N}metrics/{ids['metric']}/",
        f"{N}metrics/{ids['metric']}/edit/",
        f"{N}items/{ids['item']}/",
        f"{N}import/{ids['import']}/columns/",
        f"{N}objectives/{ids['objective']}/timeline/?on=2026-07-15",
        f"{N}objectives/{ids['objective']}/comments/",
        f"{N}proposals/",
        f"{N}proposals/{ids['proposal']}/",
        f"{N}impediments/",
        f"{N}impediments/{ids['impediment']}/",
        f"{N}review/",
        f"{N}review/findings/{ids['finding']}/",
        f"{N}cycles/{ids['cycle']}/",
        f"{N}cycles/{ids['cycle']}/evidence/",
        f"{N}alignment/",
        f"{N}inbox/",
        stream + "plan/",
        stream + "check-in/",
        stream + f"check-in/{ids['check_in_summary']}/",
    ]


def test_no_text_becomes_markup(both: World) -> None:
    poison(both)

    shown = {page: both.clients["lea"].get(page) for page in pages(both)}

    assert {page: answer.status_code for page, answer in shown.items() if answer.status_code != 200} == {}
    assert [page for page, answer in shown.items() if "<img src=x" in answer.content.decode()] == []
    assert [page for page, answer in shown.items() if "<script>" in answer.content.decode()] == []
    assert sum("&lt;img src=x" in answer.content.decode() for answer in shown.values()) > 15


def test_a_files_name_stays_text(both: World) -> None:
    file = SimpleUploadedFile(
        EVIL.replace("/", "") + ".csv", b"key,status,at\nP-7,<b>,2026-07-01T10:00:00Z\n"
    )

    answer = both.clients["lea"].post(N + "import/", {"file": file, "value_stream": "policy"}, follow=True)

    assert answer.status_code == 200
    assert "<img src=x" not in answer.content.decode() and "<b>" not in answer.content.decode()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", " ="])
def test_a_download_runs_nothing(both: World, start: str) -> None:
    Measurement.objects.filter(uuid=both.northwind["measurement"]).update(note=f"{start}cmd|' /C calc'!A0")

    answer = both.clients["lea"].get(f"{N}metrics/{both.northwind['metric']}/values.csv")

    cells = [cell for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in row]
    assert [
        cell
        for cell in cells
        if cell.lstrip()[:1] in set("=+@＝＋－＠") or ("cmd" in cell and cell.lstrip().startswith("-"))
    ] == []


def test_the_stored_pages_hold_nothing_of_a_team_or_a_draft(both: World) -> None:
    Metric.objects.filter(slug=both.northwind["team_metric"]).update(name="Secret mood")
    KeyResult.objects.filter(uuid=both.northwind["team_key_result"]).update(title="Secret mood of ours")
    Objective.objects.filter(uuid=both.northwind["draft"]).update(title="Secret plan")
    RenderedPage.objects.all().delete()

    for page in (N, N + "streams/policy/"):
        for person in ("vic", "adam", "lea"):
            assert "Secret" not in both.clients[person].get(page).content.decode(), (page, person)
    assert not RenderedPage.objects.filter(html__contains="Secret").exists()


@pytest.mark.parametrize("person", ["vic", "adam", "eve"])
def test_no_page_of_others_names_a_team_metric(both: World, person: str) -> None:
    Metric.objects.filter(slug=both.northwind["team_metric"]).update(name="Secret mood")
    KeyResult.objects.filter(uuid=both.northwind["team_key_result"]).update(title="Secret mood of ours")
    ids = both.northwind

    for page in (
        "objectives/",
        "metrics/",
        "metrics/new/",
        "objectives/new/",
        "streams/policy/okrs/",
        f"objectives/{ids['objective']}/",
        f"metrics/{ids['metric']}/",
    ):
        assert "Secret" not in both.clients[person].get(N + page).content.decode(), page


def test_nobody_hides_a_metric_that_key_results_of_others_hang_on(both: World) -> None:
    """A business metric that is made a team's own would vanish for everybody else."""
    metric = Metric.objects.get(slug=both.northwind["metric"])
    given = {
        "name": "NPS", "kind": "team", "value_stream": str(metric.organisation.value_streams.get().pk),
        "unit_kind": "score", "digits": "1", "better": "up", "counts": "effect", "cadence_days": "7",
        "lag_days": "0", "source": "hand",
    }  # fmt: skip

    answer = both.clients["mia"].post(f"{N}metrics/{metric.slug}/edit/", given)

    metric.refresh_from_db()
    assert (answer.status_code, metric.kind) == (200, "business")
