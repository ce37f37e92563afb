"""The twenty rules of ownership: which tests show each clause, and who is answered what by page and API.

The tests are named by import, so that one which is renamed or taken away fails here.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Final

import pytest
from django.db import transaction
from django.test import Client

from okrflow.okrs.models import Contribution, Cycle
from okrflow.review.models import Finding
from okrflow.review.services import run_review
from tests.attacks import test_team_metrics as everywhere
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okr_imports import test_importing as importing
from tests.okr_imports import test_pages as import_pages
from tests.okrs import test_suggestions as suggestions
from tests.okrs.given import NOW, drafted, published, raising
from tests.ownership import test_closing_streams as closing
from tests.ownership import test_people as people
from tests.ownership import test_refusals as refusals
from tests.ownership import test_team_metrics as team
from tests.ownership import test_tokens as tokens
from tests.ownership import test_transfers as transfers
from tests.ownership import test_writers as writers
from tests.ownership.acting import ROOT, browser
from tests.proposals import test_answers as answers
from tests.proposals import test_changes as changes
from tests.proposals import test_pages as proposal_pages
from tests.proposals import test_proposing as proposing
from tests.proposals import test_races as proposal_races
from tests.review import test_waivers as waivers
from tests.rhythm import test_due as due
from tests.rhythm import test_weekly as weekly

Shown = Mapping[str, tuple[Callable[..., None], ...]]

RULES: Final[Mapping[int, Shown]] = {
    1: {
        "members and leads write": (writers.test_rule_1_a_stream_is_written_by_its_own_people,),
        "a viewer who belongs reads team metrics and writes nothing": (
            writers.test_rule_1_a_viewer_who_belongs_reads_team_metrics_and_writes_nothing,
        ),
    },
    2: {
        "an administrator who belongs writes once a lead confirmed it": (
            writers.test_rule_2_an_administrator_who_belongs_proposes_until_a_lead_confirms,
            writers.test_rule_2_the_page_says_why_and_offers_to_propose,
            people.test_the_settings_show_who_is_not_confirmed,
        ),
        "never the person themselves": (
            writers.test_rule_2_nobody_confirms_themselves,
            writers.test_rule_2_a_confirmation_of_oneself_that_got_in_counts_for_nothing,
        ),
        "what they write carries it": (writers.test_rule_2_what_a_confirmed_administrator_writes_carries_it,),
    },
    3: {
        "a lead makes members, or accepts a request": (
            people.test_a_person_asks_and_a_lead_accepts,
            people.test_a_lead_declines,
            people.test_nobody_but_a_lead_decides,
            people.test_a_request_is_decided_once,
            people.test_accepted_twice_at_once_makes_one_member,
            people.test_by_the_api_too,
        ),
        "an administrator invites, the lead confirms": (
            people.test_an_administrator_invites_and_the_lead_confirms,
        ),
        "an administrator appoints a lead only while there is none, on the record and mailed to all": (
            people.test_rule_3_an_administrator_appoints_a_lead_only_while_there_is_none,
            people.test_rule_5_an_appointed_lead_is_on_record_and_all_members_get_a_mail,
        ),
    },
    4: {
        "the founder writes alone, and from the second member on is confirmed": (
            writers.test_rule_4_a_founder_who_administers_writes_while_alone,
            writers.test_rule_4_a_founder_who_is_an_editor_needs_nobody,
        ),
    },
    5: {
        "without a lead it is read, values go on, nothing is edited": (
            writers.test_rule_5_without_a_lead_nothing_is_edited_and_values_go_on,
            writers.test_rule_5_a_lead_who_became_a_viewer_leads_no_more,
            writers.test_rule_5_the_refusal_says_whom_to_ask,
        ),
        "the overview says so, and an administrator appoints one": (
            writers.test_rule_5_the_overview_and_the_stream_say_so,
            people.test_rule_6_a_stream_without_a_lead_waits_for_administrators,
        ),
        "proposals wait": (proposing.test_a_stream_without_a_lead_finds_it_waiting,),
    },
    6: {
        "the last lead does not leave by form": (people.test_rule_6_the_last_lead_does_not_leave,),
        "when forced, members check in and nobody keeps what was theirs": (
            weekly.test_members_check_in_without_a_lead_too,
            writers.test_rule_6_who_is_gone_keeps_nothing,
        ),
        "reminders go to the leads, else to administrators to appoint one": (
            due.test_without_a_keeper_it_waits_for_the_leads,
            due.test_without_a_lead_administrators_are_to_appoint_one,
        ),
    },
    7: {
        "membership counts at the time of writing": (
            writers.test_rule_7_membership_counts_at_the_time_of_writing,
        ),
    },
    8: {
        "a separate object, never a draft of the stream": (
            proposing.test_leaders_and_those_who_are_not_of_the_stream_propose,
            proposing.test_who_writes_it_themselves_or_only_reads_does_not_propose,
            proposal_pages.test_strangers_to_a_proposal_do_not_read_of_it,
        ),
        "accepted as it is, or changed as a copy, both kept": (
            answers.test_accepting_makes_a_draft_that_says_who_proposed_what,
            answers.test_whether_it_was_changed_is_settled_when_it_is_published,
            answers.test_only_leads_answer,
        ),
        "declined with a reason": (answers.test_a_decline_has_a_reason,),
        "withdrawn, and each answered once": (
            answers.test_what_is_withdrawn_is_accepted_no_more,
            answers.test_each_is_answered_once,
            proposal_races.test_of_two_who_accept_at_once_one_is_told,
            proposal_races.test_it_is_either_accepted_or_withdrawn,
        ),
        "reminded after a fortnight, unanswered at the cycle's end, never accepted by silence": (
            proposal_pages.test_it_waits_for_those_who_answer_and_after_two_weeks_says_so,
            proposing.test_without_an_answer_it_stays_unanswered_at_its_cycles_end,
        ),
        "edited after an answer, it is a new version": (
            proposing.test_a_declined_one_is_open_again_in_a_new_version_and_both_are_kept,
            proposal_pages.test_earlier_versions_stay_readable,
        ),
    },
    9: {
        "a change from above is a proposal with the difference shown": (
            changes.test_the_difference_is_shown_field_by_field_with_what_moved_meanwhile,
            transfers.test_the_parents_owner_does_not_edit_the_child,
        ),
        "what it supports, its rank and its cycle are the stream's": (
            changes.test_its_cycle_rank_and_what_it_supports_stay,
        ),
        "the parent's owner may refuse the link": (
            transfers.test_the_parents_owner_says_that_it_does_not_count_and_takes_it_back,
            transfers.test_nobody_else_says_so,
        ),
    },
    10: {
        "by an administrator, with a date": (
            closing.test_administrators_close_streams_nobody_else,
            closing.test_not_before_its_day_not_twice_and_not_into_another_organisation,
        ),
        "open objectives are dropped, graded by no one": (
            closing.test_open_objectives_are_dropped_and_graded_by_no_one,
            closing.test_what_the_lead_closed_before_stays_as_it_was,
        ),
        "items move or leave": (closing.test_open_items_move_or_leave_and_finished_ones_stay,),
        "pages stay readable, nothing is written": (
            closing.test_its_pages_stay_readable_with_a_banner_and_it_leaves_rail_and_pickers,
            writers.test_rule_10_in_a_closed_stream_nobody_writes_or_proposes,
            proposing.test_nothing_is_put_to_a_closed_stream,
        ),
        "reopening restores nothing by itself": (closing.test_opening_again_restores_nothing_by_itself,),
    },
    11: {
        "the form offers the choice when a second stream is named": (
            transfers.test_the_form_offers_the_choice_when_a_second_stream_is_named,
        ),
    },
    12: {
        "the giver's lead offers, the taker's lead accepts, until then nothing changes": (
            transfers.test_until_it_is_taken_nothing_changes,
            transfers.test_only_a_lead_of_the_giver_offers_it,
            transfers.test_only_a_lead_of_the_taker_takes_it,
            transfers.test_an_offer_is_answered_once,
        ),
        "history goes along, team metrics do not": (
            transfers.test_the_taker_takes_it_with_its_history,
            transfers.test_key_results_on_team_metrics_stay_with_the_team,
        ),
    },
    13: {
        "written by administrators and owners": (
            refusals.test_rule_13_the_organisations_objectives_are_written_by_administrators,
        ),
        "editors propose upwards": (
            refusals.test_rule_13_editors_propose_upwards,
            answers.test_administrators_answer_what_is_put_to_the_organisation,
        ),
    },
    14: {
        "others see one measure of the team's own": (team.test_pages_show_one_measure_of_the_teams_own,),
        "no name, value or chart by any address, search, mail or in the admin": (
            everywhere.test_no_address_tells_it,
            everywhere.test_no_search_filter_or_order_tells_it,
            everywhere.test_no_mail_tells_it,
            everywhere.test_the_installations_operators_do_not_read_it_either,
        ),
        "it counts in no figure that they see": (team.test_it_counts_in_no_figure_that_others_see,),
        "its members read it": (
            team.test_its_members_see_it,
            everywhere.test_the_team_itself_reads_it,
        ),
    },
    15: {
        "scope and membership, tested at each call": (
            tokens.test_a_token_needs_scope_and_membership,
            tokens.test_a_token_shrinks_with_its_member_at_once,
            tokens.test_a_token_dies_with_its_membership_at_once,
        ),
        "a service writes values and work items only": (
            tokens.test_a_service_writes_work_items_and_values,
            tokens.test_a_service_does_nothing_else,
            tokens.test_a_service_never_has_other_scopes,
        ),
        "the audit names token and member": (tokens.test_the_audit_names_token_and_member,),
    },
    16: {
        "read only in the admin": (refusals.test_rule_16_the_panel_reads_only,),
        "a repair is a command with a reason, on the record": (
            refusals.test_rule_16_a_repair_is_a_command_with_a_reason_on_record,
            refusals.test_rule_16_not_without_a_reason_and_not_elsewhere,
        ),
        "a superuser who is no member finds nothing": (
            refusals.test_rule_16_a_superuser_who_is_no_member_gets_404,
        ),
    },
    17: {
        "a lead imports into the own stream": (
            importing.test_drafts_of_a_lead,
            importing.test_left_out_and_unknown_streams,
            import_pages.test_rights,
        ),
        "an administrator's import makes proposals": (importing.test_an_administrator_proposes,),
        "unless they lead it, confirmed": (importing.test_an_administrator_who_leads_writes_drafts,),
    },
    18: {
        "members, and whoever keeps it": (
            writers.test_rule_18_members_check_in,
            writers.test_rule_18_whoever_keeps_it_up_to_date_checks_in,
            due.test_who_is_no_member_any_more_is_not_reminded,
        ),
        "who contributes suggests values of the organisation's": (
            suggestions.test_members_of_contributing_streams_suggest,
            suggestions.test_a_taken_value_is_a_check_in,
        ),
    },
    19: {
        "a stream's are waived by its leads": (
            waivers.test_a_lead_waives_it_until_the_cycles_end_at_the_latest,
            waivers.test_nobody_else_waives_a_streams_finding,
        ),
        "the organisation's by owners": (waivers.test_the_organisations_are_waived_by_owners,),
        "thresholds are set by administrators": (
            waivers.test_thresholds_are_set_by_administrators_within_their_range,
        ),
    },
    20: {
        "no membership: 404": (refusals.test_rule_20_without_membership_there_is_nothing,),
        "an administrator at a stream's: 403, with the way to propose": (
            refusals.test_rule_20_an_administrator_is_offered_to_propose,
        ),
        "a stream's draft: 404": (refusals.test_rule_20_a_draft_of_a_stream_is_not_there_for_others,),
    },
}


def test_all_twenty_are_here() -> None:
    assert sorted(RULES) == list(range(1, 21))


@pytest.mark.parametrize("rule", RULES)
def test_each_clause_is_shown_by_tests(rule: int) -> None:
    for words, tests in RULES[rule].items():
        assert tests, words
        assert all(isinstance(each, FunctionType) and each.__name__.startswith("test_") for each in tests)


@dataclass(frozen=True)
class Row:
    """What the people of Northwind are answered; `asked` is a method and a page, or a resource of the API."""

    rule: int
    asked: str
    expected: str
    body: Mapping[str, Any] | None = None

    def __str__(self) -> str:
        return f"{self.rule}: {self.asked}"


API: Final = "/api/v1/organisations/northwind/"
KR: Final = f"{API}key-results/"
ROWS: Final = [
    Row(1, "GET objectives/{objective}/edit/", "ben 200 mia 200 vic 403 lin 403 adam 403 ada 403 olga 404"),
    Row(
        1,
        f"PATCH {API}objectives/{{objective}}",
        "ben 200 mia 200 vic 403 lin 403 adam 403 ada 403 olga 404",
        {"title": "Mine"},
    ),
    Row(
        1,
        f"PATCH {KR}{{key_result}}",
        "ben 200 mia 200 vic 403 lin 403 adam 403 ada 403 olga 404",
        {"title": "Mine"},
    ),
    Row(
        1,
        f"POST {API}objectives/{{draft}}/publish",
        "ben 200 mia 403 vic 403 lin 404 adam 404 ada 404 olga 404",
    ),
    Row(
        1,
        f"POST {API}objectives/{{objective}}/close",
        "ben 200 mia 403 vic 403 lin 403 adam 403 ada 403 olga 404",
        {"why": "Enough"},
    ),
    Row(
        3,
        f"POST {API}value-streams/policy/members",
        "ben 201 mia 403 vic 403 lin 403 adam 403 ada 403 olga 404",
        {"person": "{lin}"},
    ),
    Row(8, "GET proposals/new/?stream=policy", "ben 403 mia 403 vic 403 lin 200 adam 200 ada 200 olga 404"),
    Row(
        13,
        f"POST {API}objectives",
        "ben 403 mia 403 vic 403 lin 403 adam 201 ada 201 olga 404",
        {"title": "All", "cycle": "{cycle}"},
    ),
    Row(13, "GET proposals/new/", "ben 200 mia 200 vic 403 lin 200 adam 403 ada 403 olga 404"),
    Row(14, "GET key-results/{team}/", "ben 200 mia 200 vic 200 lin 404 adam 404 ada 404 olga 404"),
    Row(14, f"GET {KR}{{team}}", "ben 200 mia 200 vic 200 lin 404 adam 404 ada 404 olga 404"),
    Row(17, "GET import/okrs/", "ben 200 mia 403 vic 403 lin 200 adam 200 ada 200 olga 404"),
    Row(
        18,
        f"POST {KR}{{key_result}}/check-ins",
        "ben 201 mia 201 vic 403 lin 403 adam 403 ada 403 olga 404",
        {"confidence": 5},
    ),
    Row(
        18,
        f"POST {KR}{{shared}}/check-ins",
        "ben 403 mia 403 vic 403 lin 403 adam 201 ada 201 olga 404",
        {"confidence": 5},
    ),
    Row(
        18,
        f"POST {KR}{{shared}}/suggested-values",
        "ben 201 mia 201 vic 403 lin 403 adam 403 ada 403 olga 404",
        {"value": 30},
    ),
    Row(
        19,
        f"POST {API}waivers",
        "ben 201 mia 403 vic 403 lin 403 adam 403 ada 403 olga 404",
        {"finding": "{finding}", "reason": "Known", "until": "2027-01-31"},
    ),
    Row(
        19,
        f"PUT {API}review-thresholds/silent_days",
        "ben 403 mia 403 vic 403 lin 403 adam 200 ada 200 olga 404",
        {"value": 20},
    ),
    Row(19, f"GET {API}review-thresholds", "ben 200 mia 200 vic 200 lin 200 adam 200 ada 200 olga 404"),
    Row(20, "GET objectives/{draft}/", "ben 200 mia 200 vic 200 lin 404 adam 404 ada 404 olga 404"),
]


@pytest.fixture
def ids(nw: Northwind, running: Cycle) -> Mapping[str, str]:
    nps = metric(nw.organisation)
    objective = published(nw, running, raising(nps), raising(team_metric(nw.policy), title="Calm"))
    shared = published(nw, running, raising(nps), by="ada", title="Together").key_results.get()
    mine, own = objective.key_results.order_by("order")
    Contribution.objects.create(organisation=nw.organisation, key_result=mine, to=shared)
    run_review(organisation=nw.organisation, now=NOW)
    finding = Finding.objects.filter(objective=objective, of_team=False, of_draft=False).first()
    assert finding is not None
    rows = {
        "objective": objective,
        "draft": drafted(nw, running, raising(nps), title="Later"),
        "shared": shared,
    }
    rows |= {"key_result": mine, "team": own, "finding": finding, "lin": nw.lin}  # type: ignore[dict-item]
    return {name: str(row.uuid) for name, row in rows.items()} | {"cycle": running.slug}


def answered(client: Client, row: Row, ids: Mapping[str, str]) -> int:
    """The status, and nothing stays as it was made."""
    method, path = row.asked.format_map(ids).split(" ")
    body = {
        name: value.format_map(ids) if isinstance(value, str) else value
        for name, value in (row.body or {}).items()
    }
    given = {"data": json.dumps(body), "content_type": "application/json"} if method != "GET" else {}
    with transaction.atomic():
        url = path if path.startswith("/") else ROOT + path
        status: int = client.generic(method, url, headers={"If-Match": "*"}, **given).status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_is_answered_as_the_rule_says(nw: Northwind, ids: Mapping[str, str], row: Row) -> None:
    names, statuses = row.expected.split()[::2], row.expected.split()[1::2]

    found = {name: answered(browser(nw, name), row, ids) for name in names}

    assert found == dict(zip(names, map(int, statuses), strict=True))
