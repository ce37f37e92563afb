"""Wanting, claiming, rendering and swapping the progress pages."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from celery import current_app
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from okrflow.progress.contents.overview import overview_of
from okrflow.progress.contents.stream import summary_of
from okrflow.progress.models import RenderedPage
from okrflow.progress.release import release
from okrflow.value_streams.models import ValueStream

RENDER_TASK = "okrflow.progress.tasks.render"


def want(*, organisation_id: int, value_stream_ids: Iterable[int | None] = ()) -> None:
    """Have the organisation's page and those of these streams rendered anew. A burst of changes wakes a worker once."""
    pages = [RenderedPage(organisation_id=organisation_id, value_stream_id=None)]
    pages += [RenderedPage(organisation_id=organisation_id, value_stream_id=pk) for pk in value_stream_ids]
    RenderedPage.objects.bulk_create(pages, ignore_conflicts=True)
    chosen = Q(value_stream=None) | Q(value_stream_id__in=[page.value_stream_id for page in pages[1:]])
    unwanted = RenderedPage.objects.filter(chosen, organisation_id=organisation_id, wanted_at=None)
    if unwanted.update(wanted_at=timezone.now()):
        wake(organisation_id)


def wake(organisation_id: int) -> None:
    """Queue the rendering of what is wanted, on commit. A lost message is made up for within a minute."""
    transaction.on_commit(lambda: current_app.send_task(RENDER_TASK, [organisation_id]), robust=True)


def render_wanted(*, organisation_id: int) -> int:
    """Render the organisation's pages that are wanted; how many."""
    wanted = RenderedPage.objects.wanted(now=timezone.now()).filter(organisation_id=organisation_id)
    pages = wanted.select_related("organisation", "value_stream__organisation").order_by("pk")
    return sum(render_page(page) for page in pages)


def render_page(page: RenderedPage) -> bool:
    """Render one page, unless another worker has just claimed it, and put it in the place of an older one."""
    now = timezone.now()
    mine = RenderedPage.objects.outdated(now=now).filter(pk=page.pk)
    if not mine.update(claimed_at=now, wanted_at=None):
        return False
    html = _html(page, now)
    older = RenderedPage.objects.filter(Q(computed_at=None) | Q(computed_at__lt=now), pk=page.pk)
    older.update(
        html=html, etag=hashlib.sha256(html.encode()).hexdigest()[:32], computed_at=now, release=release()
    )
    RenderedPage.objects.filter(pk=page.pk, claimed_at=now).update(claimed_at=None)
    return True


def _html(page: RenderedPage, now: datetime) -> str:
    if page.value_stream is not None:
        return render_to_string("progress/stream.html", {"page": summary_of(page.value_stream, now=now)})
    return render_to_string("progress/overview.html", {"page": overview_of(page.organisation, now=now)})


def page_of(*, organisation_id: int, value_stream_id: int | None = None) -> RenderedPage:
    """The stored page. One that this release never rendered is rendered here and now, so that nobody waits for a worker."""
    page, _ = RenderedPage.objects.select_related("organisation", "value_stream__organisation").get_or_create(
        organisation_id=organisation_id, value_stream_id=value_stream_id
    )
    if page.release != release() and render_page(page):
        page.refresh_from_db()
    return page


def want_outdated(*, now: datetime) -> int:
    """Want every page that is due though nobody said so, and those of new streams; how many organisations."""
    missing = ValueStream.objects.exclude(
        pk__in=RenderedPage.objects.exclude(value_stream=None).values("value_stream")
    )
    RenderedPage.objects.bulk_create(
        [RenderedPage(organisation_id=stream.organisation_id, value_stream=stream) for stream in missing],
        ignore_conflicts=True,
    )
    outdated = RenderedPage.objects.outdated(now=now)
    organisations = sorted(set(outdated.values_list("organisation_id", flat=True)))
    outdated.filter(wanted_at=None).update(wanted_at=now)
    for organisation_id in organisations:
        wake(organisation_id)
    return len(organisations)
