"""Wanting, claiming, rendering and swapping the stored pages."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from celery import current_app
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from okrflow.progress import stored
from okrflow.progress.models import RenderedPage
from okrflow.progress.release import release
from okrflow.value_streams.models import ValueStream
from okrflow.web.numbers import decimal_mark

RENDER_TASK: Final = "okrflow.progress.tasks.render"
READ_AGAIN: Final = timedelta(days=1)
ANY_DECIMAL_MARK: Final = "\ue000"
"""Stands in stored pages where each reader sees their own decimal mark; a character that no text uses."""


def want(*, organisation_id: int, value_stream_ids: Iterable[int | None] = ()) -> None:
    """Have the organisation's page and those of these streams rendered anew. A burst of changes wakes a worker once."""
    streams = [pk for pk in value_stream_ids if pk is not None]
    pages = [RenderedPage(organisation_id=organisation_id, name=stored.OVERVIEW)]
    pages += [_row(organisation_id, pk, name) for pk in streams for name in stored.names()]
    RenderedPage.objects.bulk_create(pages, ignore_conflicts=True)
    chosen = Q(value_stream=None) | Q(value_stream_id__in=streams)
    unwanted = RenderedPage.objects.filter(chosen, organisation_id=organisation_id, wanted_at=None)
    if unwanted.update(wanted_at=timezone.now()):
        wake(organisation_id)


def _row(organisation_id: int, value_stream_id: int, name: str) -> RenderedPage:
    return RenderedPage(organisation_id=organisation_id, value_stream_id=value_stream_id, name=name)


def wake(organisation_id: int) -> None:
    """Queue the rendering of what is wanted, on commit. A lost message is made up for within a minute."""
    transaction.on_commit(lambda: current_app.send_task(RENDER_TASK, [organisation_id]), robust=True)


def render_next(*, organisation_id: int) -> bool:
    """Render one of the organisation's pages that are wanted, its overview first; whether there was any.

    The next one is queued behind what waits meanwhile: a refresh never stands behind all pages of an organisation.
    """
    wanted = RenderedPage.objects.wanted(now=timezone.now()).filter(organisation_id=organisation_id)
    page = wanted.select_related("organisation", "value_stream__organisation").order_by("pk").first()
    if page is None:
        return False
    try:
        render_page(page)
    finally:
        wake(organisation_id)
    return True


def render_page(page: RenderedPage) -> bool:
    """Render one page, unless another worker has just claimed it, and put it in the place of an older one."""
    now = timezone.now()
    mine = RenderedPage.objects.outdated(now=now).filter(pk=page.pk)
    if not mine.update(claimed_at=now, wanted_at=None):
        return False
    with _for_every_reader():
        html = _html(page, now)
    older = RenderedPage.objects.filter(Q(computed_at=None) | Q(computed_at__lt=now), pk=page.pk)
    older.update(
        html=html, etag=hashlib.sha256(html.encode()).hexdigest()[:32], computed_at=now, release=release()
    )
    RenderedPage.objects.filter(pk=page.pk, claimed_at=now).update(claimed_at=None)
    return True


@contextmanager
def _for_every_reader() -> Iterator[None]:
    """Numbers are written with a mark that `html_for` replaces by the reader's own."""
    token = decimal_mark.set(ANY_DECIMAL_MARK)
    try:
        yield
    finally:
        decimal_mark.reset(token)


def html_for(page: RenderedPage) -> str:
    """The stored page as the present reader reads numbers."""
    return page.html.replace(ANY_DECIMAL_MARK, decimal_mark.get())


def _html(page: RenderedPage, now: datetime) -> str:
    if page.value_stream is None:
        return stored.html_of_organisation(page.organisation, now)
    return stored.html_of_stream(page.name, page.value_stream, now)


def page_of(
    *, organisation_id: int, value_stream_id: int | None = None, name: str = stored.OVERVIEW
) -> RenderedPage:
    """The stored page. One that this release never rendered is rendered here and now, so that nobody waits for a worker."""
    page, _ = RenderedPage.objects.select_related("organisation", "value_stream__organisation").get_or_create(
        organisation_id=organisation_id, value_stream_id=value_stream_id, name=name
    )
    _remember_reading(page, timezone.now())
    if page.release != release() and render_page(page):
        page.refresh_from_db()
    return page


def _remember_reading(page: RenderedPage, now: datetime) -> None:
    """Once a day is enough to know what is read."""
    if page.read_at is None or page.read_at < now - READ_AGAIN:
        RenderedPage.objects.filter(pk=page.pk).update(read_at=now)


def _give_up(now: datetime) -> None:
    """Delete the pages that nobody reads and that need not be ready, and those that this release does not know."""
    ready = [stored.OVERVIEW, *stored.names()]
    RenderedPage.objects.unread(now=now).exclude(name__in=ready).delete()
    RenderedPage.objects.exclude(name__in=stored.known()).delete()


def want_outdated(*, now: datetime) -> int:
    """Want every page that is due though nobody said so, and those of new streams; how many organisations."""
    _give_up(now)
    for name in stored.names():
        there = RenderedPage.objects.filter(name=name).exclude(value_stream=None).values("value_stream")
        missing = ValueStream.objects.exclude(pk__in=there).values_list("organisation_id", "pk")
        RenderedPage.objects.bulk_create(
            [_row(organisation_id, pk, name) for organisation_id, pk in missing], ignore_conflicts=True
        )
    outdated = RenderedPage.objects.outdated(now=now)
    organisations = sorted(set(outdated.values_list("organisation_id", flat=True)))
    outdated.filter(wanted_at=None).update(wanted_at=now)
    for organisation_id in organisations:
        wake(organisation_id)
    return len(organisations)
