"""The first step of an import of OKRs: the file, and where rows belong that do not say it."""

from typing import Any, Final

from django import forms

from okrflow.okr_imports.reading.presets import PRESETS
from okrflow.okr_imports.surroundings import Surroundings

GUESS: Final = ""


class UploadForm(forms.Form):
    file = forms.FileField(
        label="File",
        help_text="CSV or Excel workbook (.xlsx): a row for each key result, or a row each for objectives and "
        "key results, as other tools export them.",
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty. Export the OKRs again, with a header row and one row for each key result.",
        },
    )
    value_stream = forms.ChoiceField(
        label="Value stream",
        help_text="Of rows that name none.",
        error_messages={"required": "Choose whose OKRs these are."},
    )
    preset = forms.ChoiceField(
        label="It comes from",
        required=False,
        choices=[(GUESS, "see by its columns"), *((key, each.label) for key, each in PRESETS.items())],
    )

    def __init__(self, around: Surroundings, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        streams: Any = self.fields["value_stream"]
        streams.choices = around.choosable
        if len(around.choosable) > 1:
            streams.choices = [("", "Choose…"), *around.choosable]
