"""What people ask of a stream's flow."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from okrflow.web.templatetags.figures import local_day
from okrflow.work_items.figures.forecasts import MOST_ITEMS, Throughput

USUAL_DAYS: Final = 28
USUAL_ITEMS: Final = 20


class ForecastForm(forms.Form):
    """How many items by a date, and when so many are done; what the address leaves out is asked with the usual."""

    date = forms.DateField(label="By the end of", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    items = forms.IntegerField(label="Items", min_value=1, max_value=MOST_ITEMS)

    def __init__(self, asked: Mapping[str, Any], *, past: Throughput) -> None:
        usual = {"date": past.today + timedelta(days=USUAL_DAYS - 1), "items": USUAL_ITEMS}
        super().__init__({**usual, **asked})
        self.fields["date"].validators += [
            MinValueValidator(past.today, "That day is over. Choose today or a later one."),
            MaxValueValidator(
                past.farthest, f"That is too far. Choose {local_day(past.farthest)} at the latest."
            ),
        ]
