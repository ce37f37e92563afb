"""How alike titles are."""

import time

import pytest

from okrflow.review.words.similarity import Titles, folded, similarity


def test_by_hand() -> None:
    # "  a", " ab", "abc", "bc " against "  a", " ab", "abd", "bd ": two in common of six
    assert similarity("abc", "abd") == pytest.approx(2 / 6)


@pytest.mark.parametrize(
    "same",
    [
        "LAUNCH THE PORTAL",
        "  launch\u00a0 the\tportal ",
        "portal, launch the",
        "Lаunch the pоrtal",  # Cyrillic а and о
        "Lau\u200bnch the por\u00adtal",
        "Ｌａｕｎｃｈ the portal",
    ],
)
def test_writing_changes_nothing(same: str) -> None:
    assert similarity(same, "Launch the portal") == 1


def test_nothing_in_common() -> None:
    assert similarity("flow time", "NPS") == 0
    assert similarity("", "") == 0
    assert similarity("?!", "?!") == 0


def test_it_is_the_same_both_ways_and_between_0_and_1() -> None:
    a, b = "Launch the broker portal", "Broker portal is launched"

    assert similarity(a, b) == similarity(b, a)
    assert 0.6 < similarity(a, b) < 0.9


def test_folded() -> None:
    assert folded("  Ýou’ll  find Łódź-like\u200b things ") == "you ll find lodz like things"


def test_the_most_alike_of_many_titles_come_first() -> None:
    titles = Titles.of(["Faster claims", "Launch the broker portal", "Launch a portal", "Launch a portal"])

    found = titles.like("Launch the portal", least=0.5)

    assert [like.index for like in found] == [1, 2, 3]
    assert found[0].similarity >= found[1].similarity == found[2].similarity


def test_a_thousand_titles_take_under_ten_milliseconds() -> None:
    titles = Titles.of(f"Launch the portal for region {number} and measure it" for number in range(1000))

    fastest = min(_seconds(titles) for _ in range(5))

    assert fastest < 0.01


def _seconds(titles: Titles) -> float:
    start = time.perf_counter()
    titles.like("Roll out the portal in every region", least=0.4)
    return time.perf_counter() - start
