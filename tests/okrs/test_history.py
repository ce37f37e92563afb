"""The timeline of an objective, and how it stood on a day."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from okrflow.okrs.as_written import as_they_are
from okrflow.okrs.given import ObjectiveGiven
from okrflow.okrs.history.days import stood_on
from okrflow.okrs.history.happenings import timeline
from okrflow.okrs.models import Cycle, Objective
from okrflow.okrs.services import check_in, publish_objective, save_objective
from okrflow.okrs.timeline import Change
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import drafted, published, raising, rights
from tests.okrs.test_pages import ROOT, client, content


def retitled(nw: Northwind, objective: Objective, title: str, **changed: object) -> Objective:
    """Saved again by Ben, with another title and other fields of its key results."""
    rows = as_they_are(objective)
    for row in rows:
        for name, value in changed.items():
            object.__setattr__(row, name, value)
    return save_objective(
        rights=rights(nw, "ben"),
        value_stream=objective.value_stream,
        given=ObjectiveGiven(title=title, cycle=objective.cycle),
        key_results=rows,
        objective=objective,
        version=objective.version,
    )


def test_tells_who_changed_what_from_what_to_what(nw: Northwind, running: Cycle) -> None:
    nps = metric(nw.organisation)
    objective = published(nw, running, raising(nps, title="NPS"), title="Before")
    retitled(nw, objective, "After", target=Decimal(50), note="The market moved.")

    found = timeline(Objective.objects.get(), rights(nw, "ben"))

    changes = [change for each in found for change in each.changes]
    assert Change(field="Objective", before="Before", after="After") in changes
    assert Change(field="NPS: target", before="45.0 points", after="50.0 points") in [
        Change(field=each.field, before=plain(each.before), after=plain(each.after)) for each in changes
    ]
    assert any("published it" in each.words for each in found)
    assert any("The market moved." in each.words for each in found)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_check_ins_are_in_it(nw: Northwind, running: Cycle) -> None:
    objective = published(nw, running, raising(metric(nw.organisation), title="NPS"))
    check_in(rights=rights(nw, "ben"), key_result=objective.key_results.get(), confidence=7)

    first = timeline(objective, rights(nw, "vic"))[0]

    assert (first.who, first.words) == ("Ben", "checked in on “NPS”: confidence 7 of 10")


def test_a_teams_own_measure_is_told_to_the_team_only(nw: Northwind, running: Cycle) -> None:
    deployments = team_metric(nw.policy)
    objective = published(
        nw, running, raising(metric(nw.organisation)), raising(deployments, title="Deployments rise")
    )
    retitled(nw, objective, "After", target=Decimal(77))

    theirs, ours = (str(timeline(objective, rights(nw, name))) for name in ("lin", "vic"))
    assert "Deployments" in ours
    assert "Deployments" not in theirs
    stood = stood_on(objective, rights(nw, "lin"), day=timezone.now().date(), now=timezone.now())
    assert stood is not None
    assert [each.title for each in stood.key_results] == ["More of it", "One measure of the team's own"]


def test_what_it_was_as_a_draft_is_told_to_its_people_only(nw: Northwind, running: Cycle) -> None:
    draft = drafted(nw, running, raising(metric(nw.organisation)), title="A rough idea")
    changed = retitled(nw, draft, "A fine idea")
    publish_objective(rights=rights(nw, "ben"), objective=changed, version=changed.version)
    objective = Objective.objects.get()

    assert "A rough idea" in str(timeline(objective, rights(nw, "mia")))
    assert "A rough idea" not in str(timeline(objective, rights(nw, "lin")))


def test_as_it_stood_on_a_day(nw: Northwind, running: Cycle) -> None:
    objective = published(nw, running, raising(metric(nw.organisation), title="NPS"), title="It")
    now, ben = timezone.now(), rights(nw, "ben")

    today = stood_on(objective, ben, day=now.date(), now=now)
    before = stood_on(objective, ben, day=now.date() - timedelta(days=2), now=now)

    assert before is None
    assert today is not None
    assert (today.title, today.state, today.cycle) == ("It", "published", "This year")
    assert [(each.title, plain(each.aim_text)) for each in today.key_results] == [
        ("NPS", "raise from 20.0 points to 45.0 points")
    ]


def test_the_page_of_the_timeline(nw: Northwind, running: Cycle) -> None:
    objective = published(nw, running, raising(metric(nw.organisation)), title="It")
    url = f"{ROOT}objectives/{objective.uuid}/timeline/"

    assert "published it" in content(client(nw, "vic").get(url))
    day = timezone.now().date().isoformat()
    assert "At the end of" in content(client(nw, "vic").get(f"{url}?on={day}"))
    assert "It was not there yet" in content(client(nw, "vic").get(f"{url}?on=2020-01-01"))
    for nonsense in ("x", "0001-01-01", "9999-12-31"):
        assert client(nw, "vic").get(f"{url}?on={nonsense}").status_code == 200
