"""Forms of organisations and their people."""

from typing import Any

from django import forms

from okrflow.accounts.forms import zone_choices
from okrflow.organisations.models import Membership, Organisation, Role, Scope
from okrflow.organisations.services.api_tokens import MAX_DAYS


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
