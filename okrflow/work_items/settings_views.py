"""What a stream's statuses mean: the page that needs to know which ones its items were ever in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.value_streams.services import map_statuses
from okrflow.web.refusals import Refused
from okrflow.work_items.settings_forms import StatusForm, StatusFormSet, known_names, rows_of


@require_http_methods(["GET", "POST"])
@stream_view
def statuses(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """Seen by all members, changed by those who set the stream up."""
    stream, options = access.value_stream, {"value_stream": access.value_stream}
    if request.method == "POST":
        access.require("sets_up")
    rows = rows_of(stream)
    formset = StatusFormSet(request.POST or None, initial=rows, form_kwargs=options, prefix="status")
    added = StatusForm(request.POST or None, prefix="new", **options)
    if request.method == "POST" and formset.is_valid() and added.is_valid():
        given = [stage for form in [*formset, added] if (stage := form.given()) is not None]
        try:
            changed = map_statuses(value_stream=stream, mapping=given)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            text = (
                "The statuses are saved. The figures are being counted anew."
                if changed
                else "Nothing was changed."
            )
            messages.success(request, text)
            return redirect(request.path)
    items = {row["name"]: row.get("items") for row in rows}
    context = {
        "formset": formset,
        "lines": [
            (form, name, items.get(name)) for form in formset for name in [str(form["name"].value() or "")]
        ],
        "added": added,
        "known": known_names(stream),
        "unmapped": sum(row.get("items") is not None for row in rows),
    }
    return render(request, "work_items/statuses.html", context)
