"""Forms of accounts."""

import zoneinfo
from functools import cache
from typing import Any

from django import forms
from django.http import HttpRequest

from okrflow.accounts.models import User


class SignupForm(forms.Form):
    """What okrflow asks for beside address and password."""

    name = forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Called by allauth once the account exists; the adapter has stored the name."""


@cache
def zone_choices() -> list[tuple[str, str]]:
    """All time zones that people live in, for a select."""
    names = sorted(
        name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/")
    )
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # no run-time parameters
    time_zone = forms.ChoiceField(
        required=False,
        choices=lambda: [("", "The browser's"), *zone_choices()],
        help_text="Times of day are shown in it. Days of figures are those of the organisation.",
    )

    class Meta:
        model = User
        fields = ("name", "time_zone")
