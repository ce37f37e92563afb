"""Loading the demo: everything there, equal to the arithmetic, and once only."""

import random
import re
from collections import deque
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any, Final
from unittest.mock import patch

import pgtrigger
import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction
from django.test import Client

from okrflow.accounts.demo import WHAT
from okrflow.analysis.order import Story, movers
from okrflow.demo.anchors import Anchors, on
from okrflow.demo.management.commands.load_demo import SEED
from okrflow.demo.services import load, load_demo
from okrflow.demo.services.northwind import instant
from okrflow.demo.weekly import SERIES
from okrflow.experiments.measuring import kept_effect
from okrflow.experiments.models import Experiment, Verdict
from okrflow.flow import Kind, Period, State, date_of
from okrflow.metrics.models import Measurement, Metric
from okrflow.okrs.models import CheckIn, Cycle, KeyResult, Objective, ObjectiveState
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.organisations.models import Membership
from okrflow.organisations.models import Organisation as OrganisationRow
from okrflow.plans.models import PlanEntry
from okrflow.plans.predictability import predictability
from okrflow.review.checks import Family
from okrflow.review.families import FAMILY_OF
from okrflow.review.findings import Finding, Result, Severity
from okrflow.review.reading import snapshot_of
from okrflow.review.reviewing import review
from okrflow.review.snapshot import Snapshot
from okrflow.value_streams.models import Stage, Status, ValueStream
from okrflow.work_items.figures import flow
from okrflow.work_items.figures.windows import Window, zone_of
from okrflow.work_items.models import Event, StaleItem, WorkItem
from tests.demo.arithmetic import CLAIMS, PLATFORM, POLICY, Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("the loaded demo")]

TODAY = date(2026, 11, 22)
ANCHORS = Anchors.of(TODAY)
MIDNIGHT = datetime(2026, 11, 21, 23, tzinfo=UTC)
MOST_ROWS: Final = 6_000
LINK: Final = re.compile(r'href="(/o/northwind/[^"#?]*)"')
ONE_OF_A_KIND: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)(?:metrics|cycles|streams)/[a-z0-9-]+|[A-Z]{3}-\w+"
)
NEW_EACH_TIME: Final = re.compile(
    r'(csrf[\w-]*"[^>]*|name="window" value="\w+|-uuid" value="[\w-]+|/check-in/[\w:-]+)'
)
SLUGS = {POLICY: "policy", PLATFORM: "platform", CLAIMS: "claims"}


@pytest.fixture(scope="module")
def lines(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[str]]:
    """The demo, loaded once for all tests of this module; what was said on the way."""
    said = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", today=TODAY, stdout=said)
        yield said.getvalue().splitlines()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def made() -> Organisation:
    return Organisation.made(ANCHORS, seed=SEED)


@pytest.fixture
def northwind(lines: list[str]) -> OrganisationRow:
    return OrganisationRow.objects.get(slug="northwind")


def test_every_item_and_event_of_the_generator_is_there(
    northwind: OrganisationRow, made: Organisation
) -> None:
    assert WorkItem.objects.filter(organisation=northwind).count() == len(made.histories.keys)
    assert Event.objects.filter(organisation=northwind).count() == len(made.histories.events.item)
    assert set(WorkItem.objects.values_list("key", "title")) == {
        *zip(made.histories.keys, made.histories.titles, strict=True)
    }
    assert not StaleItem.objects.filter(organisation=northwind).exists()
    assert max(Event.objects.values_list("at", flat=True)) < MIDNIGHT


@pytest.mark.parametrize("code", SLUGS)
@pytest.mark.parametrize("days", [28, 90, 365])
def test_the_figures_of_each_stream_are_those_of_the_arithmetic(
    northwind: OrganisationRow, made: Organisation, code: int, days: int
) -> None:
    stream = ValueStream.objects.get(organisation=northwind, slug=SLUGS[code])
    period = Period(ANCHORS.today - days, ANCHORS.today)

    stored = flow.figures([stream.pk], window(northwind, period), now=MIDNIGHT)

    assert stored == made.figures(code, [period])[0]
    assert stored.velocity


@pytest.mark.parametrize("code", SLUGS)
def test_the_stages_of_each_stream_are_those_of_the_arithmetic(
    northwind: OrganisationRow, made: Organisation, code: int
) -> None:
    stream = ValueStream.objects.get(organisation=northwind, slug=SLUGS[code])
    period = Period(ANCHORS.today - 90, ANCHORS.today)
    names = dict(Status.objects.values_list("pk", "name"))

    stored = flow.stages(stream, window(northwind, period), now=MIDNIGHT)

    expected = {
        made.histories.statuses[each.stage.status]: each for each in made.report(code, *period).stages
    }
    assert {names[each.stage.status] for each in stored.stages} == expected.keys()
    for each in stored.stages:
        other = expected[names[each.stage.status]]
        for name in ("visits", "item_days", "share", "entered", "left", "current", "max", "visit_days_p85"):
            assert getattr(each, name) == getattr(other, name), (names[each.stage.status], name)


def window(organisation: OrganisationRow, period: Period) -> Window:
    return Window(first=date_of(period.from_day), to=date_of(period.to_day), zone=zone_of(organisation))


def test_streams_have_their_limits_leads_and_stages_and_one_status_is_left_unmapped(
    northwind: OrganisationRow,
) -> None:
    streams = {stream.slug: stream for stream in ValueStream.objects.filter(organisation=northwind)}
    leads = {slug: stream.members.get().email for slug, stream in streams.items()}
    wait = Stage.objects.get(value_stream=streams["policy"], status__name="Ready for verification")

    assert {slug: stream.load_limit for slug, stream in streams.items()} == {
        "policy": 45,
        "platform": 30,
        "claims": 50,
    }
    assert leads == {
        "policy": "ben@northwind.example",
        "platform": "lin@northwind.example",
        "claims": "mo@northwind.example",
    }
    assert (wait.flow_state, wait.owner_stream) == (State.WAITING, streams["claims"])
    assert [each.status.name for each in flow.unmapped_with_items(streams["claims"])] == ["QA?"]
    assert not flow.unmapped_with_items(streams["policy"])


def test_the_people_of_the_sign_in_page_exist_with_proven_addresses_and_without_passwords(
    northwind: OrganisationRow,
) -> None:
    roles = dict(northwind.memberships.values_list("user__email", "role"))

    assert roles == {
        "ada@northwind.example": "owner",
        "ben@northwind.example": "editor",
        "lin@northwind.example": "editor",
        "mo@northwind.example": "editor",
        "vic@northwind.example": "viewer",
    }
    assert roles.keys() == WHAT.keys()
    assert EmailAddress.objects.filter(email__in=roles, verified=True, primary=True).count() == 5
    assert not any(user.has_usable_password() for user in northwind.members.all())


def test_cycles_reach_back_as_far_as_the_history(northwind: OrganisationRow) -> None:
    cycles = Cycle.objects.filter(organisation=northwind).order_by("starts_on", "-ends_on")

    assert [(cycle.name, cycle.days, cycle.closed_at is not None) for cycle in cycles] == [
        ("8 December 2025 to 8 March 2026", 91, True),
        ("9 March to 7 June 2026", 91, True),
        ("8 June 2026 to 6 June 2027", 364, False),
        ("8 June to 6 September 2026", 91, True),
        ("7 September to 6 December 2026", 91, False),
    ]


def test_the_story_s_objectives_are_published_and_one_bad_one_stays_a_draft(
    northwind: OrganisationRow,
) -> None:
    objectives = Objective.objects.filter(organisation=northwind)
    current = objectives.filter(cycle__starts_on=on(ANCHORS.cycle))
    mobile = current.get(value_stream__slug="policy")
    copied = current.get(value_stream__slug="claims", supports=mobile)

    assert objectives.filter(state=ObjectiveState.DRAFT).get().title == "Deliver the new portal"
    assert current.filter(value_stream__slug="claims", state=ObjectiveState.PUBLISHED).count() == 4
    assert mobile.supports == objectives.get(value_stream=None)
    assert copied.key_results.in_order()[0].metric == mobile.key_results.in_order()[0].metric
    published = objectives.exclude(published_at=None)
    assert all(each.cycle.starts_on <= each.published_at.date() < TODAY for each in published)


def test_flow_baselines_are_computed_and_values_come_by_check_ins(
    northwind: OrganisationRow, made: Organisation
) -> None:
    features = KeyResult.objects.get(title="Features are live 30 % sooner")
    share = KeyResult.objects.get(title="Market share grows by 30 %")
    values = Measurement.objects.filter(organisation=northwind)

    on_the_first_day = made.figure(POLICY, ANCHORS.cycle - 27, ANCHORS.cycle + 1, Kind.FEATURE)
    assert features.baseline is not None
    assert float(features.baseline) == pytest.approx(on_the_first_day.flow_time.p50, abs=0.05)
    assert share.check_ins.count() == 24
    assert values.filter(check_ins__key_result=share).count() == 24
    assert Metric.objects.filter(organisation=northwind, source="hand").count() == len(SERIES) + 1
    assert values.filter(metric__name="Mobile NPS").count() == 61
    assert max(values.values_list("about_at", flat=True)) < MIDNIGHT
    assert not values.filter(
        metric__name="Complaints a week", about_at__gt=MIDNIGHT - timedelta(days=20)
    ).exists()


def test_the_notes_of_check_ins_quote_the_value_of_their_day(northwind: OrganisationRow) -> None:
    last = CheckIn.objects.filter(key_result__title="Mobile NPS rises by 20 %", value__isnull=False)
    newest = last.latest("about_at")

    assert f"{newest.value:.1f} points" in newest.note.replace("\u00a0", " ")
    assert "Features take " in newest.note
    assert "{" not in "".join(CheckIn.objects.values_list("note", flat=True))


def test_policy_became_more_predictable_when_it_stopped_waiting(northwind: OrganisationRow) -> None:
    policy = ValueStream.objects.get(organisation=northwind, slug="policy")
    cycle = on(ANCHORS.cycle)
    window = Window(first=cycle - timedelta(days=56), to=cycle + timedelta(days=77), zone=zone_of(northwind))
    halves = [Period(ANCHORS.cycle - 56, ANCHORS.cycle), Period(ANCHORS.cycle + 35, ANCHORS.cycle + 77)]

    before, after = predictability(policy, halves, window=window, now=MIDNIGHT)

    print(before, after)
    assert before.value is not None and after.value is not None
    assert before.value < 0.65 < after.value
    entries = PlanEntry.objects.of(policy)
    assert (entries.filter(state="cancelled").count(), entries.filter(bets=None, from_on=None).count()) == (
        1,
        3,
    )


def test_each_step_is_told_with_its_time(lines: list[str], made: Organisation) -> None:
    print("\n".join(lines))

    assert lines[0].startswith("Histories generated … ")
    assert lines[1].startswith(f"Policy: {int(made.histories.of_line(POLICY).sum()):,} items, ")
    assert all(line.endswith(" s") for line in lines)


def test_a_second_load_does_nothing(northwind: OrganisationRow) -> None:
    before = (Event.objects.count(), Measurement.objects.count(), Objective.objects.count())
    said: list[str] = []

    loaded = load_demo(today=TODAY, seed=SEED, say=said.append)

    assert not loaded
    assert said == ["Northwind Insurance is there already; nothing to do."]
    assert (Event.objects.count(), Measurement.objects.count(), Objective.objects.count()) == before


def test_a_load_that_breaks_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object) -> None:
        raise RuntimeError("killed")

    OrganisationRow.objects.filter(slug="northwind").update(slug="put-aside")
    before = OrganisationRow.objects.count()
    monkeypatch.setattr(load, "_load", break_down)

    with pytest.raises(RuntimeError):
        load_demo(today=TODAY, seed=SEED, say=print)

    assert OrganisationRow.objects.count() == before
    assert not OrganisationRow.objects.filter(slug="northwind").exists()


def test_the_experiment_is_measured_judged_and_asked_of_the_what_if(lines: list[str]) -> None:
    (found,) = Experiment.objects.with_names()
    effect = kept_effect(found)

    assert (str(found.value_stream), found.from_on) == ("Policy", on(ANCHORS.experiment))
    assert effect is not None and effect.change is not None and effect.high is not None
    assert -0.75 <= effect.change <= -0.65 and effect.high < 0
    assert effect.warnings == ()
    assert (found.verdict, str(found.verdict_by)) == (Verdict.KEEP, "Ben Okafor")
    assert "fell by" in found.verdict_note
    assert found.key_result is not None and found.key_result.title == "Nobody waits for business input"
    assert found.scenario is not None and found.scenario.to_on == found.from_on
    assert found.scenario.result is None  # a worker simulates it, not the load


def test_flow_moves_first_and_business_results_follow_in_the_story_s_order(
    northwind: OrganisationRow,
) -> None:
    ada = Membership.objects.select_related("organisation", "user").get(organisation=northwind, role="owner")
    rights = OkrRights.of(Access(organisation=northwind, membership=ada))
    current = min(
        Cycle.objects.filter(organisation=northwind).running_on(TODAY), key=lambda cycle: cycle.days
    )

    story = Story.of(movers(rights, current, now=MIDNIGHT))

    chain = ["Flow time of features, p50", "Time to provision a policy", "Mobile NPS", "Market share"]
    assert [str(each.metric) for each in story.better if str(each.metric) in chain] == chain
    assert [str(each.metric) for each in story.worse] == ["Claims NPS"]


@pytest.fixture(scope="module")
def seen(lines: list[str], django_db_blocker: Any) -> tuple[Snapshot, Result]:
    """The loaded organisation as the review sees it, and what it finds there."""
    with django_db_blocker.unblock():
        snapshot = snapshot_of(OrganisationRow.objects.get(slug="northwind"), now=MIDNIGHT)
    return snapshot, review(snapshot)


def found_in(seen: tuple[Snapshot, Result], stream: str) -> list[Finding]:
    snapshot, result = seen
    uuid = next(each.uuid for each in snapshot.streams if each.name == stream)
    return [each for each in result.findings if each.found.subject.stream == uuid]


def test_claims_is_found_in_each_of_the_seven_ways_in_which_okrs_go_wrong(
    seen: tuple[Snapshot, Result],
) -> None:
    found = found_in(seen, "Claims")

    assert {FAMILY_OF[each.found.check] for each in found} >= set(Family) - {Family.CRAFT, Family.LEARNING}
    assert {each.found.check for each in found} >= {
        "MM1", "MM4", "CA1", "CA2", "BM2", "BM3", "TP1", "RM1", "RM2", "RM4", "BN1", "CP3", "CP4", "CR3", "CR4",
    }  # fmt: skip


def test_policy_is_found_with_no_block_no_bottleneck_ignored_and_no_roadmap(
    seen: tuple[Snapshot, Result],
) -> None:
    found = found_in(seen, "Policy")

    assert [each.found.check for each in found if each.found.check[:2] in {"BN", "RM"}] == []
    assert [each.found.check for each in found if each.severity == Severity.BLOCK] == []


def test_the_work_pushed_into_claims_was_found_while_it_was_pushed(northwind: OrganisationRow) -> None:
    """The check looks from day 14 to 42 of a cycle; today is later."""
    then = snapshot_of(northwind, now=instant(ANCHORS.cycle + 28))

    assert "CP2" in {each.found.check for each in found_in((then, review(then)), "Claims")}


def read(client: Client, url: str) -> str:
    answer: Any = client.get(url)
    if answer.streaming or "text/html" not in answer.headers.get("Content-Type", ""):
        return str(answer.status_code)
    return NEW_EACH_TIME.sub("", answer.content.decode())


def pages(client: Client) -> dict[str, str]:
    """One page of each kind that links lead to from the overview, as it is read."""
    found: dict[str, str] = {}
    known, wanted = set(), deque(["/o/northwind/"])
    while wanted:
        url = wanted.popleft()
        found[url] = read(client, url)
        for link in LINK.findall(found[url]):
            kind = ONE_OF_A_KIND.sub("", link)
            if kind not in known:
                known.add(kind)
                wanted.append(link)
    return found


def lay_anew(model: type[models.Model], rng: random.Random) -> None:
    """Write each row of a table again, in any order: that is how they lie in it then."""
    keys = list(model._base_manager.values_list("pk", flat=True))
    if not 1 < len(keys) < MOST_ROWS:
        return
    rng.shuffle(keys)
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        for pk in keys:
            cursor.execute(f'UPDATE "{table}" SET "{key}" = "{key}" WHERE "{key}" = %s', [pk])


def test_no_page_depends_on_how_rows_lie(northwind: OrganisationRow) -> None:
    """Every list has an order of its own; PostgreSQL gives none."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(Membership.objects.get(organisation=northwind, role="owner").user)
    with patch("django.utils.timezone.now", return_value=MIDNIGHT):
        before = pages(client)
        with pgtrigger.ignore():
            for model in (each for each in apps.get_models() if each.__module__.startswith("okrflow.")):
                lay_anew(model, random.Random(1))
        after = {url: read(client, url) for url in before}

    assert len(before) > 60
    assert [url for url in before if before[url] != after[url]] == []
