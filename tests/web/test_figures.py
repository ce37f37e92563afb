"""The tags that show figures."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template

from okrflow.flow import ELAPSED, Clock, WorkingClock
from okrflow.web.pictures import spark_line
from okrflow.web.templatetags.figures import (
    clock_note,
    days,
    long_days,
    percent,
    reason_text,
    relative_words,
    unit,
)


def shown(source: str, **context: object) -> str:
    return Template(source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5.94, "5.9\u00a0d"),
        (0.5, "12\u00a0h"),
        (0.01, "0.2\u00a0h"),
        (0, "0.0\u00a0d"),
        (None, "–"),
        (timedelta(days=2), "2.0\u00a0d"),
    ],
)
def test_days(value: object, text: str) -> None:
    assert days(value) == text


OFFICE = WorkingClock(UTC, starts_us=0, day_us=27_000_000_000, weekdays=range(5), holidays=lambda year: ())
"""Days of seven and a half hours."""


@pytest.mark.parametrize(
    ("value", "clock", "text"),
    [
        (5.94, ELAPSED, "5.9\u00a0days"),
        (0.5, ELAPSED, "12\u00a0hours"),
        (5.94, OFFICE, "5.9\u00a0working days"),
        (0.4, OFFICE, "3\u00a0working hours"),
        (2 / 15, OFFICE, "1\u00a0working hour"),
        (None, OFFICE, "–"),
    ],
)
def test_days_in_words(value: float | None, clock: Clock, text: str) -> None:
    assert long_days(value, clock) == text


def test_days_of_a_working_clock_and_what_one_is() -> None:
    assert [days(value, OFFICE) for value in (0.4, 1.2)] == ["3\u00a0h", "1.2\u00a0d"]
    assert clock_note(OFFICE) == "working days of 7.50\u00a0h"


def test_a_share_is_shown_in_percent() -> None:
    assert (percent(0.414), percent(None)) == ("41\u202f%", "–")


@pytest.mark.parametrize(
    ("now", "before", "options", "text"),
    [
        (
            6,
            20,
            'better="down"',
            '<span class="change better">−70&#8239;%<span class="vh"> better than before</span></span>',
        ),
        (
            20,
            6,
            'better="down"',
            '<span class="change worse">+233&#8239;%<span class="vh"> worse than before</span></span>',
        ),
        (
            0.46,
            0.13,
            'better="up" unit="pts"',
            '<span class="change better">+33&#8239;pts<span class="vh"> better than before</span></span>',
        ),
        (
            0.39,
            0.38,
            'better="up" unit="pts"',
            '<span class="change better">+1&#8239;pt<span class="vh"> better than before</span></span>',
        ),
        (5, 5, 'better="up"', '<span class="change">0&#8239;%<span class="vh"> unchanged</span></span>'),
        (8, 5, "", '<span class="change">+60&#8239;%<span class="vh"> than before</span></span>'),
        (None, 5, "", ""),
        (5, None, "", ""),
        (5, 0, "", ""),
    ],
)
def test_a_change_says_better_or_worse(now: object, before: object, options: str, text: str) -> None:
    assert shown(f"{{% change now before {options} %}}", now=now, before=before) == text


def test_a_sparkline_leaves_gaps() -> None:
    assert spark_line([0, None, 2, 1]).path == "M0 25 M64 3 L96 14"


@pytest.mark.parametrize("values", [[], [None, None], [float("nan")]])
def test_a_sparkline_of_nothing_is_nothing(values: list[float | None]) -> None:
    assert shown("{% spark values %}", values=values) == ""


def test_a_constant_line_runs_through_the_middle() -> None:
    assert spark_line([5, 5]).path == "M0 14 L96 14"


def test_a_distribution_says_its_shares() -> None:
    html = shown("{% distribution shares %}", shares={"defect": 0.25, "feature": 0.75, "risk": 0})

    assert 'aria-label="75\u202f% features, 25\u202f% defects"' in html
    assert html.count("<rect") == 2


def test_a_distribution_of_numbers_and_of_nothing() -> None:
    assert "100\u202f% debts" in shown("{% distribution shares %}", shares={3: 1.0})
    assert "Nothing finished" in shown("{% distribution shares %}", shares=None)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ('{% chip "business" %}', "business · lagging"),
        ('{% chip "business" "leading" %}', "business · leading"),
        ('{% chip "flow" "leading" %}', "flow · leading"),
        ('{% chip "team" "leading" %}', "team · telemetry"),
    ],
)
def test_chips_say_kind_and_timing(tag: str, text: str) -> None:
    assert text in shown(tag)


def test_a_progress_bar_is_clipped_and_its_words_are_not() -> None:
    html = shown("{% progress_bar 1.2 0.5 False 'from' 'to' %}")

    assert 'aria-label="120\u202f% of the way, 50\u202f% expected by now"' in html
    assert 'width="200" height="10"/><rect class="now" x="100"' in html


def test_a_missing_value_says_why() -> None:
    assert "Nothing was finished in this period." in shown("{% reason code %}", code="nothing_finished")
    assert reason_text({"reason": "too_few_items"}) == "Too little data: fewer than 10 items."
    assert reason_text("made_up_code") == "Made up code."


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-20, "just now"),
        (-7300, "2\u00a0hours ago"),
        (90_000, "in 1\u00a0day"),
        (-8 * 86_400, "1\u00a0week ago"),
    ],
)
def test_relative_words(seconds: float, words: str) -> None:
    assert relative_words(seconds) == words


def test_an_instant_carries_its_time() -> None:
    at = datetime(2026, 9, 28, 14, 3, tzinfo=UTC)

    assert 'datetime="2026-09-28T14:03:00Z"' in shown("{% ago at %}", at=at)
    assert "28\u00a0Sep\u00a02026,\u00a014:03" in shown("{{ at|instant }}", at=at)
    assert shown("{{ on|local_day }}", on=date(2026, 9, 8)) == "8\u00a0Sep\u00a02026"


def test_units_agree_with_their_number() -> None:
    assert [unit(count, "item,items") for count in (1, 2, 1200)] == [
        "1\u00a0item",
        "2\u00a0items",
        "1\u202f200\u00a0items",
    ]
