"""The pages of metrics as people use them."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from okrflow.metrics.csv_files import text
from okrflow.metrics.models import Measure, Measurement, Metric
from okrflow.metrics.services import flow_metric, record_measurement
from tests.make import july
from tests.metrics.northwind import Northwind, metric, team_metric

ROOT = "/o/northwind/metrics/"
NEW = {
    "name": "Market share", "kind": "business", "category": "value", "unit_kind": "percent", "digits": "1", "better": "up",
    "counts": "effect", "cadence_days": "30", "lag_days": "28", "source": "hand",
}  # fmt: skip


def client(nw: Northwind, name: str) -> Client:
    browser = Client()
    browser.force_login(getattr(nw, name))
    return browser


def statuses(nw: Northwind, address: str) -> dict[str, int]:
    names = ("ada", "ben", "lin", "vic", "olga")
    return {name: client(nw, name).get(address).status_code for name in names}


def test_an_editor_defines_a_metric_and_types_a_value_in_percent(nw: Northwind) -> None:
    ben = client(nw, "ben")

    assert ben.post(f"{ROOT}new/", NEW).url == f"{ROOT}market-share/"
    ben.post(f"{ROOT}market-share/values/new/", {"about_on": "2026-07-01", "value": "11,4", "note": "report"})

    kept = Measurement.objects.get()
    assert (kept.value, kept.about_at.isoformat(), kept.recorded_by) == (
        Decimal("0.114"),
        "2026-07-01T12:00:00+00:00",
        nw.ben,
    )
    page = ben.get(f"{ROOT}market-share/").content.decode()
    assert "11.4\u202f%" in page and "report" in page


def test_timing_is_set_by_administrators_only(nw: Northwind) -> None:
    client(nw, "ben").post(f"{ROOT}new/", NEW | {"timing": "leading"})
    assert Metric.objects.get().timing == "lagging"

    client(nw, "ada").post(f"{ROOT}market-share/edit/", NEW | {"timing": "leading"})
    assert Metric.objects.get().timing == "leading"


def test_a_wrong_value_is_corrected_and_stays_on_record(nw: Northwind) -> None:
    nps, ben = metric(nw.organisation), client(nw, "ben")
    wrong = record_measurement(metric=nps, about_at=july(1, 9), value=Decimal(13), note="", by=nw.ben)
    address = f"{ROOT}mobile-nps/values/{wrong.uuid}/"

    assert 'value="13"' in ben.get(address).content.decode()
    ben.post(address, {"about_on": "2026-07-01", "value": "31"})
    again = ben.post(address, {"about_on": "2026-07-01", "value": "32"})

    right = Measurement.objects.valid().get()
    assert (right.value, right.replaces, right.about_at) == (31, wrong, july(1, 9))
    assert "Somebody has corrected this value before you" in again.content.decode()


def test_wrong_input_keeps_what_was_typed(nw: Northwind) -> None:
    metric(nw.organisation)

    page = client(nw, "ben").post(
        f"{ROOT}mobile-nps/values/new/", {"about_on": "2100-01-01", "value": "31.5"}
    )

    assert 'value="31.5"' in page.content.decode()
    assert "A value is about a day that has come" in page.content.decode()


def test_who_may_open_what(nw: Northwind) -> None:
    metric(nw.organisation)
    team_metric(nw.policy)

    assert statuses(nw, f"{ROOT}mobile-nps/") == {"ada": 200, "ben": 200, "lin": 200, "vic": 200, "olga": 404}
    assert statuses(nw, f"{ROOT}mobile-nps/edit/") == {
        "ada": 200,
        "ben": 200,
        "lin": 200,
        "vic": 403,
        "olga": 404,
    }
    assert statuses(nw, f"{ROOT}mobile-nps/values/new/") == {
        "ada": 200,
        "ben": 200,
        "lin": 200,
        "vic": 403,
        "olga": 404,
    }
    for page in ("", "edit/", "values/new/", "values.csv"):
        found = statuses(nw, f"{ROOT}deployments/{page}")
        assert {name: found[name] for name in ("ada", "lin", "olga")} == {"ada": 404, "lin": 404, "olga": 404}
        assert found["ben"] == 200


def test_another_organisations_metric_is_nowhere(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    kept = record_measurement(metric=nps, about_at=july(1), value=Decimal(1), note="", by=nw.ben)
    elsewhere = metric(nw.organisation, "Elsewhere")
    olga = client(nw, "olga")

    assert olga.get("/o/contoso/metrics/mobile-nps/").status_code == 404
    assert olga.get(f"/o/contoso/metrics/mobile-nps/values/{kept.uuid}/").status_code == 404
    assert client(nw, "ben").get(f"{ROOT}{elsewhere.slug}/values/{kept.uuid}/").status_code == 404


def test_nobody_makes_a_team_metric_for_a_stream_of_others(nw: Northwind) -> None:
    fields = NEW | {"kind": "team", "value_stream": str(nw.platform.pk)}

    answer = client(nw, "ben").post(f"{ROOT}new/", fields)

    assert "a value stream of your own" in answer.content.decode()
    assert not Metric.objects.exists()


def test_computed_metrics_show_their_values_and_take_none(nw: Northwind) -> None:
    flow_metric(organisation=nw.organisation, value_stream=nw.policy, measure=Measure.LOAD_AT_END)
    ben = client(nw, "ben")

    page = ben.get(f"{ROOT}policy-flow-load/?weeks=13")
    assert "computed from flow" in page.content.decode() and "<svg" in page.content.decode()
    assert ben.post(f"{ROOT}policy-flow-load/values/new/", {"value": "1"}).status_code == 403
    rows = ben.get(f"{ROOT}policy-flow-load/values.csv").content.decode().splitlines()
    assert len(rows) > 300 and rows[0] == "day,value,reason,clock" and rows[1].endswith(",elapsed")
    assert "Flow load" in ben.get(ROOT).content.decode()


def test_a_download_holds_no_formulas(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    record_measurement(metric=nps, about_at=july(1), value=Decimal(-3), note="=1+1", by=nw.ben)

    rows = client(nw, "ben").get(f"{ROOT}mobile-nps/values.csv").content.decode().splitlines()

    assert rows[0].startswith("day,about_at,value,note")
    assert rows[1].startswith("2026-07-01,2026-07-01T00:00:00+00:00,-3.000000,'=1+1,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\uff1d", " ="])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    assert text(f"{start}cmd") == f"'{start}cmd"


def test_plain_text_stays(nw: Northwind) -> None:
    assert [text(cell) for cell in ("a=b", "", None, 3)] == ["a=b", "", "", "3"]


@pytest.mark.parametrize("path", ["?weeks=0", "?weeks=9" * 2, "?weeks=%00"])
def test_strange_periods_are_the_usual_one(nw: Northwind, path: str) -> None:
    metric(nw.organisation)

    assert client(nw, "vic").get(f"{ROOT}mobile-nps/{path}").status_code == 200


def test_nul_bytes_and_long_texts_are_refused(nw: Northwind) -> None:
    metric(nw.organisation)
    answers: list[Any] = [
        client(nw, "ben").post(
            f"{ROOT}mobile-nps/values/new/", {"about_on": "2026-07-01", "value": "1", "note": note}
        )
        for note in ("a\x00b", "a" * 2001)
    ]

    assert all(answer.status_code == 200 and "errorlist" in answer.content.decode() for answer in answers)
    assert not Measurement.objects.exists()
