"""Forms of organisations and their people."""

from typing import Any

from django import forms
from django.http import QueryDict

from okrflow.accounts.forms import zone_choices
from okrflow.organisations.models import (
    Calendar,
    CalendarDay,
    ClockName,
    Membership,
    Organisation,
    Role,
    Scope,
    Weekday,
)
from okrflow.organisations.public_holidays import countries, regions
from okrflow.organisations.services.api_tokens import MAX_DAYS
from okrflow.web.forms import ReaderDecimalField


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]  # no run-time parameters
    """Name and time zone; a zone that the list lacks but the organisation has is kept."""

    time_zone = forms.ChoiceField(
        choices=zone_choices,
        help_text="Days and weeks of all figures begin at midnight there. A change counts every figure anew.",
    )

    class Meta:
        model = Organisation
        fields = ("name", "time_zone")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)
        known = {name for name, _ in zone_choices()}
        if self.instance.time_zone not in known:
            field.choices = [(self.instance.time_zone, self.instance.time_zone), *zone_choices()]


class NewOrganisationForm(OrganisationForm):
    class Meta(OrganisationForm.Meta):
        fields = ("name", "slug", "time_zone")  # type: ignore[assignment]
        labels = {"slug": "Address"}
        help_texts = {
            "slug": "Stands in every link: /o/northwind-insurance/. Small letters, digits and hyphens; it stays."
        }
        widgets = {
            "slug": forms.TextInput(
                {"data-slug-of": "id_name", "autocapitalize": "none", "spellcheck": "false"}
            )
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["time_zone"].widget.attrs["data-browser-zone"] = ""


def roles_up_to(membership: Membership) -> list[tuple[str, str]]:
    """The roles that this member may give, from the least on."""
    return [(role.value, role.label.capitalize()) for role in reversed(Role) if membership.at_least(role)]


class RoleForm(forms.Form):
    """One member's role; the choices are those that the acting member may give."""

    role = forms.ChoiceField()

    def __init__(self, *args: Any, by: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"] = forms.ChoiceField(choices=roles_up_to(by))


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label="Mail address", max_length=254, widget=forms.EmailInput({"autocomplete": "off"})
    )
    role = forms.ChoiceField(initial=Role.EDITOR)

    def __init__(self, *args: Any, by: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"] = forms.ChoiceField(choices=roles_up_to(by), initial=Role.EDITOR.value)


class TokenForm(forms.Form):
    name = forms.CharField(max_length=80, help_text="What it is for, like “nightly import from Jira”.")
    scopes = forms.MultipleChoiceField(
        label="It may",
        choices=Scope,
        widget=forms.CheckboxSelectMultiple,
        help_text="Never more than you may yourself.",
    )
    days = forms.IntegerField(label="Good for (days)", min_value=1, max_value=MAX_DAYS, initial=90)
    service = forms.BooleanField(
        required=False,
        label="It belongs to a service, not to me",
        help_text="It writes values and work items only, reads nothing, and works on when you leave.",
    )

    def __init__(self, *args: Any, by: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        if not by.at_least(Role.ADMIN):
            del self.fields["service"]


class CalendarForm(forms.Form):
    """The clock and the working days; the regions offered are those of the country that is chosen or stored."""

    clock = forms.ChoiceField(
        label="Durations of items count",
        choices=[
            (ClockName.ELAPSED, "Elapsed time: nights and weekends, too"),
            (ClockName.WORKING, "Working time only"),
        ],
        widget=forms.RadioSelect,
        help_text="Flow time, active and waiting time, age and time in a stage. All else counts elapsed time.",
    )
    day_starts_at = forms.TimeField(
        label="A working day starts at", widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    hours_per_day = ReaderDecimalField(
        label="Hours of a working day",
        max_value=24,
        digits=2,
        help_text="So many hours are one day of working time. It may run over midnight.",
    )
    weekdays = forms.TypedMultipleChoiceField(
        label="You work on", choices=Weekday, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    country = forms.ChoiceField(
        label="Public holidays of",
        required=False,
        choices=lambda: [("", "No country"), *countries().items()],
    )
    subdivision = forms.ChoiceField(
        label="Region",
        required=False,
        help_text="Of the country. Save another country first to see its regions.",
    )

    def __init__(self, data: QueryDict | None = None, *, calendar: Calendar) -> None:
        names = ("clock", "day_starts_at", "hours_per_day", "weekdays", "country", "subdivision")
        if data is not None and data.get("subdivision") not in regions(data.get("country", "")):
            data = data.copy()
            data["subdivision"] = ""  # the region of another country, which was just left
        super().__init__(data, initial={name: getattr(calendar, name) for name in names})
        country = self.data.get("country", "") if self.is_bound else calendar.country
        field = self.fields["subdivision"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "The whole country"), *regions(country).items()]


class CalendarDayForm(forms.ModelForm):  # type: ignore[type-arg]
    """A holiday, or an extra working day."""

    class Meta:
        model = CalendarDay
        fields = ("on", "name", "works")
        widgets = {"on": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}
        labels = {"on": "Date", "works": "You work on this day"}
        help_texts = {
            "name": "Like “Company holiday” or “Stocktaking”.",
            "works": "Whatever weekday or public holiday it is. Left open, the day is a holiday.",
        }
