"""The first step of reading values in: the file."""

from django import forms


class ValuesFileForm(forms.Form):
    file = forms.FileField(
        label="File",
        help_text="CSV or Excel workbook (.xlsx): a date and a value in each row, perhaps a note. A first row with the "
        "names of the columns may be there.",
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty. Export the values again: a date and a value in each row.",
        },
    )
