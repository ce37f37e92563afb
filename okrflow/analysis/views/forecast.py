"""The page of a stream's forecasts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from okrflow.analysis.forecasts import answers_in_words, how_many_answer, sample_url, when_answer
from okrflow.analysis.forms import ForecastForm
from okrflow.analysis.settling import settled
from okrflow.flow.forecasts import TRIALS
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.work_items import stale
from okrflow.work_items.figures.forecasts import throughput


@require_safe
@stream_view
def forecast_page(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """How many items by a date, when so many are done, what it rests on, and how often it held."""
    stream, now = access.value_stream, timezone.now()
    past = throughput(stream, now=now)
    form = ForecastForm(request.GET.dict(), past=past)
    form.full_clean()
    by, items = form.cleaned_data.get("date"), form.cleaned_data.get("items")
    settling = settled(stream, past)
    context = {
        "form": form,
        "past": past,
        "how_many": how_many_answer(past, by) if by and not past.reason else None,
        "when": when_answer(past, items) if items and not past.reason else None,
        "settling": settling,
        "without_settling": answers_in_words(settling.others, by=by, items=items) if settling else [],
        "tried": past.back_test(),
        "trials": TRIALS,
        "items_url": sample_url(stream, past),
        "is_outdated": not stale.is_up_to_date([stream.pk], now=now),
    }
    return render(request, "analysis/forecast.html", context)
