"""How good the wording checks have to be on texts never tuned on, and that the help says how good they are."""

from fractions import Fraction

import pytest
from django.template.loader import render_to_string

from okrflow.review.words.ceilings import CEILINGS, LEAST_PRECISION
from tests.review.corpus.cases import CHECKS, cases
from tests.review.corpus.scores import FRAGMENT, fragment, scores, table

LEAST_RECALL = {"RM1": 0.8, "RM4": 0.85, "RM5 number": 0.75, "RM5 delivery": 0.75, "MM2": 0.85}


def test_there_are_enough_texts_of_each_half_and_none_is_in_both() -> None:
    seen, unseen = ({case.text for case in cases(half)} for half in ("seen", "unseen"))

    assert len(seen) + len(unseen) >= 300
    assert not seen & unseen


def test_labels_are_checks_of_the_kind() -> None:
    assert all(case.labels <= set(CHECKS[case.kind]) for half in ("seen", "unseen") for case in cases(half))


def test_a_check_may_warn_if_it_is_right_nine_times_of_ten() -> None:
    measured = {
        check: "warn" if score.precision >= LEAST_PRECISION else "hint"
        for check, score in scores("unseen").items()
    }

    assert measured == CEILINGS


@pytest.mark.parametrize("check", LEAST_RECALL)
def test_recall(check: str) -> None:
    assert scores("unseen")[check].recall >= Fraction(LEAST_RECALL[check])


def test_the_help_shows_the_figures_of_today() -> None:
    assert FRAGMENT.read_text() == fragment(), "run python -m tests.review.corpus --write"


def test_the_fragment_writes_figures_for_the_reader() -> None:
    assert "100\u202f%" in render_to_string("help/review_figures.html")


def test_the_command_prints_each_check() -> None:
    assert all(check in table() for check in CEILINGS)
