"""Northwind Insurance: its people, its streams, and how these read their statuses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from allauth.account.models import EmailAddress

from okrflow.accounts.addresses import person_with
from okrflow.accounts.models import User
from okrflow.demo.anchors import ZONE, Anchors, on
from okrflow.demo.histories import LINES, mapping
from okrflow.flow import State
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import enter
from okrflow.organisations.models import Membership, Organisation, Role
from okrflow.organisations.services import create_organisation
from okrflow.value_streams.models import FlowState, ValueStream
from okrflow.value_streams.services import StageGiven, create_value_stream, map_statuses

SLUG: Final = "northwind"
NAME: Final = "Northwind Insurance"
OWNER: Final = "ada"
PEOPLE: Final = {
    "ada": ("Ada Lindqvist", Role.OWNER),
    "ben": ("Ben Okafor", Role.EDITOR),
    "lin": ("Lin Zhou", Role.EDITOR),
    "mo": ("Mo Haddad", Role.EDITOR),
    "vic": ("Vic Laurent", Role.VIEWER),
}
LEADS: Final = {"policy": "ben", "platform": "lin", "claims": "mo"}
BUSINESS_INPUT: Final = "Ready for verification"


@dataclass(frozen=True, kw_only=True)
class Northwind:
    """What all steps of loading share: who and what there is, and which day it is."""

    organisation: Organisation
    people: Mapping[str, User]
    streams: Mapping[str, ValueStream]
    anchors: Anchors
    seed: int

    def rights(self, person: str) -> OkrRights:
        """What a person may do. Two queries."""
        return OkrRights.of(enter(self.people[person], SLUG))

    @property
    def now(self) -> datetime:
        """The instant with which the history ends."""
        return instant(self.anchors.today)


def instant(day: float) -> datetime:
    """The instant of a day number with a fraction, on local clocks."""
    minutes = round(day % 1 * 24 * 60)
    return datetime.combine(on(day), time(minutes // 60, minutes % 60), ZONE)


def found(*, today: date, seed: int) -> Northwind:
    """Make the organisation, its people and its streams. Raises Refused if the address is taken."""
    people = {name: _person(name, full_name) for name, (full_name, _) in PEOPLE.items()}
    organisation = create_organisation(name=NAME, slug=SLUG, time_zone=str(ZONE), owner=people[OWNER])
    for name, (_, role) in PEOPLE.items():
        if name != OWNER:
            Membership.objects.create(organisation=organisation, user=people[name], role=role)
    streams = {
        line.slug: create_value_stream(
            organisation=organisation,
            name=line.name,
            slug=line.slug,
            lead=people[LEADS[line.slug]],
            load_limit=line.load_limit,
        )
        for line in LINES
    }
    for line in LINES:
        _map(streams[line.slug], mapping(line), business_office=streams["claims"])
    return Northwind(
        organisation=organisation, people=people, streams=streams, anchors=Anchors.of(today), seed=seed
    )


def _person(name: str, full_name: str) -> User:
    """A person without a password, whose address counts as shown to be theirs: the sign-in page lets them in."""
    user, _ = person_with(email=f"{name}@northwind.example", name=full_name)
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return user


def _map(stream: ValueStream, states: Sequence[tuple[str, State]], *, business_office: ValueStream) -> None:
    """Map the statuses in their order; who waits for business input, waits for the people of Claims."""
    given = [
        StageGiven(
            status_name=name,
            flow_state=FlowState(state),
            order=order,
            owner_stream=business_office if name == BUSINESS_INPUT else None,
        )
        for order, (name, state) in enumerate(states)
    ]
    map_statuses(value_stream=stream, mapping=given)
