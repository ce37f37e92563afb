"""Case, spacing, look-alikes and synonyms of one list change no verdict."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrflow.review.words import english
from okrflow.review.words.reading import read
from okrflow.review.words.verdicts import not_an_aim, output
from tests.review.corpus.cases import Case, cases, fired

CYRILLIC = str.maketrans("aeopcxyijsAEOPCXYKMTBH", "аеорсхуіјѕАЕОРСХУКМТВН")
GREEK = str.maketrans("ovABEZHIKMNOPTYX", "ονΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")
CHANGES: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "lower case": str.lower,
    "wide spaces": lambda text: text.replace(" ", " \u00a0\t "),
    "blanks around": lambda text: f"  {text}\n",
    "zero width": lambda text: "\u200b".join(text),
    "soft hyphens": lambda text: text.replace("a", "a\u00ad"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "full width": lambda text: "".join(
        chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text
    ),
    "Cyrillic letters": lambda text: text.translate(CYRILLIC),
    "Greek letters": lambda text: text.translate(GREEK),
    "curly apostrophes": lambda text: text.replace("'", "’"),
    "long dashes": lambda text: text.replace("-", "–").replace("–>", "→"),
}
ALL: list[Case] = [*cases("seen"), *cases("unseen")]


@pytest.mark.parametrize("change", CHANGES)
def test_writing_changes_no_verdict(change: str) -> None:
    changed = [
        case.text
        for case in ALL
        if fired(case.kind, case.text) != fired(case.kind, CHANGES[change](case.text))
    ]

    assert changed == []


@pytest.mark.parametrize(
    "title",
    ["{} the new archive", "We will {} the archive for brokers", "Successfully {} an archive by 30 June"],
)
@pytest.mark.parametrize(
    "verbs",
    [english.TECHNICAL, english.LAUNCHING, english.CRAFTING],
    ids=["technical", "launching", "crafting"],
)
def test_synonyms_of_a_verb_change_no_verdict(title: str, verbs: frozenset[str]) -> None:
    alone = sorted(verbs - english.PHRASAL.keys())

    assert [verb for verb in alone if output(title.format(verb)) is None] == []
    assert [verb for verb in alone if not not_an_aim(title.format(verb))] == []


@pytest.mark.parametrize(
    "title", ["Launch the new {}", "The {} has been launched", "The {} is live", "Completion of the {}"]
)
def test_synonyms_of_a_thing_change_no_verdict(title: str) -> None:
    assert [thing for thing in sorted(english.THINGS) if output(title.format(thing)) is None] == []


@pytest.mark.parametrize("title", ["Build {} for brokers", "Create a new {}", "Develop {}"])
def test_synonyms_of_an_effect_change_no_verdict(title: str) -> None:
    assert [effect for effect in sorted(english.EFFECTS) if output(title.format(effect))] == []


WORDS = [
    "launch",
    "the",
    "3",
    "of",
    "%",
    "-",
    ":",
    ".",
    "→",
    "30",
    "June",
    "portal",
    "@ada",
    "is",
    "live",
    "“",
    "'",
    "to",
    "¼",
]


@given(st.text(max_size=60) | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_text_is_read_and_each_token_stands_in_it(text: str) -> None:
    for kind in ("key_results", "objectives", "metrics"):
        fired(kind, text)

    tokens = read(text).tokens
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)
