"""The pages of value streams, by who asks; and the command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from okrflow.organisations.access import Access
from okrflow.organisations.models import Role
from okrflow.organisations.services import create_organisation
from okrflow.value_streams.access import rights_in
from okrflow.value_streams.models import FlowState, Stage, StreamMembership, StreamRole, ValueStream
from okrflow.value_streams.services import StageGiven, add_stream_member, create_value_stream, map_statuses
from okrflow.work_items.refresh import refresh_stream
from tests import make, people
from tests.make import july

pytestmark = pytest.mark.django_db

EVERYBODY = ("nobody", "olga", "vic", "ben", "adam", "ada")
STREAM = "/o/northwind/streams/policy/settings/"


def northwind_with_policy() -> tuple[people.Cast, ValueStream]:
    """Policy is led by Ben; Vic is a member of it."""
    cast = people.cast()
    stream = create_value_stream(
        organisation=cast.organisation, name="Policy", slug="policy", lead=cast.ben.user
    )
    ben = rights_in(Access(organisation=cast.organisation, membership=cast.ben), stream)
    add_stream_member(by=ben, user=cast.vic.user)
    return cast, stream


@pytest.mark.parametrize(
    ("address", "statuses"),
    [
        ("/o/northwind/streams/", (302, 404, 200, 200, 200, 200)),
        ("/o/northwind/streams/new/", (302, 404, 403, 403, 200, 200)),
        (STREAM, (302, 404, 200, 200, 200, 200)),
        (STREAM + "statuses/", (302, 404, 200, 200, 200, 200)),
        ("/o/northwind/streams/nowhere/settings/", (302, 404, 404, 404, 404, 404)),
    ],
)
def test_who_may_look(address: str, statuses: tuple[int, ...]) -> None:
    cast, _ = northwind_with_policy()

    assert tuple(cast.client(name).get(address).status_code for name in EVERYBODY) == statuses


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("ben", "check-in/"),
        ("vic", "check-in/summaries/"),
        ("adam", "check-in/summaries/"),
        ("ada", "check-in/summaries/"),
    ],
)
def test_the_tab_of_check_ins_leads_where_one_may_go(who: str, page: str) -> None:
    """Vic reads only, Adam administers and no lead confirmed him, Ada does not belong to it."""
    cast, stream = northwind_with_policy()
    StreamMembership.objects.create(value_stream=stream, user=cast.adam.user)
    client, address = cast.client(who), f"/o/northwind/streams/policy/{page}"

    shown = client.get(STREAM).content.decode()

    assert f'<a href="{address}">Check-in</a>' in shown
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("address", "data", "statuses"),
    [
        (STREAM, {"name": "Policies", "load_limit": "9"}, (302, 404, 403, 302, 302, 302)),
        (STREAM + "members/", {"person": "{adam}", "role": "member"}, (302, 404, 403, 302, 403, 403)),
        (STREAM + "members/{vics}/role/", {"role": "member"}, (302, 404, 403, 302, 403, 403)),
        (STREAM + "members/{vics}/remove/", {}, (302, 404, 302, 404, 404, 404)),
        (STREAM + "lead/", {"person": "{adam}"}, (302, 404, 403, 403, 302, 302)),
        (
            STREAM + "statuses/",
            {"status-TOTAL_FORMS": "0", "status-INITIAL_FORMS": "0", "new-name": "X", "new-flow_state": "1"},
            (302, 404, 403, 302, 302, 302),
        ),
    ],
)
def test_who_may_change(address: str, data: dict[str, str], statuses: tuple[int, ...]) -> None:
    cast, _ = northwind_with_policy()
    names = {"adam": cast.adam.user.pk, "vics": StreamMembership.objects.get(user=cast.vic.user).pk}
    path = address.format(**names)
    sent = {key: value.format(**names) for key, value in data.items()}

    assert tuple(cast.client(name).post(path, sent).status_code for name in EVERYBODY) == statuses


def test_an_administrator_appoints_no_second_lead_by_the_page() -> None:
    cast, _ = northwind_with_policy()

    response = cast.client("adam").post(STREAM + "lead/", {"person": cast.adam.user.pk}, follow=True)

    assert "has a lead, who says who else leads it" in response.content.decode()
    assert StreamMembership.objects.get(role=StreamRole.LEAD).user == cast.ben.user


def test_a_new_stream_has_the_lead_that_its_creator_names() -> None:
    cast = people.cast()

    response = cast.client("adam").post(
        "/o/northwind/streams/new/", {"name": "Claims", "slug": "claims", "lead": cast.ben.user.pk}
    )

    assert response.headers["Location"] == "/o/northwind/streams/claims/settings/"
    assert StreamMembership.objects.get().user == cast.ben.user


@pytest.mark.parametrize("who", ["vic", "olga"])
def test_a_lead_is_an_editor_of_the_organisation(who: str) -> None:
    cast = people.cast()
    lead = cast.olga if who == "olga" else cast.vic.user

    response = cast.client("adam").post(
        "/o/northwind/streams/new/", {"name": "C", "slug": "c", "lead": lead.pk}
    )

    assert response.status_code == 200
    assert not ValueStream.objects.exists()


@pytest.mark.parametrize("slug", ["new", "policy"])
def test_an_address_that_is_taken_is_said(slug: str) -> None:
    cast, _ = northwind_with_policy()

    given = {"name": "Again", "slug": slug, "lead": cast.ben.user.pk}
    html = cast.client("adam").post("/o/northwind/streams/new/", given).content.decode()

    assert "Choose another" in html


def test_unmapped_statuses_come_first_with_their_items() -> None:
    cast, stream = northwind_with_policy()
    map_statuses(value_stream=stream, mapping=[StageGiven(status_name="Build", flow_state=FlowState.ACTIVE)])
    for key in ("P-1", "P-2"):
        make.item(stream, key, make.event(july(1), "Build"), make.event(july(2), "On hold"))
    refresh_stream(stream)

    html = cast.client("ben").get(STREAM + "statuses/").content.decode()

    assert "2\u00a0items were ever in it" in html
    assert html.index("On hold") < html.index(">Build")
    assert "1\u00a0status is not mapped" in html


def test_statuses_are_mapped_by_the_page() -> None:
    cast, stream = northwind_with_policy()
    map_statuses(value_stream=stream, mapping=[StageGiven(status_name="Build", flow_state=FlowState.ACTIVE)])

    cast.client("ben").post(
        STREAM + "statuses/",
        {
            "status-TOTAL_FORMS": "1",
            "status-INITIAL_FORMS": "1",
            "status-0-name": "Build",
            "status-0-flow_state": "2",
            "status-0-order": "3",
            "new-name": "Done",
            "new-flow_state": "3",
        },
    )

    rows = Stage.objects.order_by("status__name").values_list("status__name", "flow_state", "order")
    assert list(rows) == [("Build", 2, 3), ("Done", 3, 0)]


def test_a_stream_of_another_organisation_owns_no_wait() -> None:
    cast, _ = northwind_with_policy()
    elsewhere = create_organisation(name="Other", slug="other", time_zone="UTC", owner=cast.olga)
    foreign = create_value_stream(organisation=elsewhere, name="Theirs", slug="theirs")

    response = cast.client("ben").post(
        STREAM + "statuses/",
        {
            "status-TOTAL_FORMS": "0",
            "status-INITIAL_FORMS": "0",
            "new-name": "Ready",
            "new-flow_state": "2",
            "new-owner_stream": str(foreign.pk),
        },
    )

    assert response.status_code == 200
    assert not Stage.objects.exists()


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("create_value_stream", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_makes_a_stream() -> None:
    people.cast()

    assert "/o/northwind/streams/claims/" in run(
        "northwind/claims", "--name", "Claims", "--lead", "BEN@example.com"
    )
    assert "has no lead" in run("northwind/billing", "--name", "Billing")
    assert list(ValueStream.objects.in_order().values_list("slug", "order")) == [
        ("claims", 0),
        ("billing", 1),
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("claims",), "ORGANISATION/STREAM"),
        (("northwind/a/b",), "ORGANISATION/STREAM"),
        (("nowhere/claims",), "no organisation"),
        (("northwind/claims", "--lead", "eve@example.com"), "Nobody has"),
        (("northwind/claims", "--lead", "olga@example.com"), "no member"),
        (("northwind/Bad Slug",), "small letters"),
        (("northwind/",), "cannot be blank"),
        (("northwind/new",), "can't have the address"),
    ],
)
def test_the_command_says_what_is_wrong(arguments: tuple[str, ...], says: str) -> None:
    people.cast()

    with pytest.raises(CommandError, match=f"(?i){says}"):
        run(*arguments, "--name", "Claims")


def test_roles_are_read_at_each_request() -> None:
    cast, _ = northwind_with_policy()
    ben = cast.client("ben")
    cast.ben.role = Role.VIEWER
    cast.ben.save()

    assert ben.post(STREAM, {"name": "Mine", "load_limit": ""}).status_code == 403
