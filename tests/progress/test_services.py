"""Pages are wanted, claimed, rendered and swapped; nothing is lost on the way."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from okrflow.metrics.signals import measured
from okrflow.okrs.signals import okrs_changed
from okrflow.progress import services, stored, tasks
from okrflow.progress.models import RenderedPage
from okrflow.web.numbers import decimal_mark, format_number
from okrflow.work_items.refresh import refresh_stream
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent() -> list[list[int]]:
    """What would have been queued."""
    with mock.patch.object(services.current_app, "send_task") as send:
        yield send.mock_calls


def test_a_burst_of_changes_wakes_a_worker_once(
    sent: list[object], django_capture_on_commit_callbacks: object
) -> None:
    policy = make.value_stream(make.organisation())

    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(5):
            okrs_changed.send(None, organisation_id=policy.organisation_id, value_stream_id=policy.pk)
            measured.send(None, organisation_id=policy.organisation_id, metric_ids={1})

    assert sent.count(mock.call(services.RENDER_TASK, [policy.organisation_id])) == 1
    assert set(RenderedPage.objects.values_list("value_stream_id", flat=True)) == {None, policy.pk}


def test_rendering_settles_what_was_wanted() -> None:
    policy = make.value_stream(make.organisation())
    services.want(organisation_id=policy.organisation_id, value_stream_ids=[policy.pk])

    rendered = make.pages(policy.organisation)
    again = make.pages(policy.organisation)

    assert (rendered, again) == (1 + len(stored.names()), 0)
    for page in RenderedPage.objects.all():
        assert page.html
        assert page.wanted_at is page.claimed_at is None


def test_a_refresh_comes_in_between_the_pages(
    sent: list[object], django_capture_on_commit_callbacks: object
) -> None:
    organisation = make.organisation()
    make.value_stream(organisation)
    services.want_outdated(now=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        services.render_next(organisation_id=organisation.pk)

    assert RenderedPage.objects.exclude(html="").count() == 1
    assert sent[-1] == mock.call(services.RENDER_TASK, [organisation.pk])


def test_a_page_that_cannot_be_rendered_keeps_no_other_waiting(
    sent: list[object], django_capture_on_commit_callbacks: object
) -> None:
    organisation = make.organisation()
    services.want(organisation_id=organisation.pk)

    with (
        django_capture_on_commit_callbacks(execute=True),
        mock.patch.object(services, "_html", side_effect=ZeroDivisionError),
        pytest.raises(ZeroDivisionError),
    ):
        services.render_next(organisation_id=organisation.pk)

    assert sent == [mock.call(services.RENDER_TASK, [organisation.pk])]
    assert not services.render_next(organisation_id=organisation.pk)


def test_a_change_while_a_page_is_rendered_is_wanted_again() -> None:
    organisation = make.organisation()
    services.want(organisation_id=organisation.pk)

    def changes_meanwhile(*_: object) -> str:
        services.want(organisation_id=organisation.pk)
        return "<p>of before the change</p>"

    with mock.patch.object(services, "_html", changes_meanwhile):
        services.render_next(organisation_id=organisation.pk)

    assert RenderedPage.objects.get().wanted_at is not None


def test_a_page_claimed_by_a_worker_that_died_is_rendered_by_another() -> None:
    organisation = make.organisation()
    dead_since = timezone.now() - timedelta(minutes=3)
    RenderedPage.objects.create(organisation=organisation, name="overview", claimed_at=dead_since)

    assert make.pages(organisation) == 1
    assert RenderedPage.objects.get().claimed_at is None


def test_a_late_worker_does_not_replace_a_newer_page() -> None:
    organisation = make.organisation()
    page = RenderedPage.objects.create(organisation=organisation, name="overview", wanted_at=timezone.now())

    def overtaken(*_: object) -> str:
        later = timezone.now() + timedelta(seconds=1)
        RenderedPage.objects.update(html="newer", computed_at=later)
        return "older"

    with mock.patch.object(services, "_html", overtaken):
        services.render_page(page)

    assert RenderedPage.objects.get().html == "newer"


def test_the_minutely_look_finds_what_no_message_told(sent: list[object]) -> None:
    policy = make.value_stream(make.organisation())
    make.item(policy, "P-1", make.event(make.july(1), "active"))
    an_hour_ago = timezone.now() - timedelta(hours=1, minutes=1)
    RenderedPage.objects.create(organisation=policy.organisation, name="overview", computed_at=an_hour_ago)

    with mock.patch("okrflow.progress.tasks.stale.wake") as wake:
        tasks.find_due_work()

    wake.assert_called_once_with([policy.pk])
    wanted = RenderedPage.objects.filter(wanted_at__isnull=False)
    assert set(wanted.values_list("name", flat=True)) == {stored.OVERVIEW, *stored.names()}


def test_a_refresh_makes_the_pages_of_its_streams_wanted(django_capture_on_commit_callbacks: object) -> None:
    policy = make.value_stream(make.organisation())
    make.item(policy, "P-1", make.event(make.july(1), "active"))

    with django_capture_on_commit_callbacks(execute=True):
        refresh_stream(policy)

    wanted = RenderedPage.objects.filter(wanted_at__isnull=False)
    assert set(wanted.values_list("value_stream_id", flat=True)) == {None, policy.pk}


def test_a_page_of_an_earlier_release_is_rendered_anew() -> None:
    organisation = make.organisation()
    now = timezone.now()
    RenderedPage.objects.create(
        organisation=organisation, name="overview", html="old", release="earlier", computed_at=now
    )

    page = services.page_of(organisation_id=organisation.pk)

    assert page.html != "old"
    assert services.page_of(organisation_id=organisation.pk).computed_at == page.computed_at


def test_numbers_of_a_stored_page_have_the_decimal_mark_of_its_reader() -> None:
    organisation = make.organisation()

    def one_and_a_half(*_: object) -> str:
        return format_number(1.5, 1)

    with mock.patch.object(services, "_html", one_and_a_half):
        page = services.page_of(organisation_id=organisation.pk)
    token = decimal_mark.set(",")
    try:
        shown = services.html_for(page)
    finally:
        decimal_mark.reset(token)

    assert (shown, services.html_for(page)) == ("1,5", "1.5")


@pytest.fixture
def on_demand() -> str:
    """The name of a page that is kept ready only while somebody reads it."""
    page = stored.StoredPage(name="rarely", render=lambda stream, now: "<p>rare</p>", always=False)
    with mock.patch.dict(stored._OF_STREAMS, {page.name: page}):
        yield page.name


def test_a_page_on_demand_is_kept_ready_while_it_is_read_and_then_given_up(
    on_demand: str, sent: list[object]
) -> None:
    policy = make.value_stream(make.organisation())
    services.want(organisation_id=policy.organisation_id, value_stream_ids=[policy.pk])
    assert not RenderedPage.objects.filter(name=on_demand).exists()

    page = services.page_of(organisation_id=policy.organisation_id, value_stream_id=policy.pk, name=on_demand)
    services.want(organisation_id=policy.organisation_id, value_stream_ids=[policy.pk])
    kept = RenderedPage.objects.get(name=on_demand)
    services.want_outdated(now=timezone.now() + timedelta(days=15))

    assert page.html == "<p>rare</p>"
    assert kept.wanted_at is not None
    assert not RenderedPage.objects.filter(name=on_demand).exists()
    assert RenderedPage.objects.filter(name=stored.SUMMARY).exists()
