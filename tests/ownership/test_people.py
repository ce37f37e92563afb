"""Who makes members (ownership, rules 3, 4 and 6)."""

import pytest
from django.core import mail
from django.utils import timezone

from okrflow.organisations.models import Role
from okrflow.organisations.services import remove_member
from okrflow.organisations.services.members import LastOwner
from okrflow.value_streams.models import MembershipRequest, StreamMembership, StreamRole
from okrflow.value_streams.services import (
    appoint_lead,
    decide_membership_request,
    request_membership,
    withdraw_membership_request,
)
from okrflow.value_streams.services.people import LastLead, NotTheirs
from okrflow.web.waiting import waiting_for
from tests.metrics.northwind import Northwind
from tests.ownership.acting import (
    ROOT,
    api,
    become,
    browser,
    in_stream,
    leave_without_lead,
    membership,
)
from tests.races import at_once

SETTINGS = f"{ROOT}streams/policy/settings/"


def asked(nw: Northwind, who: str = "lin", *, by: str = "") -> MembershipRequest:
    return request_membership(by=in_stream(nw, by or who), user=getattr(nw, who), note="I write its code")


def belongs(nw: Northwind, who: str) -> bool:
    return StreamMembership.objects.filter(value_stream=nw.policy, user=getattr(nw, who)).exists()


def test_a_person_asks_and_a_lead_accepts(nw: Northwind) -> None:
    browser(nw, "lin").post(f"{SETTINGS}requests/", {"note": "I write its code"})
    wanted = MembershipRequest.objects.get()

    browser(nw, "ben").post(f"{SETTINGS}requests/{wanted.pk}/decide/", {"decision": "accept"})

    assert StreamMembership.objects.get(value_stream=nw.policy, user=nw.lin).confirmed_by == nw.ben
    wanted.refresh_from_db()
    assert (wanted.accepted, wanted.decided_by) == (True, nw.ben)


def test_a_lead_declines(nw: Northwind) -> None:
    decide_membership_request(
        by=in_stream(nw, "ben"), membership_request=asked(nw), accept=False, now=timezone.now()
    )

    assert not belongs(nw, "lin")


def test_an_administrator_invites_and_the_lead_confirms(nw: Northwind) -> None:
    response = browser(nw, "adam").post(f"{SETTINGS}requests/invite/", {"person": nw.adam.pk, "note": ""})

    assert response.status_code == 302
    assert not belongs(nw, "adam")
    assert MembershipRequest.objects.get().user == nw.adam


@pytest.mark.parametrize("who", ["mia", "vic", "lin", "adam", "ada"])
def test_nobody_but_a_lead_decides(nw: Northwind, who: str) -> None:
    wanted = asked(nw)

    with pytest.raises(NotTheirs):
        decide_membership_request(
            by=in_stream(nw, who), membership_request=wanted, accept=True, now=timezone.now()
        )

    assert not belongs(nw, "lin")


def test_a_request_is_decided_once(nw: Northwind) -> None:
    wanted = asked(nw)
    withdraw_membership_request(by=in_stream(nw, "lin"), membership_request=wanted, now=timezone.now())

    with pytest.raises(NotTheirs, match="already"):
        decide_membership_request(
            by=in_stream(nw, "ben"), membership_request=wanted, accept=True, now=timezone.now()
        )


@pytest.mark.django_db(transaction=True)
def test_accepted_twice_at_once_makes_one_member(nw: Northwind) -> None:
    wanted = asked(nw)

    def accept() -> None:
        decide_membership_request(
            by=in_stream(nw, "ben"), membership_request=wanted, accept=True, now=timezone.now()
        )

    outcomes = at_once(accept, accept)

    assert sum(isinstance(outcome, NotTheirs) for outcome in outcomes) == 1
    assert StreamMembership.objects.filter(value_stream=nw.policy, user=nw.lin).count() == 1


def test_one_asks_once_and_not_for_others(nw: Northwind) -> None:
    asked(nw)

    with pytest.raises(NotTheirs, match="already"):
        asked(nw)
    with pytest.raises(NotTheirs, match="ask for yourself"):
        request_membership(by=in_stream(nw, "lin"), user=nw.adam)


def test_it_waits_for_the_leads_only(nw: Northwind) -> None:
    asked(nw)

    def waits(who: str) -> list[str]:
        return [
            each.title for each in waiting_for(nw.access(who), now=timezone.now()) if "belong" in each.title
        ]

    assert waits("ben") == ["Lin wants to belong to Policy"]
    assert waits("mia") == waits("adam") == []


def test_by_the_api_too(nw: Northwind) -> None:
    lin, ben, adam = (api(nw, who) for who in ("lin", "ben", "adam"))
    path = "value-streams/policy/membership-requests"

    made = lin.post(path, {"note": "Hello"}).json()
    refused = adam.post(f"{path}/{made['id']}/decision", {"accept": True})
    decided = ben.post(f"{path}/{made['id']}/decision", {"accept": True})
    people = lin.get("value-streams/policy/members").json()["results"]

    assert (refused.status_code, decided.json()["accepted"]) == (403, True)
    assert "Lin" in {person["name"] for person in people}


def test_a_lead_of_another_stream_is_nobody_here(nw: Northwind) -> None:
    added = api(nw, "lin").post("value-streams/policy/members", {"person": str(nw.lin.uuid)})

    assert added.status_code == 403
    assert not belongs(nw, "lin")


def test_a_stranger_of_another_organisation_is_not_found(nw: Northwind) -> None:
    ben = api(nw, "ben")

    added = ben.post("value-streams/policy/members", {"person": str(nw.olga.uuid)})

    assert added.status_code == 404


def test_rule_3_an_administrator_appoints_a_lead_only_while_there_is_none(nw: Northwind) -> None:
    with pytest.raises(NotTheirs, match="has a lead"):
        appoint_lead(by=in_stream(nw, "adam"), user=nw.adam)


def test_rule_5_an_appointed_lead_is_on_record_and_all_members_get_a_mail(
    nw: Northwind, django_capture_on_commit_callbacks: object
) -> None:
    leave_without_lead(nw)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        lead = appoint_lead(by=in_stream(nw, "adam"), user=nw.mia)

    assert (lead.role, lead.appointed_by, lead.confirmed_by) == (StreamRole.LEAD, nw.adam, None)
    assert {to for sent in mail.outbox for to in sent.to} >= {nw.mia.email, nw.vic.email}


def test_rule_6_the_last_lead_does_not_leave(nw: Northwind) -> None:
    with pytest.raises(LastLead):
        remove_member(by=membership(nw, "ada"), membership=membership(nw, "ben"))


def test_rule_6_a_stream_without_a_lead_waits_for_administrators(nw: Northwind) -> None:
    leave_without_lead(nw)

    titles = [each.title for each in waiting_for(nw.access("adam"), now=timezone.now())]

    assert "Policy has no lead" in titles


def test_one_rule_for_the_last_owner_who_can_sign_in(nw: Northwind) -> None:
    become(nw, "adam", Role.OWNER)
    nw.adam.is_active = False
    nw.adam.save()

    with pytest.raises(LastOwner):
        remove_member(by=membership(nw, "ada"), membership=membership(nw, "ada"))


def test_the_settings_show_who_is_not_confirmed(nw: Northwind) -> None:
    StreamMembership.objects.create(value_stream=nw.policy, user=nw.adam, appointed_by=nw.ada)

    shown = browser(nw, "ben").get(SETTINGS).content.decode()

    assert "(appointed by Ada)" in shown
    assert 'Confirm<span class="vh"> Adam</span>' in shown
