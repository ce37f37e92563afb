"""The structural and flow checks find what is planted in generated organisations, and nothing else."""

from tests.review.situations import SITUATIONS, scores, situations, table


def test_there_are_forty_with_many_troubles() -> None:
    assert len(situations()) == SITUATIONS == 40
    assert len({check for each in situations() for check in each.labels}) >= 35


def test_what_is_planted_is_found_and_nothing_else() -> None:
    off = {check: score for check, score in scores().items() if score.wrong or score.missed}

    assert off == {}


def test_the_command_prints_each_check() -> None:
    assert all(f"\n{check} " in table() for check in scores())
