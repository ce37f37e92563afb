"""Northwind with its people, and Contoso next door."""

from dataclasses import dataclass

from okrflow.accounts.models import User
from okrflow.metrics.models import Better, Metric, MetricKind, UnitKind
from okrflow.metrics.services import MetricGiven, create_metric
from okrflow.organisations.access import Access, enter
from okrflow.organisations.models import Membership, Organisation, Role
from okrflow.value_streams.models import StreamMembership, StreamRole, ValueStream
from tests import make


def person(name: str) -> User:
    return User.objects.create_user(f"{name.lower()}@northwind.example", name=name)


@dataclass(frozen=True)
class Northwind:
    """Ada owner; Adam admin; Ben editor, lead of Policy; Mia editor, member of Policy; Vic viewer, member of Policy;
    Lin editor, lead of Platform; Olga owner of Contoso, a stranger here."""

    organisation: Organisation
    policy: ValueStream
    platform: ValueStream
    ada: User
    adam: User
    ben: User
    mia: User
    vic: User
    lin: User
    olga: User
    contoso: Organisation

    def access(self, name: str) -> Access:
        return enter(getattr(self, name), "northwind")


def northwind(*, time_zone: str = "UTC") -> Northwind:
    organisation = make.organisation(time_zone=time_zone)
    contoso = make.organisation("contoso")
    people = {name: person(name.title()) for name in ("ada", "adam", "ben", "mia", "vic", "lin", "olga")}
    roles = {
        "ada": Role.OWNER,
        "adam": Role.ADMIN,
        "ben": Role.EDITOR,
        "mia": Role.EDITOR,
        "vic": Role.VIEWER,
        "lin": Role.EDITOR,
    }
    for name, role in roles.items():
        Membership.objects.create(organisation=organisation, user=people[name], role=role)
    Membership.objects.create(organisation=contoso, user=people["olga"], role=Role.OWNER)
    policy, platform = make.value_stream(organisation), make.value_stream(organisation, "platform")
    for stream, name, role_there in (
        (policy, "ben", StreamRole.LEAD),
        (policy, "mia", StreamRole.MEMBER),
        (policy, "vic", StreamRole.MEMBER),
        (platform, "lin", StreamRole.LEAD),
    ):
        StreamMembership.objects.create(value_stream=stream, user=people[name], role=role_there)
    return Northwind(organisation=organisation, policy=policy, platform=platform, contoso=contoso, **people)


def metric(organisation: Organisation, name: str = "Mobile NPS", **fields: object) -> Metric:
    given = {"unit_kind": UnitKind.SCORE, "unit": "points", "better": Better.UP} | fields
    return create_metric(organisation=organisation, given=MetricGiven(name=name, **given))  # type: ignore[arg-type]


def team_metric(stream: ValueStream, name: str = "Deployments") -> Metric:
    return metric(stream.organisation, name, kind=MetricKind.TEAM, value_stream=stream)
