"""What forms say where nothing was given: what to do, not what a field is."""

from typing import Final

from django.forms import ChoiceField, Field, MultipleChoiceField
from django.forms.models import ModelMultipleChoiceField

REQUIRED: Final[dict[type[Field], str]] = {
    Field: "Fill this in.",
    ChoiceField: "Choose one.",
    MultipleChoiceField: "Choose at least one.",
    ModelMultipleChoiceField: "Choose at least one.",
}


def reword_required() -> None:
    """For every form from now on, those of packages too."""
    for field, text in REQUIRED.items():
        field.default_error_messages["required"] = text
