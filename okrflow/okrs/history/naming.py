"""Names for what versions refer to by number, and values as people read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Self

from okrflow.accounts.models import User
from okrflow.metrics.formatting import shown
from okrflow.metrics.models import Metric
from okrflow.okrs.models import Aim, Ambition, Cycle, KeyResult, Objective, ObjectiveState, TargetForm
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.models import ApiToken
from okrflow.web.numbers import editable
from okrflow.web.templatetags.figures import local_day

EMPTY: Final = "nothing"
OBJECTIVE_LABELS: Final = {
    "title": "Objective",
    "why": "Why",
    "cycle_id": "Cycle",
    "supports_id": "Supports",
    "value_stream_id": "Value stream",
    "rank": "Rank",
}
KEY_RESULT_LABELS: Final = {
    "title": "Title",
    "metric_id": "Measured by",
    "aim": "Aim",
    "baseline": "Baseline",
    "baseline_on": "Baseline of",
    "target_form": "Target given as",
    "target": "Target",
    "target_lower": "Lower limit",
    "ambition": "Ambition",
    "kept_by_id": "Kept up to date by",
    "guard_for_id": "Keeps honest",
}
CHOICES: Final[Mapping[str, Any]] = {
    "aim": Aim,
    "ambition": Ambition,
    "target_form": TargetForm,
    "state": ObjectiveState,
}


@dataclass(frozen=True, kw_only=True)
class Names:
    """By field, then by number; what is not there any more, or not for this reader, has none."""

    of: Mapping[str, Mapping[int, str]]
    people: Mapping[int, str]
    tokens: Mapping[str, str]
    metrics: Mapping[int, Metric]

    @classmethod
    def read(cls, rights: OkrRights, versions: Iterable[Any], metrics: Mapping[int, Metric]) -> Self:
        """Seven queries at most."""
        every = list(versions)
        organisation = rights.organisation
        tokens = {
            str(token.uuid): token.acts_as
            for token in ApiToken.objects.filter(
                organisation=organisation, uuid__in=_said(every, "api_token")
            ).select_related("membership__user")
        }
        kept = _numbers(every, "kept_by_id")
        writers = {int(each) for each in _said(every, "user") if str(each).isdigit()}
        people = {user.pk: str(user) for user in User.objects.filter(pk__in=kept | writers)}
        cycles = Cycle.objects.for_organisation(organisation).filter(pk__in=_numbers(every, "cycle_id"))
        parents = rights.readable.filter(pk__in=_numbers(every, "supports_id"))
        guarded = rights.readable_key_results.filter(pk__in=_numbers(every, "guard_for_id"))
        streams = organisation.value_streams.filter(pk__in=_numbers(every, "value_stream_id"))
        of = {
            "cycle_id": {each.pk: each.name for each in cycles},
            "supports_id": {each.pk: each.title for each in parents},
            "guard_for_id": {each.pk: each.title for each in guarded},
            "value_stream_id": {each.pk: each.name for each in streams},
            "metric_id": {pk: metric.name for pk, metric in metrics.items()},
            "kept_by_id": people,
        }
        return cls(of=of, people=people, tokens=tokens, metrics=metrics)

    def who(self, version: Any) -> str:
        """Whose request it was; empty for okrflow itself."""
        said = version.pgh_context.metadata if version.pgh_context else {}
        if token := said.get("api_token"):
            return f"{self.tokens.get(token, 'somebody')}, by the API"
        return self.people.get(int(said["user"]), "somebody who left") if said.get("user") else ""

    def text(self, version: Any, field: str) -> str:
        """The value of a field, as it reads on the pages."""
        value = getattr(version, field)
        if value is None or value == "":
            return EMPTY
        if field in self.of:
            return self.of[field].get(value, "something that is not there any more")
        if field in CHOICES:
            return str(CHOICES[field](value).label)
        if isinstance(value, Decimal):
            metric = self.metrics.get(version.metric_id)
            return shown(metric, value) if metric else editable(value)
        return local_day(value) if field == "baseline_on" else str(value)


def _numbers(versions: Iterable[Any], field: str) -> set[int]:
    return {value for each in versions if (value := getattr(each, field, None)) is not None}


def _said(versions: Iterable[Any], name: str) -> set[Any]:
    contexts = (each.pgh_context.metadata for each in versions if each.pgh_context)
    return {context[name] for context in contexts if context.get(name)}


def title_of(version: "Objective | KeyResult | Any") -> str:
    return f"“{version.title}”"
