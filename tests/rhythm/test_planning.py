"""Who gets a mail this morning, and that it is planned once."""

from datetime import date, timedelta

import pytest

from okrflow.okrs.models import KeyResult
from okrflow.okrs.services import check_in
from okrflow.organisations.models import Organisation
from okrflow.rhythm.models import Channel, MailKind, Sending
from okrflow.rhythm.services.planning import plan_mails
from tests.make import july
from tests.metrics.northwind import Northwind
from tests.okrs.given import rights
from tests.rhythm.conftest import MONDAY, reach

TUESDAY, SATURDAY = july(21, 9), july(25, 9)


def planned(kind: MailKind | None = None) -> list[str]:
    rows = Sending.objects.order_by("membership__user__name", "pk")
    if kind is not None:
        rows = rows.filter(kind=kind)
    return [each.membership.user.name for each in rows.select_related("membership__user")]


@pytest.fixture
def no_digests(nw: Northwind) -> None:
    for name in ("ada", "adam", "ben", "mia", "vic", "lin"):
        reach(nw, name, digest=False)
    nw.contoso.memberships.all().delete()


def test_on_monday_morning_everybody_gets_the_digest_once(nw: Northwind) -> None:
    plan_mails(now=july(20, 7))
    assert planned() == []

    for minutes in (0, 10, 180):
        plan_mails(now=july(20, 8) + timedelta(minutes=minutes))

    assert planned() == ["Ada", "Adam", "Ben", "Lin", "Mia", "Olga", "Vic"]
    assert set(Sending.objects.values_list("kind", "period")) == {("digest", "2026-W30")}


def test_it_comes_in_the_persons_own_morning(nw: Northwind) -> None:
    Organisation.objects.filter(pk=nw.organisation.pk).update(time_zone="America/New_York")
    nw.mia.time_zone = "Asia/Kolkata"
    nw.mia.save()

    plan_mails(now=july(20, 3))
    assert planned() == ["Mia"]
    plan_mails(now=july(20, 9))
    assert planned() == ["Mia", "Olga"]
    plan_mails(now=july(20, 13))
    assert planned() == ["Ada", "Adam", "Ben", "Lin", "Mia", "Olga", "Vic"]


def test_the_weekday_and_quiet_days_are_ones_own(nw: Northwind) -> None:
    reach(nw, "mia", digest_weekday=1)
    reach(nw, "ben", quiet_weekdays=[0, 1])
    reach(nw, "vic", digest=False)
    reach(nw, "lin", channel=Channel.INBOX)
    reach(nw, "adam", away_from=date(2026, 7, 13), away_to=date(2026, 7, 21))

    plan_mails(now=MONDAY)
    assert planned() == ["Ada", "Olga"]
    plan_mails(now=TUESDAY)
    assert planned() == ["Ada", "Mia", "Olga"]
    plan_mails(now=july(22, 9))
    assert planned() == ["Ada", "Adam", "Ben", "Mia", "Olga"]


def test_weekends_are_quiet_unless_one_wants_it_otherwise(nw: Northwind) -> None:
    reach(nw, "mia", digest_weekday=5, quiet_weekdays=[])

    plan_mails(now=SATURDAY)

    assert planned() == ["Mia"]


def test_a_morning_without_a_worker_is_made_up_for_the_next_day(nw: Northwind) -> None:
    plan_mails(now=TUESDAY)

    assert len(planned(MailKind.DIGEST)) == 7


@pytest.mark.usefixtures("no_digests")
def test_a_reminder_goes_to_whom_a_check_in_waits_for(nw: Northwind, more: KeyResult) -> None:
    plan_mails(now=MONDAY)
    plan_mails(now=MONDAY + timedelta(minutes=10))

    assert planned() == ["Mia"]
    assert Sending.objects.get().kind == MailKind.REMINDER


@pytest.mark.usefixtures("no_digests")
def test_it_is_repeated_every_third_day_and_never_at_once_with_a_digest(
    nw: Northwind, more: KeyResult
) -> None:
    days = []
    for day in (15, 16, 17, 20, 21, 22, 23):
        before = Sending.objects.count()
        plan_mails(now=july(day, 9) - timedelta(minutes=day))
        days += [day] * (Sending.objects.count() - before)
    assert days == [15, 20, 23]

    reach(nw, "mia", digest=True, digest_weekday=4)
    plan_mails(now=july(24, 9))
    assert planned(MailKind.DIGEST) == ["Mia"]
    plan_mails(now=july(27, 8))
    assert Sending.objects.count() == 4 + 1, "three days after the digest it is a reminder again"


@pytest.mark.usefixtures("no_digests")
def test_none_for_who_has_just_checked_in_or_wants_none(nw: Northwind, more: KeyResult) -> None:
    check_in(rights=rights(nw, "mia"), key_result=more, note="Fine", now=july(20, 7))
    plan_mails(now=MONDAY)
    assert planned() == []

    reach(nw, "mia", reminders=False, digest=False)
    plan_mails(now=july(28, 9))
    assert planned() == []


@pytest.mark.usefixtures("no_digests")
def test_the_deputy_is_reminded_meanwhile(nw: Northwind, more: KeyResult) -> None:
    deputy = nw.access("ben").membership
    reach(nw, "mia", digest=False, away_from=date(2026, 7, 18), away_to=date(2026, 7, 26), deputy=deputy)

    plan_mails(now=MONDAY)

    assert planned() == ["Ben"]


def test_who_is_not_active_gets_nothing(nw: Northwind, more: KeyResult) -> None:
    nw.mia.is_active = False
    nw.mia.save()

    plan_mails(now=MONDAY)

    assert "Mia" not in planned()
