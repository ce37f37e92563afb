"""MM2: who is named, and who is not."""

import pytest

from okrflow.review.words.persons import Member, Roster, person_named

ROSTER = Roster.of(
    [
        Member("Petra Kovács", "petra.kovacs@example.com", "pkovacs"),
        Member("Ben O’Connor", "ben@example.com"),
        Member("Jean-Luc Moreau", "jl@example.com", "planner"),
        Member("Grace Baker", "grace@example.com", "grb"),
        Member("Ada", "ada@example.com"),
        Member("", "", ""),
    ]
)


@pytest.mark.parametrize(
    ("text", "name", "quote"),
    [
        ("Petra Kovács leads", "Petra Kovács", "Petra Kovács"),
        ("PETRA KOVACS leads", "Petra Kovács", "PETRA KOVACS"),
        ("Kovács, Petra", "Petra Kovács", "Kovács, Petra"),
        ("Kovács Petra leads", "Petra Kovács", "Kovács Petra"),
        ("P. Kovács leads", "Petra Kovács", "P. Kovács"),
        ("Portal of Petra's brokers", "Petra Kovács", "Petra's"),
        ("Ms Kovács leads", "Petra Kovács", "Ms Kovács"),
        ("B. OConnor leads", "Ben O’Connor", "B. OConnor"),
        ("Jean Luc Moreau leads", "Jean-Luc Moreau", "Jean Luc Moreau"),
        ("Mail ben@example.com first", "Ben O’Connor", "ben@example.com"),
        ("@grb leads", "Grace Baker", "@grb"),
        ("Claims of pkovacs", "Petra Kovács", "pkovacs"),
        ("petra.kovacs leads the team", "Petra Kovács", "petra.kovacs"),
        ("Grace Baker's branch", "Grace Baker", "Grace Baker's"),
        ("Petra Kovács baut das Portal", "Petra Kovács", "Petra Kovács"),
        ("ben@example.com baut das Portal", "Ben O’Connor", "ben@example.com"),
    ],
)
def test_members_are_found(text: str, name: str, quote: str) -> None:
    found = person_named(text, ROSTER)

    assert (found and found.name, found and found.quote) == (name, quote)


@pytest.mark.parametrize(
    "text",
    [
        "A grace period for customers",
        "Every baker in the region",
        "The planner is used by 40 %",
        "A baker orders online",
        "Petra baut das Portal",
        "Write to sales@example.com",
        "@nobody leads",
        "",
    ],
)
def test_words_are_nobody(text: str) -> None:
    assert person_named(text, ROSTER) is None


def test_an_organisation_without_members() -> None:
    assert person_named("Petra Kovács leads", Roster.of([])) is None
