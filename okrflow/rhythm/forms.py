"""The forms of the weekly check-in and of how one wants to be reached."""

from datetime import date
from typing import Any

from django import forms
from django.forms.models import model_to_dict

from okrflow.metrics.forms import day_field
from okrflow.metrics.models import Metric
from okrflow.okrs.forms.others import CheckInForm
from okrflow.organisations.access import Access
from okrflow.organisations.models import Membership, Weekday
from okrflow.rhythm.models import Channel
from okrflow.rhythm.people import settings_of


class WeeklyForm(CheckInForm):
    """One key result of the weekly check-in, which is about today."""

    def __init__(self, *args: Any, metric: Metric | None, today: date, **options: Any) -> None:
        super().__init__(*args, metric=metric, today=today, **options)
        self.fields.pop("about_on", None)
        self.fields["confidence"].help_text = ""
        self.fields["note"].help_text = ""
        self.fields["note"].widget.attrs["rows"] = 1


class _MemberField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user)


class NotificationsForm(forms.Form):
    """A member's own settings in the organisation."""

    channel = forms.ChoiceField(
        label="How okrflow reaches you", choices=Channel.choices, widget=forms.RadioSelect
    )
    reminders = forms.BooleanField(label="Reminders when a key result waits for you", required=False)
    digest = forms.BooleanField(label="A digest each week", required=False)
    summaries = forms.BooleanField(label="The summaries of your streams’ check-ins", required=False)
    digest_weekday = forms.TypedChoiceField(
        label="Digest on",
        choices=Weekday.choices,
        coerce=int,
        help_text="If that is a quiet day: on the next that is none.",
    )
    quiet_weekdays = forms.TypedMultipleChoiceField(
        label="Quiet days",
        choices=Weekday.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="No mail comes on these days.",
    )
    away_from = day_field(label="First day", required=False)
    away_to = day_field(label="Last day", required=False)
    deputy = _MemberField(
        queryset=Membership.objects.none(),
        required=False,
        empty_label="Nobody",
        help_text="Gets your reminders while you are away, of key results that they may check in on.",
    )

    def __init__(self, data: Any = None, *, access: Access) -> None:
        super().__init__(data, initial=model_to_dict(settings_of(access.membership)))
        others = Membership.objects.for_organisation(access.organisation).filter(user__is_active=True)
        self.fields["deputy"].queryset = others.exclude(pk=access.membership.pk).by_name()  # type: ignore[attr-defined]
