"""Figures in templates: numbers with their unit, change, reason and picture. Built into every template."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from okrflow.flow import ELAPSED, Clock
from okrflow.web import pictures
from okrflow.web.icons import ICONS
from okrflow.web.numbers import editable, format_number, format_share

register = template.Library()

MISSING = "–"
NO_BREAK = "\u00a0"
DAY_SECONDS = 86_400
HOUR_US = 3_600_000_000
MOST_PERCENT = 999
KINDS = ("feature", "defect", "risk", "debt")
PLURALS = {"feature": "features", "defect": "defects", "risk": "risks", "debt": "debts"}

REASONS = {
    "future_period": "The period has not begun yet.",
    "empty_period": "The period has no days.",
    "nothing_finished": "Nothing was finished in this period.",
    "nothing_measurable": "No finished item was ever in active work, so nothing can be measured.",
    "nothing_committed": "Nothing on the plan was committed to this period.",
    "nothing_there": "Nothing is there.",
    "nothing_left": "Nothing left the stage in this period.",
    "too_few_items": "Too little data: fewer than 10 items.",
    "too_few_blocks": "Too little data: the period is too short.",
    "no_clear_bottleneck": "No stage comes first clearly enough.",
    "too_few_days": "Too little to draw from: something happened on fewer than 5 days of the samples.",
    "too_few_values": "Too few values: a trend needs 4 recent ones at least.",
    "too_few_pairs": "Too few pairs of weekly differences: 20 at least.",
    "never_changed": "One of them never changed.",
    "no_metric": "No metric measures it yet.",
    "no_target": "It has no target yet.",
    "baseline_only": "It establishes a baseline, so there is no target to meet.",
    "is_over": "It is over, so nothing is left to foretell.",
    "no_value": "No value yet.",
    "not_begun": "It has not begun yet.",
    "settling": "It is settling: what is finished now was still under way when it began.",
    "nothing_before": "Nothing that could be measured was finished in the 90 days before it began.",
    "nothing_after": "Nothing that went through the change and could be measured is finished yet.",
    "no_kind_in_common": "Before and after there are different kinds of items, which can’t be compared.",
    "before_is_zero": "It was 0 before, so there is no relative change.",
}

CHIPS = {
    "business": ("business", "business", "lagging"),
    "flow": ("flow", "flow", "leading"),
    "team": ("team", "team", "telemetry"),
}


@register.filter
def number(value: Any, digits: int = 0) -> str:
    """`{{ value|number:1 }}`: 1 234.5; a dash for None."""
    return MISSING if value is None else format_number(value, digits)


@register.filter
def signed(value: Any, digits: int = 0) -> str:
    """`{{ value|signed:1 }}`: +1.5, −0.9."""
    return MISSING if value is None else format_number(value, digits, signed=True)


@register.filter
def percent(share: Any, digits: int = 0) -> str:
    """`{{ share|percent }}`: 0.41 as 41 %."""
    return MISSING if share is None else format_share(share, digits)


@register.filter
def days(value: Any, clock: Clock = ELAPSED) -> str:
    """`{{ days|days:clock }}`: 5.9 d; under a day of the clock in its hours: 4 h. A timedelta is taken, too."""
    return MISSING if value is None else _amount(value, clock, short=True)


@register.filter
def long_days(value: Any, clock: Clock = ELAPSED) -> str:
    """`{{ days|long_days:clock }}`: 5.9 days or 5.9 working days; 4 hours or 4 working hours."""
    return MISSING if value is None else _amount(value, clock, short=False)


def _amount(value: Any, clock: Clock, *, short: bool) -> str:
    if hasattr(value, "total_seconds"):
        value = value.total_seconds() / DAY_SECONDS
    if not 0 < abs(value) < 0.95:
        return f"{format_number(value, 1)}{NO_BREAK}{'d' if short else clock.unit}"
    hours = value * clock.day_us / HOUR_US
    amount = format_number(hours, 0 if abs(hours) >= 1 else 1)
    unit = clock.unit.replace("day", "hour")
    return f"{amount}{NO_BREAK}{'h' if short else unit.removesuffix('s') if amount == '1' else unit}"


@register.filter
def clock_note(clock: Clock) -> str:
    """`{{ clock|clock_note }}`: working days of 8 h."""
    return f"{clock.unit} of {clock_hours(clock)}"


def clock_words(clock: Clock) -> str:
    """What durations are read on: elapsed time, or working days of 8 h."""
    return "elapsed time" if clock.name == ELAPSED.name else clock_note(clock)


@register.filter
def clock_hours(clock: Clock) -> str:
    """`{{ clock|clock_hours }}`: 8 h, a day of the clock."""
    hours = clock.day_us / HOUR_US
    return f"{format_number(hours, 0 if hours.is_integer() else 2)}{NO_BREAK}h"


@register.filter
def plain_number(value: Any) -> str:
    """A number as it stands in a field or a data attribute: all its digits, no groups."""
    return "" if value is None else editable(value)


@register.filter
def plain_coordinate(value: float) -> str:
    """A coordinate of a picture: a point as decimal mark, whatever the reader's is."""
    return f"{value:g}"


@register.filter
def local_day(value: Any) -> str:
    """`{{ date|local_day }}`: 28 Sep 2026. An instant: its day in the zone that is active."""
    if value is None:
        return MISSING
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return str(format_date(local, "j M Y")).replace(" ", NO_BREAK)


@register.filter
def instant(value: datetime | None) -> str | SafeString:
    """`{{ datetime|instant }}`: 28 Sep 2026, 14:03, in the reader's zone, as a <time>."""
    if value is None:
        return MISSING
    return format_html('<time datetime="{}">{}</time>', _iso(value), _instant_text(value))


@register.simple_tag
def ago(value: datetime | date | None, now: datetime | None = None) -> str | SafeString:
    """`{% ago instant %}`: "2 minutes ago" or "in 3 days", with the instant itself as title; base.js keeps it true."""
    if value is None:
        return MISSING
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=timezone.get_current_timezone())
    seconds = (value - (now or timezone.now())).total_seconds()
    return format_html(
        '<time datetime="{}" title="{}" data-ago>{}</time>',
        _iso(value),
        _instant_text(value),
        relative_words(seconds),
    )


def relative_words(seconds: float) -> str:
    """-7300 -> "2 hours ago"; the same steps as in base.js."""
    steps = (
        ("year", 31_557_600),
        ("month", 2_629_800),
        ("week", 604_800),
        ("day", 86_400),
        ("hour", 3600),
        ("minute", 60),
    )
    for unit, length in steps:
        if abs(seconds) >= length:
            count = int(abs(seconds) // length)
            words = f"{count}{NO_BREAK}{unit}{'' if count == 1 else 's'}"
            return f"{words} ago" if seconds < 0 else f"in {words}"
    return "just now"


def _iso(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _instant_text(value: datetime) -> str:
    return str(format_date(timezone.localtime(value), "j M Y, H:i")).replace(" ", NO_BREAK)


@register.inclusion_tag("figures/change.html")
def change(
    now: Any, before: Any, better: str = "neither", unit: str = "%", digits: int | None = None
) -> dict[str, object]:
    """How a figure moved against the period before, with better or worse in words.

    `unit` "%": relative; "pts": the difference of two shares in percentage points; else the difference in that unit.
    `better` is "up", "down" or "neither".
    """
    if now is None or before is None or (unit == "%" and not before):
        return {"shown": ""}
    difference = float(now) - float(before)
    if unit == "%":
        amount, places = difference / abs(float(before)) * 100, digits or 0
    elif unit == "pts":
        amount, places = difference * 100, digits or 0
    else:
        amount, places = difference, 1 if digits is None else digits
    shown = format_number(amount, places, signed=True)
    if unit == "%" and amount > MOST_PERCENT:
        shown = f"over +{MOST_PERCENT}"
    same = round(amount, places) == 0
    rose = amount > 0
    verdict = "" if same or better == "neither" else "better" if rose == (better == "up") else "worse"
    return {
        "shown": shown.lstrip("+") if same else shown,
        "unit": "%" if unit == "%" else "pt" if unit == "pts" and shown[1:] == "1" else unit,
        "verdict": verdict,
        "words": "unchanged" if same else f"{verdict} than before" if verdict else "than before",
    }


@register.inclusion_tag("figures/spark.html")
def spark(values: Sequence[Any] | None, label: str = "") -> dict[str, object]:
    """`{% spark values %}`: a line of the values, None leaves a gap. Without `label` it is decoration."""
    return {"line": pictures.spark_line(list(values or [])), "label": label}


@register.inclusion_tag("figures/distribution.html")
def distribution(shares: Any, wide: bool = False) -> dict[str, object]:
    """`{% distribution shares %}`: a stacked bar of the kinds, from a mapping of kind (name or number) to share."""
    parts = pictures.stack(_by_kind(shares))
    words = ", ".join(f"{percent(part.share)} {PLURALS[part.name]}" for part in parts)
    return {"parts": parts, "label": words or "Nothing finished", "wide": wide}


def _by_kind(shares: Any) -> list[tuple[str, float]]:
    """The four kinds in their order; keys may be names, numbers, or members of an enumeration."""
    if shares is None:
        return []
    pairs = shares.items() if isinstance(shares, Mapping) else shares
    found: dict[str, float] = {}
    for kind, share in pairs:
        name = KINDS[int(kind)] if isinstance(kind, int) else str(kind).lower()
        found[name] = float(share or 0)
    return [(kind, found[kind]) for kind in KINDS if kind in found]


@register.inclusion_tag("figures/chip.html")
def chip(kind: str, timing: str = "") -> dict[str, str]:
    """`{% chip metric.kind metric.timing %}`: business · lagging, flow · leading, team · telemetry."""
    css, word, usual = CHIPS[str(kind)]
    return {"css": css, "kind": word, "timing": usual if css == "team" else str(timing or usual)}


@register.inclusion_tag("figures/progress_bar.html")
def progress_bar(
    share: Any, expected: Any = None, behind: bool = False, low: Any = "", high: Any = ""
) -> dict[str, object]:
    """`{% progress_bar share expected behind %}`: a share of the way, where it should be by now, and the ends' labels.

    Shares may be below 0 and above 1: the bar is clipped, the words are not.
    """
    words = "No value yet" if share is None else f"{percent(share)} of the way"
    if expected is not None:
        words += f", {percent(expected)} expected by now"
    return {
        "width": _clipped(share),
        "mark": None if expected is None else min(_clipped(expected), 198.0),
        "behind": behind,
        "words": words,
        "low": low,
        "high": high,
    }


def _clipped(share: Any) -> float:
    return 0.0 if share is None else round(min(1.0, max(0.0, float(share))) * 200, 1)


@register.inclusion_tag("figures/reason.html")
def reason(figure: Any = None) -> dict[str, str]:
    """`{% reason figure %}`: a dash with why there is no value, from a code or from anything that has `reason`."""
    return {"text": reason_text(figure)}


@register.filter
def reason_text(figure: Any) -> str:
    """The sentence for a reason's code, or for that of anything that has `reason`."""
    code = figure.get("reason") if isinstance(figure, Mapping) else getattr(figure, "reason", figure)
    name = str(getattr(code, "value", code) or "no_value")
    return REASONS.get(name, name.replace("_", " ").capitalize() + ".")


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "add" %}`: an icon beside a word; never alone without one."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', ICONS[name]
    )


@register.filter
def unit(value: Any, name: str) -> str:
    """`{{ count|unit:"item,items" }}`: 1 item, 12 items; `{{ value|unit:"EUR" }}`: 12 EUR; None stays a dash."""
    if value is None:
        return MISSING
    one, _, many = name.partition(",")
    digits = 0 if isinstance(value, int) or value == int(value) else 1
    word = one if not many or value == 1 else many
    return f"{format_number(value if isinstance(value, (int, float, Decimal)) else float(value), digits)}{NO_BREAK}{word}"
