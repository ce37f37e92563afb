"""Fields and how forms are drawn."""

from decimal import Decimal

import pytest
from django import forms

from okrflow.web.forms import ReaderDecimalField


class TargetForm(forms.Form):
    target = ReaderDecimalField(min_value=0, max_value=100, digits=2, help_text="What it shall be.")
    share = ReaderDecimalField(percent=True, required=False)


def test_a_decimal_comma_is_taken() -> None:
    form = TargetForm({"target": "7,1", "share": "22 %"})

    assert form.is_valid()
    assert form.cleaned_data == {"target": Decimal("7.1"), "share": Decimal("0.22")}


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("1.200", "Do you mean 1200 or 1.2?"),
        ("-1", "At least 0."),
        ("101", "At most 100."),
        ("1.234567", "At most 2 decimals."),
        ("NaN", "Write a number"),
        ("9" * 20, "too large"),
        ("", "Fill this in"),
    ],
)
def test_a_bad_number_says_why(text: str, error: str) -> None:
    form = TargetForm({"target": text})

    assert error in form.errors["target"][0]


def test_a_stored_share_stands_in_percent() -> None:
    assert 'value="22"' in str(TargetForm(initial={"share": Decimal("0.22")})["share"])


@pytest.mark.parametrize(
    ("data", "changed"), [("22", False), ("22,0", False), ("23", True), ("", True), ("x", True)]
)
def test_a_field_knows_whether_it_changed(data: str, changed: bool) -> None:
    assert ReaderDecimalField(percent=True, required=False).has_changed(Decimal("0.22"), data) is changed


def test_errors_and_hints_are_tied_to_their_field() -> None:
    html = TargetForm({"target": "x"}).render()

    assert 'aria-describedby="id_target_helptext id_target_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_target_error"' in html
    assert "(optional)" in html
