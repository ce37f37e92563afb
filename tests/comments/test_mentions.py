"""Whom a text names."""

import pytest

from okrflow.accounts.models import User
from okrflow.comments.mentions import mentioned, suggested


def people(*names: str) -> list[User]:
    return [
        User(pk=number, name=name, email=f"{name.split()[-1].lower()}{number}@x.example")
        for number, name in enumerate(names)
    ]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Ada Lovelace, look", ["Ada Lovelace"]),
        ("@ada lovelace and @Ben", ["Ada Lovelace", "Ben"]),
        ("@lovelace0 please", ["Ada Lovelace"]),
        ("@Ada, please", ["Ada Lovelace"]),
        ("@Adam is another", ["Adam"]),
        ("@adamant", []),
        ("write to me@ada.example", []),
        ("x@Ada", []),
        ("@@Ada", []),
        ("@Ben @ben (@Ben)", ["Ben"]),
        ("@", []),
        ("nobody", []),
    ],
)
def test_names_are_found_as_whole_words(text: str, named: list[str]) -> None:
    found = mentioned(text, people("Ada Lovelace", "Adam", "Ben"))

    assert [person.name for person in found] == named


def test_a_first_name_that_two_have_names_neither() -> None:
    both = people("Ada Lovelace", "Ada Byron")

    assert mentioned("@Ada", both) == []
    assert mentioned("@Ada Byron", both) == both[1:]


def test_suggestions_go_by_any_part_of_the_name() -> None:
    everybody = people("Ada Lovelace", "Ben", "Lou Adams")

    assert [each.name for each in suggested("@ad", everybody, most=10)] == ["Ada Lovelace", "Lou Adams"]
    assert len(suggested("", everybody, most=2)) == 2
