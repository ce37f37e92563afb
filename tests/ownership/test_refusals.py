"""Which status a refusal has, and what it offers instead (ownership, rules 13, 16, 20)."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from okrflow.accounts.models import User
from okrflow.okrs.models import Cycle, KeyResult, Objective
from tests.metrics.northwind import Northwind, metric
from tests.okrs.given import drafted, published, raising
from tests.ownership.acting import PROPOSE, ROOT, api, browser, okr_rights


def test_rule_20_without_membership_there_is_nothing(nw: Northwind, running: Cycle) -> None:
    objective = published(nw, running, raising(metric(nw.organisation)))

    assert browser(nw, "olga").get(objective.get_absolute_url()).status_code == 404
    assert browser(nw, "olga").get(f"{ROOT}who-can-do-what/").status_code == 404


def test_rule_20_an_administrator_is_offered_to_propose(nw: Northwind, running: Cycle) -> None:
    objective = published(nw, running, raising(metric(nw.organisation)))
    row = objective.key_results.get()

    page = browser(nw, "adam").get(f"{objective.get_absolute_url()}edit/")
    sent = api(nw, "adam").patch(f"key-results/{row.uuid}", {"title": "Mine"}, If_Match="*")

    assert (page.status_code, sent.status_code) == (403, 403)
    assert f'href="{PROPOSE}"' in page.content.decode()
    assert sent.json()["links"] == [{"rel": "propose", "title": "Propose it", "href": PROPOSE}]
    assert KeyResult.objects.get().title == row.title


def test_rule_20_an_editor_of_another_stream_is_told_whom_to_ask(nw: Northwind, running: Cycle) -> None:
    objective = published(nw, running, raising(metric(nw.organisation)))

    sent = api(nw, "lin").patch(f"objectives/{objective.uuid}", {"title": "Mine"}, If_Match="*")

    assert sent.status_code == 403
    assert "Ask one of its leads" in sent.json()["detail"]
    assert sent.json()["links"][0]["rel"] == "propose"


@pytest.mark.parametrize("who", ["ada", "adam", "lin"])
def test_rule_20_a_draft_of_a_stream_is_not_there_for_others(nw: Northwind, running: Cycle, who: str) -> None:
    draft = drafted(nw, running)

    assert browser(nw, who).get(draft.get_absolute_url()).status_code == 404
    assert api(nw, who).get(f"objectives/{draft.uuid}").status_code == 404


def test_rule_13_the_organisations_objectives_are_written_by_administrators(
    nw: Northwind, running: Cycle
) -> None:
    draft = {"title": "Together", "cycle": running.slug}

    made = [api(nw, who).post("objectives", draft) for who in ("ada", "adam", "ben", "vic")]

    assert [each.status_code for each in made] == [201, 201, 403, 403]
    assert made[2].json()["links"][0]["href"] == f"{ROOT}proposals/new/"


def test_rule_13_editors_propose_upwards(nw: Northwind) -> None:
    may = {who: okr_rights(nw, who).proposes_to(None) for who in ("ada", "adam", "ben", "lin", "vic")}

    assert may == {"ada": False, "adam": False, "ben": True, "lin": True, "vic": False}


# Rule 16


@pytest.fixture
def root(nw: Northwind) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root@okrflow.example", "kept-by-nobody"))
    return client


def test_rule_16_a_superuser_who_is_no_member_gets_404(nw: Northwind, running: Cycle, root: Client) -> None:
    objective = published(nw, running, raising(metric(nw.organisation)))

    asked = [objective.get_absolute_url(), "/api/v1/organisations/northwind/objectives", ROOT]

    assert [root.get(each).status_code for each in asked] == [404, 404, 404]


@pytest.mark.parametrize("model", ["objective", "keyresult", "checkin", "objectivetransfer"])
def test_rule_16_the_panel_reads_only(root: Client, running: Cycle, model: str) -> None:
    assert root.get(f"/admin/okrs/{model}/").status_code == 200
    assert root.get(f"/admin/okrs/{model}/add/").status_code == 403


def test_rule_16_a_repair_is_a_command_with_a_reason_on_record(nw: Northwind, running: Cycle) -> None:
    objective = published(nw, running, raising(metric(nw.organisation)))

    call_command(
        "repair_okr", "northwind", objective.key, "--set", "title=Customers trust us", "--reason", "Ticket 7"
    )

    repaired = Objective.objects.get()
    assert (repaired.title, repaired.version) == ("Customers trust us", objective.version + 1)
    said = Objective.pgh_event_model.objects.latest("pgh_id").pgh_context.metadata  # type: ignore[attr-defined]
    assert said == {"installation": True, "reason": "Ticket 7"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("title", "FIELD=VALUE"),
        ("organisation=2", "can't be repaired"),
        ("state=perhaps", "not a valid choice"),
        ("rank=x", "must be an integer"),
    ],
)
def test_rule_16_a_repair_that_makes_no_sense_is_refused(
    nw: Northwind, running: Cycle, change: str, words: str
) -> None:
    objective = published(nw, running, raising(metric(nw.organisation)))

    with pytest.raises(CommandError, match=words):
        call_command("repair_okr", "northwind", objective.key, "--set", change, "--reason", "Ticket 7")


def test_rule_16_not_without_a_reason_and_not_elsewhere(nw: Northwind, running: Cycle) -> None:
    objective = published(nw, running, raising(metric(nw.organisation)))

    with pytest.raises(CommandError, match="Give the reason"):
        call_command("repair_okr", "northwind", objective.key, "--set", "rank=1", "--reason", " ")
    with pytest.raises(CommandError, match="has no objective"):
        call_command("repair_okr", "contoso", objective.key, "--set", "rank=1", "--reason", "Ticket 7")
