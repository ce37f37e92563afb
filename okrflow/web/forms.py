"""How forms look, and the fields that several apps use."""

from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.renderers import DjangoTemplates

from okrflow.web.numbers import Ambiguous, NotANumber, editable, format_number, parse_number


class Renderer(DjangoTemplates):
    """Forms and fields by templates/forms/: a label, a hint, the errors tied to the field, the field."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    @cached_property
    def engine(self) -> Any:
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [settings.BASE_DIR / "templates", Path(django.forms.__path__[0]) / "templates"],
                "NAME": "forms",
                "OPTIONS": {},
            }
        )


class ReaderDecimalField(forms.Field):
    """A number in the reader's own writing: "7,1" and "7.1"; "1.200" is asked back.

    With `percent` the reader sees and types 22 for the stored share 0.22; `min_value` and `max_value` are what the
    reader types. `digits` is how many decimals are kept.
    """

    widget = forms.TextInput
    default_error_messages = {
        "too_fine": "At most %(digits)d decimals.",
        "too_large": "That number is too large.",
    }

    def __init__(
        self,
        *,
        min_value: Decimal | int | None = None,
        max_value: Decimal | int | None = None,
        digits: int = 6,
        percent: bool = False,
        **options: Any,
    ) -> None:
        self.digits, self.percent = digits, percent
        super().__init__(**options)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")
        if min_value is not None:
            self.validators.append(MinValueValidator(min_value, _limit("At least", min_value)))
        if max_value is not None:
            self.validators.append(MaxValueValidator(max_value, _limit("At most", max_value)))

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            number = parse_number(str(value).strip().removesuffix("%") if self.percent else str(value))
        except Ambiguous as question:
            raise forms.ValidationError(str(question), code="ambiguous") from None
        except NotANumber as error:
            raise forms.ValidationError(str(error), code="invalid") from None
        if abs(number) >= Decimal(10) ** 14:
            raise forms.ValidationError(self.error_messages["too_large"], code="too_large")
        if number != round(number, self.digits):
            raise forms.ValidationError(self.error_messages["too_fine"], "too_fine", {"digits": self.digits})
        return number

    def clean(self, value: Any) -> Decimal | None:
        number: Decimal | None = super().clean(value)
        return number / 100 if number is not None and self.percent else number

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (Decimal, float, int)) and not isinstance(value, bool):
            return editable(Decimal(str(value)) * 100 if self.percent else value)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.clean(data) != (None if initial in self.empty_values else Decimal(str(initial))))
        except forms.ValidationError:
            return True


def _limit(words: str, value: Decimal | int) -> str:
    return f"{words} {format_number(value, max(0, -int(Decimal(value).normalize().as_tuple().exponent)))}."
