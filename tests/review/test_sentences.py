"""Every sentence is fit to be read, and says a number in the reader's way."""

from dataclasses import replace
from string import Formatter

import pytest

from okrflow.review.families import CHECKS
from okrflow.review.sentences import message
from okrflow.web.numbers import decimal_mark
from tests.review import make

SENTENCES = [
    (f"{check.id} {wording}", sentence)
    for check in CHECKS.values()
    for wording, sentence in {"": check.sentence, **check.variants}.items()
]


@pytest.mark.parametrize(("name", "sentence"), SENTENCES)
def test_plain_sentences(name: str, sentence: tuple[str, str]) -> None:
    for text in sentence:
        assert text.endswith((".", "?")) and "!" not in text
        assert all(field is None or field.isidentifier() for _, field, _, _ in Formatter().parse(text))


def test_each_check_names_its_source() -> None:
    assert all(check.look.__doc__ and check.look.__doc__.startswith(check.id) for check in CHECKS.values())


def test_numbers_have_the_readers_decimal_mark() -> None:
    result = make.lowering(baseline=None, metric=make.flow())
    equal = replace(result, baseline=result.target)
    found = make.one(make.snapshot(make.objective(key_results=(equal,))), "CR1")
    mark = decimal_mark.set(",")

    try:
        assert "14,0" in message(found)
    finally:
        decimal_mark.reset(mark)
