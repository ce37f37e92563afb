"""The forms of a plan."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q

from okrflow.metrics.forms import day_field
from okrflow.okrs.editor.rows import Difference
from okrflow.okrs.models import KeyResult, ObjectiveState
from okrflow.okrs.rights import OkrRights
from okrflow.plans.capacity import LONGEST
from okrflow.plans.models import PlanEntry
from okrflow.plans.services import PlanEntryGiven
from okrflow.value_streams.models import ValueStream
from okrflow.web.templatetags.figures import local_day
from okrflow.work_items.models import WorkItem

MOST_ITEMS: Final = 1000
COMMITMENT: Final = ("from_on", "last_on", "items")
BEGUN: Final = (
    "The period has begun: its days and items are changed by the leads of {stream}. Ask one of them."
)
FIELD_OF: Final[Mapping[str, str]] = {"to_on": "last_on", "work_items": "items"}
"""The fields of this form for what the services call otherwise: people say the last day, and keys of items."""


class PlanEntryForm(forms.Form):
    """People say the last day that is in the period, and call items by their keys."""

    title = forms.CharField(max_length=200, label="What is delivered")
    note = forms.CharField(max_length=5000, required=False, widget=forms.Textarea({"rows": 3}))
    from_on = day_field(
        label="Committed from", required=False, help_text="With a period the entry is a commitment."
    )
    last_on = day_field(label="Committed to", required=False, help_text="The last day that is in it.")
    items = forms.CharField(
        required=False,
        max_length=60_000,
        label="Work items",
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
        help_text="Their keys, like POL-812, separated by commas or each on a line of its own.",
    )
    bets = forms.MultipleChoiceField(
        required=False,
        label="A bet on",
        widget=forms.CheckboxSelectMultiple,
        help_text="Key results that it is hoped to move. Nothing is computed from it.",
    )

    def __init__(
        self,
        *args: Any,
        rights: OkrRights,
        value_stream: ValueStream,
        today: date,
        entry: PlanEntry | None = None,
        **options: Any,
    ) -> None:
        fixed: dict[str, Any] = {
            "initial": stored(entry, rights) if entry else {},
            "use_required_attribute": False,
        }
        super().__init__(*args, **fixed | options)
        self.rights, self.entry = rights, entry
        offered = _offered(rights, value_stream, entry, today)
        self.key_results = {str(row.uuid): row for row in offered}
        self._offer(offered)
        if entry and entry.begun_on(today) and not rights.publishes(value_stream.pk):
            for name in COMMITMENT:
                self.fields[name].disabled = True
            self.fields["from_on"].help_text = BEGUN.format(stream=value_stream)

    def _offer(self, offered: Sequence[KeyResult]) -> None:
        """The key results under their objectives; no question where there are none."""
        groups: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in offered:
            owner = row.objective.value_stream or "Organisation"
            groups[f"{row.objective.title} ({owner})"].append((str(row.uuid), row.title))
        if groups:
            self.fields["bets"].choices = list(groups.items())  # type: ignore[attr-defined]
        else:
            del self.fields["bets"]

    def clean_items(self) -> list[WorkItem]:
        names = [name for part in re.split(r"[,;\n]", self.cleaned_data["items"]) if (name := part.strip())]
        if len(names) > MOST_ITEMS:
            raise forms.ValidationError(f"An entry has {MOST_ITEMS} items at most.")
        return _items_called(self.rights, names, self.entry)

    def differences(self, theirs: PlanEntry) -> list[Difference]:
        """What somebody else saved meanwhile in fields where this form says something else."""
        found, mine = stored(theirs, self.rights), dict(self.cleaned_data)
        mine["items"] = _keys(item.key for item in mine["items"])
        mine["bets"] = sorted(mine.get("bets", ()))
        return [
            Difference(name, str(field.label or name.capitalize()), self._text(name, found[name]))
            for name, field in self.fields.items()
            if found[name] != mine[name]
        ]

    def _text(self, name: str, value: Any) -> str:
        """A value as people read it."""
        if name == "bets":
            return (
                ", ".join(self.key_results[uuid].title for uuid in value if uuid in self.key_results)
                or "(none)"
            )
        return str(local_day(value) if isinstance(value, date) else value or "(empty)")

    @property
    def given(self) -> PlanEntryGiven:
        cleaned = self.cleaned_data
        last = cleaned["last_on"]
        return PlanEntryGiven(
            title=cleaned["title"],
            note=cleaned["note"],
            from_on=cleaned["from_on"],
            to_on=last and last + timedelta(days=1),
            work_items=cleaned["items"],
            bets=[self.key_results[uuid] for uuid in cleaned.get("bets", ())],
        )


def stored(entry: PlanEntry, rights: OkrRights) -> dict[str, Any]:
    """An entry as the form shows it to this writer. Two queries."""
    bets = rights.readable_key_results.filter(plan_entries=entry).values_list("uuid", flat=True)
    return {
        "title": entry.title,
        "note": entry.note,
        "from_on": entry.from_on,
        "last_on": entry.last_on,
        "items": _keys(entry.work_items.values_list("key", flat=True)),
        "bets": sorted(str(uuid) for uuid in bets),
    }


def _keys(keys: Iterable[str]) -> str:
    return ", ".join(sorted(keys))


def _offered(
    rights: OkrRights, value_stream: ValueStream, entry: PlanEntry | None, today: date
) -> list[KeyResult]:
    """Key results to bet on: the stream's and the organisation's in cycles that have not ended, and those bet on."""
    own = Q(objective__value_stream=value_stream) | Q(objective__value_stream=None)
    open_ones = ~Q(objective__state=ObjectiveState.CLOSED) & Q(objective__cycle__ends_on__gt=today)
    found = rights.readable_key_results.with_objective().filter(
        (own & open_ones) | Q(pk__in=entry.bets.values("pk") if entry else ())
    )
    stream_first = F("objective__value_stream").asc(nulls_last=True)
    rank = F("objective__rank").asc(nulls_last=True)
    return list(found.order_by(stream_first, rank, "objective", "order", "pk"))


def _items_called(rights: OkrRights, names: Sequence[str], entry: PlanEntry | None) -> list[WorkItem]:
    """The items of these keys, whatever their case; of several with one key, that which the entry has already.

    Raises ValidationError.
    """
    found: defaultdict[str, list[WorkItem]] = defaultdict(list)
    for item in WorkItem.objects.for_organisation(rights.organisation).with_keys(names):
        found[item.key.upper()].append(item)
    present = set(entry.work_items.values_list("pk", flat=True)) if entry else set()
    chosen: dict[int, WorkItem] = {}
    errors = []
    for name in dict.fromkeys(names):
        alike = found[name.upper()]
        exact = [item for item in alike if item.key == name] or alike
        items = [item for item in exact if item.pk in present] or exact
        if not items:
            errors.append(f"There is no work item called “{name[:60]}”. Take the key from its page.")
        elif len(items) > 1 and items[0].pk not in present:
            errors.append(f"Several tools have an item called “{name}”. Link it through the API, by its id.")
        chosen |= {item.pk: item for item in items}
    if errors:
        raise forms.ValidationError(errors[:10])
    return list(chosen.values())


class MoveForm(forms.Form):
    """Where an entry is moved to; right before another one, with "before" and no entry to the end."""

    to = forms.ChoiceField(choices=[(to, to) for to in ("top", "up", "down", "before")])
    before = forms.UUIDField(required=False)


class CapacityForm(forms.Form):
    """The day that the capacity line is asked for."""

    by = day_field(label="By the end of", required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        last = today + LONGEST
        self.fields["by"].validators = [
            MinValueValidator(today, "Choose today or a later day."),
            MaxValueValidator(last, "A forecast looks two years ahead at most."),
        ]
        self.fields["by"].widget.attrs |= {"min": today.isoformat(), "max": last.isoformat()}
