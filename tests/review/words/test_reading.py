"""Tokens with their places, and the language of a text."""

import pytest

from okrflow.review.words.reading import language_of, read


def test_tokens_keep_their_place_in_the_text() -> None:
    text = "Ada\u200bs ﬁrst  go-live: 30.06.2027, 12 %"
    title = read(text)

    assert [token.text for token in title.tokens] == [
        "adas",
        "first",
        "go",
        "live",
        ":",
        "30.06.2027",
        ",",
        "12",
        "%",
    ]
    assert title.quote(0, 1) == "Ada\u200bs ﬁrst"
    assert title.quote(2, 3) == "go-live"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Petra’s “portal”", ["petra", "portal"]),
        ("rolled-out launch-to-learn", ["rolled", "out", "launch-to-learn"]),
        ("24 → 14", ["24", "->", "14"]),
        ("@ada, ada@northwind.example", ["@ada", ",", "ada@northwind.example"]),
        ("1,200 at 14:00 and Q3/2027", ["1,200", "at", "14:00", "and", "q3/2027"]),
        ("", []),
        ("\u200b", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [token.text for token in read(text).tokens] == tokens


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Launch portal", "en"),
        ("NPS of brokers from 32 to 41", "en"),
        ("Portal live", "en"),
        ("Kundenportal live bis 30. Juni", ""),
        ("Mise en production du portail", ""),
        ("Запустить портал", ""),
        ("ポータル", ""),
        ("Xyzzy", ""),
        ("", ""),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language
