from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrflow.integrations.reading.dates import instant_reader, possible_days
from okrflow.integrations.reading.errors import RowRejected
from okrflow.integrations.reading.evidence import DateEvidence, fitting

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
UTC_ZONE = ZoneInfo("UTC")


def read(text: str, at_format: str = "iso", zone: ZoneInfo = UTC_ZONE) -> datetime:
    return instant_reader(at_format, zone)(text)


@pytest.mark.parametrize(
    ("text", "at_format", "expected"),
    [
        ("2016-02-29", "iso", datetime(2016, 2, 29, tzinfo=UTC)),
        ("2016-02-29T01:23:45.678Z", "iso", datetime(2016, 2, 29, 1, 23, 45, 678000, tzinfo=UTC)),
        ("2016-02-29 01:23:45,5", "iso", datetime(2016, 2, 29, 1, 23, 45, 500000, tzinfo=UTC)),
        ("2021-01-01T09:00:00.000+0000", "iso", datetime(2021, 1, 1, 9, tzinfo=UTC)),
        ("2021-01-01T09:00:00-05:30", "iso", datetime(2021, 1, 1, 14, 30, tzinfo=UTC)),
        ("2021-01-01 09:00:00 UTC", "iso", datetime(2021, 1, 1, 9, tzinfo=UTC)),
        ("2021/3/4 9:05", "iso", datetime(2021, 3, 4, 9, 5, tzinfo=UTC)),
        ("29/Feb/16 1:23 AM", "iso", datetime(2016, 2, 29, 1, 23, tzinfo=UTC)),
        ("Feb 29, 2016, 12:05:00 PM", "iso", datetime(2016, 2, 29, 12, 5, tzinfo=UTC)),
        ("Mon, 29 Feb 2016 01:23:00 +0100", "iso", datetime(2016, 2, 29, 0, 23, tzinfo=UTC)),
        ("29 February 2016", "iso", datetime(2016, 2, 29, tzinfo=UTC)),
        ("29-02-2016 01:23", "day-first", datetime(2016, 2, 29, 1, 23, tzinfo=UTC)),
        ("5.4.2023", "day-first", datetime(2023, 4, 5, tzinfo=UTC)),
        ("5/31/2023 8:04:10 AM", "month-first", datetime(2023, 5, 31, 8, 4, 10, tzinfo=UTC)),
        ("5/31/2023 12:04 AM", "month-first", datetime(2023, 5, 31, 0, 4, tzinfo=UTC)),
        ("5/31/2023, 8:04:10\u202fPM", "month-first", datetime(2023, 5, 31, 20, 4, 10, tzinfo=UTC)),
        ("05/04/03", "day-first", datetime(2003, 4, 5, tzinfo=UTC)),
        ("05/04/03", "month-first", datetime(2003, 5, 4, tzinfo=UTC)),
        ("05/04/03", "year-first", datetime(2005, 4, 3, tzinfo=UTC)),
        ("1456709000", "seconds", datetime(2016, 2, 29, 1, 23, 20, tzinfo=UTC)),
        ("1456709000000", "milliseconds", datetime(2016, 2, 29, 1, 23, 20, tzinfo=UTC)),
        ("42429.5", "excel", datetime(2016, 2, 29, 12, tzinfo=UTC)),
        ("29.02.2016 klo 01.23", "%d.%m.%Y klo %H.%M", datetime(2016, 2, 29, 1, 23, tzinfo=UTC)),
    ],
)
def test_reads(text: str, at_format: str, expected: datetime) -> None:
    assert read(text, at_format) == expected


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2023-02-30", "31/02/2023", "0001-01-01", "9999-12-31", "1969-12-31", "2200-01-01", "13:00",
     "5/31/2023 13:04 PM", "2023-01-01 25:00", "2023-01-01 10:61", "2023-1", "12/2023", "1" * 1000, "2023-01-01" * 20,
     "٢٠٢٣-٠١-٠١", "2023-01-01T10:00+99:00", "2023-01-01 10:00 CET"],
)  # fmt: skip
def test_rejects(text: str) -> None:
    with pytest.raises(RowRejected):
        read(text, "day-first")


def test_other_order_than_chosen_is_rejected() -> None:
    with pytest.raises(RowRejected, match="day first"):
        read("5/31/2023", "day-first")


def test_naive_instants_are_local_and_offsets_win() -> None:
    assert read("2026-07-01 12:00", zone=BERLIN) == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert read("2026-07-01 12:00Z", zone=BERLIN) == datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_skipped_local_time_is_read_with_the_offset_before() -> None:
    assert read("2026-03-29 02:30", zone=BERLIN) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_repeated_local_time_is_the_first() -> None:
    assert read("2026-10-25 02:30", zone=BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_day_whose_midnight_is_skipped_begins_at_its_first_instant() -> None:
    assert read("2026-09-06", zone=ZoneInfo("America/Santiago")) == datetime(2026, 9, 6, 4, tzinfo=UTC)


WRITTEN = {
    "%Y-%m-%d %H:%M:%S": "iso",
    "%Y/%m/%dT%H:%M:%S": "iso",
    "%d %b %Y %H:%M:%S": "iso",
    "%d/%b/%Y %I:%M:%S %p": "iso",
    "%B %d, %Y %I:%M:%S %p": "iso",
    "%d-%m-%Y %H:%M:%S": "day-first",
    "%d.%m.%Y %H:%M:%S": "day-first",
    "%m/%d/%Y %I:%M:%S %p": "month-first",
    "%d/%m/%y %H:%M:%S": "day-first",
    "%m/%d/%y %H:%M:%S": "month-first",
    "%y-%m-%d %H:%M:%S": "year-first",
}
NAIVE = datetime(1970, 1, 2)  # noqa: DTZ001 (Hypothesis wants naive bounds)
INSTANTS = st.datetimes(NAIVE, NAIVE.replace(year=2068)).map(lambda at: at.replace(microsecond=0))


@given(INSTANTS, st.sampled_from(sorted(WRITTEN)))
def test_round_trip(at: datetime, pattern: str) -> None:
    assert read(at.strftime(pattern), WRITTEN[pattern], ZoneInfo("UTC")) == at.replace(tzinfo=UTC)


@given(INSTANTS, st.sampled_from([BERLIN, NEW_YORK]))
def test_round_trip_with_offset(at: datetime, zone: ZoneInfo) -> None:
    aware = at.replace(tzinfo=zone)

    assert read(aware.isoformat(), zone=BERLIN) == aware.astimezone(UTC)


@given(st.lists(INSTANTS, min_size=1), st.sampled_from(sorted(WRITTEN)))
def test_evidence_never_decides_wrongly(values: list[datetime], pattern: str) -> None:
    evidence = evidence_of(*(at.strftime(pattern) for at in values))

    assert evidence.decided in (None, "iso", WRITTEN[pattern]) or WRITTEN[pattern] == "iso"
    if evidence.decided:
        assert read(values[0].strftime(pattern), evidence.decided) == values[0].replace(tzinfo=UTC)


@given(st.text(max_size=80))
def test_any_text_is_read_or_rejected(text: str) -> None:
    assert isinstance(possible_days(text), dict)
    for at_format in ("day-first", "seconds", "excel"):
        with suppress(RowRejected):
            assert read(text, at_format).tzinfo is UTC


def evidence_of(*values: str) -> DateEvidence:
    evidence = DateEvidence()
    for value in values:
        evidence.add(value, fitting(value))
    return evidence


@pytest.mark.parametrize(
    ("values", "candidates"),
    [
        (["2016-02-29", "29 Feb 2016"], ["iso"]),
        (["05/04/2023", "29/04/2023"], ["day-first"]),
        (["05/04/2023", "04/29/2023"], ["month-first"]),
        (["05/04/2023", "06/07/2023"], ["day-first", "month-first"]),
        (["29/04/2023", "04/29/2023"], ["day-first", "month-first"]),
        (["05/05/2023", "06/06/2023"], ["iso"]),
        (["05/04/03"], ["day-first", "month-first", "year-first"]),
        (["05/04/32"], ["day-first", "month-first"]),
        (["32/04/05"], ["year-first"]),
        (["2016-02-29", "soon", ""], ["iso"]),
        (["1456709000", "1456709001"], ["seconds"]),
        (["1456709000123"], ["milliseconds"]),
        (["yes", "no", "136197"], []),
    ],
)
def test_candidates(values: list[str], candidates: list[str]) -> None:
    assert evidence_of(*values).candidates() == candidates


def test_possible_days_of_two_orders() -> None:
    assert possible_days("5/4/2023") == {"day-first": date(2023, 4, 5), "month-first": date(2023, 5, 4)}


def test_evidence_survives_storing() -> None:
    evidence = evidence_of("05/04/2023", "29/04/2023", "x")

    assert DateEvidence.from_json(evidence.as_json()) == evidence
