"""Who writes, publishes, closes and checks in (ownership, rules 1, 2, 4, 5, 6, 7, 10, 18)."""

from datetime import date

import pytest

from okrflow.okrs.given import ObjectiveGiven
from okrflow.okrs.models import Cycle, KeyResult, Objective
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import check_in, save_objective
from okrflow.organisations.models import Role
from okrflow.value_streams.models import StreamMembership, StreamRole
from okrflow.value_streams.services import confirm_stream_member, create_value_stream
from okrflow.value_streams.services.people import NotTheirs
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import NOW, drafted, published, raising
from tests.ownership.acting import ROOT, become, belong, browser, in_stream, leave_without_lead, okr_rights


def may(rights: OkrRights, nw: Northwind) -> tuple[bool, bool, bool, bool]:
    """Writes, publishes, closes, proposes to Policy."""
    stream = nw.policy.pk
    return rights.writes(stream), rights.publishes(stream), rights.closes(stream), rights.proposes_to(stream)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("ben", (True, True, True, False)),
        ("mia", (True, False, False, False)),
        ("vic", (False, False, False, False)),
        ("lin", (False, False, False, True)),
        ("adam", (False, False, False, True)),
        ("ada", (False, False, False, True)),
    ],
)
def test_rule_1_a_stream_is_written_by_its_own_people(
    nw: Northwind, who: str, expected: tuple[bool, ...]
) -> None:
    assert may(okr_rights(nw, who), nw) == expected


def test_rule_1_a_viewer_who_belongs_reads_team_metrics_and_writes_nothing(
    nw: Northwind, running: Cycle
) -> None:
    objective = published(nw, running, raising(team_metric(nw.policy), title="Calm weeks"))

    shown = browser(nw, "vic").get(objective.get_absolute_url())
    edited = browser(nw, "vic").get(f"{objective.get_absolute_url()}edit/")

    assert "Calm weeks" in shown.content.decode()
    assert edited.status_code == 403


def test_rule_2_an_administrator_who_belongs_proposes_until_a_lead_confirms(nw: Northwind) -> None:
    member = belong(nw.policy, nw.adam)
    before = may(okr_rights(nw, "adam"), nw)

    confirm_stream_member(by=in_stream(nw, "ben"), membership=member)

    assert before == (False, False, False, True)
    assert may(okr_rights(nw, "adam"), nw) == (True, False, False, True)


def test_rule_2_nobody_confirms_themselves(nw: Northwind) -> None:
    member = belong(nw.policy, nw.adam, StreamRole.LEAD, appointed_by=nw.ada)

    with pytest.raises(NotTheirs, match="Another lead"):
        confirm_stream_member(by=in_stream(nw, "adam"), membership=member)

    assert not okr_rights(nw, "adam").writes(nw.policy.pk)


def test_rule_2_a_confirmation_of_oneself_that_got_in_counts_for_nothing(nw: Northwind) -> None:
    belong(nw.policy, nw.adam, StreamRole.LEAD, confirmed_by=nw.adam)

    assert not okr_rights(nw, "adam").writes(nw.policy.pk)


def test_rule_2_what_a_confirmed_administrator_writes_carries_it(nw: Northwind, running: Cycle) -> None:
    belong(nw.policy, nw.adam, confirmed_by=nw.ben)

    objective = save_objective(
        rights=okr_rights(nw, "adam"),
        value_stream=nw.policy,
        given=ObjectiveGiven(title="From above", cycle=running),
        key_results=[raising(metric(nw.organisation))],
        now=NOW,
    )

    assert (objective.also_admin, objective.from_above) == (True, True)
    assert objective.key_results.get().written_by_member


def test_rule_2_the_page_says_why_and_offers_to_propose(nw: Northwind) -> None:
    belong(nw.policy, nw.adam)

    refused = browser(nw, "adam").get(f"{ROOT}objectives/new/?stream=policy")

    assert refused.status_code == 403
    assert "has confirmed that you belong to it" in refused.content.decode()
    assert 'href="/o/northwind/proposals/new/?stream=policy"' in refused.content.decode()


def test_rule_4_a_founder_who_administers_writes_while_alone(nw: Northwind) -> None:
    stream = create_value_stream(organisation=nw.organisation, name="Claims", slug="claims", lead=nw.adam)
    alone = okr_rights(nw, "adam").writes(stream.pk)

    belong(stream, nw.mia)

    assert alone
    assert not okr_rights(nw, "adam").writes(stream.pk)


def test_rule_4_a_founder_who_is_an_editor_needs_nobody(nw: Northwind) -> None:
    stream = create_value_stream(organisation=nw.organisation, name="Claims", slug="claims", lead=nw.lin)
    belong(stream, nw.mia)

    assert okr_rights(nw, "lin").publishes(stream.pk)


def test_rule_5_without_a_lead_nothing_is_edited_and_values_go_on(nw: Northwind, running: Cycle) -> None:
    objective = published(nw, running, raising(metric(nw.organisation)))
    leave_without_lead(nw)

    rights = okr_rights(nw, "mia")
    said = check_in(rights=rights, key_result=objective.key_results.get(), confidence=7, now=NOW)

    assert (rights.frozen(nw.policy), rights.writes(nw.policy.pk)) == (True, False)
    assert said.pk
    assert okr_rights(nw, "adam").frozen(nw.policy)
    assert okr_rights(nw, "adam").proposes_to(nw.policy.pk)


def test_rule_5_a_lead_who_became_a_viewer_leads_no_more(nw: Northwind) -> None:
    become(nw, "ben", Role.VIEWER)

    assert okr_rights(nw, "mia").frozen(nw.policy)


@pytest.mark.parametrize(("who", "words"), [("adam", "Appoint a lead"), ("mia", "An administrator of")])
def test_rule_5_the_overview_and_the_stream_say_so(nw: Northwind, who: str, words: str) -> None:
    leave_without_lead(nw)

    overview = browser(nw, who).get(ROOT).content.decode()
    summary = browser(nw, who).get(f"{ROOT}streams/policy/").content.decode()

    assert "Policy has no lead." in overview
    assert "Platform has no lead." not in overview
    assert "Policy has no lead." in summary
    assert words in overview


def test_rule_5_the_refusal_says_whom_to_ask(nw: Northwind) -> None:
    leave_without_lead(nw)

    refused = browser(nw, "mia").get(f"{ROOT}objectives/new/?stream=policy")

    assert refused.status_code == 403
    assert "Ask an administrator to appoint one." in refused.content.decode()


def test_rule_6_who_is_gone_keeps_nothing(nw: Northwind, running: Cycle) -> None:
    published(nw, running, raising(metric(nw.organisation), kept_by=nw.ben), by="ben")

    leave_without_lead(nw)

    assert KeyResult.objects.get().kept_by is None


def test_rule_7_membership_counts_at_the_time_of_writing(nw: Northwind, running: Cycle) -> None:
    drafted(nw, running, raising(metric(nw.organisation)), by="mia")

    StreamMembership.objects.filter(user=nw.mia).delete()

    row = KeyResult.objects.get()
    assert (row.written_by, row.written_by_member) == (nw.mia, True)


def test_rule_10_in_a_closed_stream_nobody_writes_or_proposes(nw: Northwind, running: Cycle) -> None:
    objective = published(nw, running, raising(metric(nw.organisation)))
    nw.policy.closed_on = date(2026, 7, 20)
    nw.policy.save()

    edited = browser(nw, "ben").get(f"{objective.get_absolute_url()}edit/")

    assert may(okr_rights(nw, "ben"), nw) == (False, False, False, False)
    assert not okr_rights(nw, "adam").proposes_to(nw.policy.pk)
    assert "Policy is closed" in edited.content.decode()
    assert Objective.objects.get(pk=objective.pk).title == objective.title


@pytest.mark.parametrize(
    ("who", "expected"), [("ben", True), ("mia", True), ("vic", False), ("lin", False), ("adam", False)]
)
def test_rule_18_members_check_in(nw: Northwind, running: Cycle, who: str, expected: bool) -> None:
    row = published(nw, running, raising(metric(nw.organisation))).key_results.get()

    assert okr_rights(nw, who).checks_in(row) is expected


def test_rule_18_whoever_keeps_it_up_to_date_checks_in(nw: Northwind, running: Cycle) -> None:
    row = published(nw, running, raising(metric(nw.organisation), kept_by=nw.lin)).key_results.get()

    assert okr_rights(nw, "lin").checks_in(row)


def test_what_a_member_may_costs_one_query(nw: Northwind, django_assert_num_queries: object) -> None:
    access = nw.access("mia")

    with django_assert_num_queries(1):  # type: ignore[operator]
        rights = OkrRights.of(access)
        rights.writes(nw.policy.pk), rights.publishes(nw.policy.pk), rights.frozen(nw.policy)
