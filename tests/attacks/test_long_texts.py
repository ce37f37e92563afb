"""Texts made to keep a pattern busy: what reads them takes time in proportion to their length (attack 15)."""

import time
from collections.abc import Callable
from typing import Any, Final

import pytest

from okrflow.accounts.models import User
from okrflow.comments.mentions import mentioned
from okrflow.okr_imports.reading.periods import period_of
from okrflow.review.words.persons import Member, Roster, person_named
from okrflow.review.words.verdicts import dates_only, deliveries_counted, not_an_aim, output
from okrflow.web.markdown import rendered

LENGTH: Final = 100_000
SECONDS: Final = 20
"""Of the processor: many times what it takes, and nothing like what a square of the length would."""
PEOPLE: Final = [
    User(name=f"Ada Maria Lovelace {number}", email=f"ada{number}@x.example") for number in range(50)
]
ROSTER: Final = Roster.of(Member(name=each.name, mail=each.email) for each in PEOPLE)
TEXTS: Final = {
    "letters": "a",
    "spaces": " ",
    "words": "launch ",
    "numbers": "1,000.5 % ",
    "digits": "9",
    "dots": "1.",
    "dates": "2026-07-01 ",
    "quarters": "Q3 2026 ",
    "people": "Ada Maria ",
    "mentions": "@Ada ",
    "ats": "@",
    "mails": "a@b.",
    "hyphens": "re-",
    "marks": "é\u0301",
    "brackets": "[(",
    "stars": "*_`",
    "quotes": "> ",
}
READERS: Final[dict[str, Callable[[str], Any]]] = {
    "output": output,
    "deliveries": deliveries_counted,
    "dates": dates_only,
    "not an aim": not_an_aim,
    "persons": lambda text: person_named(text, ROSTER),
    "mentions": lambda text: mentioned(text, PEOPLE),
    "markdown": rendered,
    "periods": period_of,
}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("reader", READERS)
def test_no_text_keeps_a_reader_busy(reader: str, text: str) -> None:
    whole = (TEXTS[text] * LENGTH)[:LENGTH] + "!"
    before = time.process_time()

    READERS[reader](whole)

    assert time.process_time() - before < SECONDS
