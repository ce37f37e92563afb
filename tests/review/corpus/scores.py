"""Precision and recall of each wording check on the corpus, and the fragment of the help that shows them."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from okrflow.review.words.ceilings import CEILINGS
from tests.review.corpus.cases import CHECKS, cases, fired

FRAGMENT = Path(__file__).parents[3] / "templates" / "help" / "review_figures.html"
HALVES = ("seen", "unseen")


@dataclass(frozen=True)
class Score:
    """How often a check fired where it should (hits), where it should not (wrong), and did not where it should (missed)."""

    hits: int
    wrong: int
    missed: int

    @property
    def cases(self) -> int:
        return self.hits + self.missed

    @property
    def precision(self) -> Fraction:
        return Fraction(self.hits, self.hits + self.wrong)

    @property
    def recall(self) -> Fraction:
        return Fraction(self.hits, self.cases)


def scores(half: str) -> dict[str, Score]:
    """The score of each check on a half of the corpus."""
    looked = [(case, fired(case.kind, case.text)) for case in cases(half)]
    return {check: _score(check, looked) for check in CEILINGS}


def _score(check: str, looked: list) -> Score:
    pairs = [(check in found, check in case.labels) for case, found in looked if check in CHECKS[case.kind]]
    return Score(pairs.count((True, True)), pairs.count((True, False)), pairs.count((False, True)))


def table() -> str:
    """The scores as text: a row a check, both halves beside each other."""
    head = f"{'check':14}" + "".join(f"{half:>8}: cases precision recall" for half in HALVES)
    rows = [f"{check:14}" + "".join(_columns(scores(half)[check]) for half in HALVES) for check in CEILINGS]
    texts = "texts: " + ", ".join(f"{len(cases(half))} {half}" for half in HALVES)
    return "\n".join([head, *rows, texts])


def _columns(score: Score) -> str:
    return f"{score.cases:15} {float(score.precision):9.2f} {float(score.recall):6.2f}"


def fragment() -> str:
    """The scores on the unseen half as a table of the help, written for the reader's locale by the template."""
    rows = "".join(
        f'<tr><th scope="row">{check}</th><td class="num">{{{{ {score.cases}|number }}}}</td>'
        f'<td class="num">{{{{ {float(score.precision):.3f}|percent }}}}</td>'
        f'<td class="num">{{{{ {float(score.recall):.3f}|percent }}}}</td><td>{CEILINGS[check]}</td></tr>\n'
        for check, score in scores("unseen").items()
    )
    seen, unseen = (len(cases(half)) for half in HALVES)
    return (
        "{% load figures %}{# written by python -m tests.review.corpus --write #}\n"
        f"<p>Measured on {{{{ {unseen}|number }}}} objectives, key results and names of metrics that the checks were "
        f"not tuned on, beside {{{{ {seen}|number }}}} that they were. Both were written by hand for this purpose, "
        "by the authors of the checks: expect less on texts of your own.</p>\n"
        '<div class="card scroll" tabindex="0" role="region" aria-label="How good the wording checks are">'
        '<table class="table dense">\n<thead><tr><th scope="col">Check</th><th scope="col" class="num">Should find</th>'
        '<th scope="col" class="num">Right when it fires</th><th scope="col" class="num">Found</th>'
        '<th scope="col">At most</th></tr></thead>\n<tbody>\n'
        f"{rows}</tbody></table></div>\n"
    )
