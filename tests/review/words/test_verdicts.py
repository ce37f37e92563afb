"""RM1, RM2, RM4, RM5: what the wording of a title says, and with which words."""

import pytest

from okrflow.review.words.verdicts import (
    InObjective,
    Wording,
    dates_only,
    deliveries_counted,
    not_an_aim,
    output,
)


def _quotes(wording: Wording | None) -> list[str]:
    return list(wording.quotes) if wording else []


@pytest.mark.parametrize(
    ("title", "quote"),
    [
        ("Launch the new portal", "Launch the new portal"),
        ("We will launch the portal for brokers", "launch the portal"),
        ("Team Claims launches the assistant", "launches the assistant"),
        ("Building a data warehouse", "Building a data warehouse"),
        ("Roll out the search", "Roll out the search"),
        ("Digitize the archive", "Digitize the archive"),
        ("Re-launch the portal", "Re-launch the portal"),
        ("Revamp the booking engine", "Revamp the booking engine"),
        ("The portal has been launched", "The portal has been launched"),
        ("Handbook printed", "Handbook printed"),
        ("15 stores opened", "15 stores opened"),
        ("By 30 June 2027 all forms will be published", "all forms will be published"),
        ("Completion of the migration", "Completion of the migration"),
        ("Core banking migration", "Core banking migration"),
        ("Portal is live on every ward", "Portal is live"),
        ("Rating tool in production", "Rating tool in production"),
        ("Put the status page online", "Put the status page"),
        ("Launch the portal in 3 months", "Launch the portal"),
        ("Deliver 6 of 8 work packages", "Deliver 6 of 8 work packages"),
    ],
)
def test_outputs(title: str, quote: str) -> None:
    assert quote in _quotes(output(title))[0]


@pytest.mark.parametrize(
    "title",
    [
        "Build time from 48 to 15 min",
        "Launch-to-learn time under 2 weeks",
        "Release quality as customers rate it",
        "Launch the app and bring sign-ups from 200 to 500",
        "Parcels delivered to the neighbour of choice",
        "Customers who were migrated feel at home",
        "Fewer releases need a hotfix",
        "Reduce calls after the portal is live",
        "The released version crashes less",
        "Build trust with brokers",
        "Portal einführen und ausrollen",
        "",
    ],
)
def test_no_outputs(title: str) -> None:
    assert output(title) is None


def test_the_place_of_the_words_is_that_in_the_text() -> None:
    title = "We will  launch the pоrtal for brokers"

    wording = output(title)

    assert wording is not None
    assert [title[start:end] for start, end in wording.spans] == list(wording.quotes)


@pytest.mark.parametrize(
    ("title", "quotes"),
    [
        ("Deliver 12 features", ["12 features"]),
        ("3 of 4 milestones reached", ["3 of 4 milestones"]),
        ("100 % of the roadmap delivered", ["100 % of the roadmap"]),
        ("Integrations shipped: 4 to 9", ["Integrations shipped"]),
        ("Number of features released from 4 to 10", ["Number of features released"]),
        ("Deliver 9 in 10 parcels", []),
        ("Corrections per 100 articles under 2", []),
        ("Brokers who log in from 50 % to 70 %", []),
    ],
)
def test_deliveries_counted(title: str, quotes: list[str]) -> None:
    assert _quotes(deliveries_counted(title)) == quotes


@pytest.mark.parametrize(
    ("title", "quotes"),
    [
        ("Better NPS by 30 June", ["30 June"]),
        ("ISO 27001 audit passed in Q3", ["Q3"]),
        ("App v2.3 for iOS 19", ["v2.3", "iOS 19"]),
        ("NPS above 40 by 30 June", []),
        ("Claims doubled by Q3", []),
        ("ISO 27001 audit passed", []),
        ("NPS besser bis Q3", []),
    ],
)
def test_dates_only(title: str, quotes: list[str]) -> None:
    assert _quotes(dates_only(title)) == quotes


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Increase revenue by 12 %", [("number", "12 %")]),
        ("Save €4 million", [("number", "€4 million")]),
        ("Win 3 new customers", [("number", "3 new")]),
        ("Launch the portal", [("delivery", "Launch the portal")]),
        ("Roll out Guidewire", [("delivery", "Roll out Guidewire")]),
        (
            "Open a marketplace with 100 plugins",
            [("number", "100 plugins"), ("delivery", "Open a marketplace")],
        ),
        ("Build trust with brokers", []),
        ("Introduce a culture of small steps", []),
        ("Build a network that bends in a storm", []),
        ("Be there 24/7, by ISO 27001, with 5G and Portal 4.0", []),
        ("In 2027 nobody waits", []),
        ("Den Umsatz um 20 % steigern", []),
    ],
)
def test_not_an_aim(title: str, found: list[tuple[str, str]]) -> None:
    assert [(part.kind.value, part.wording.quotes[0]) for part in not_an_aim(title)] == found


def test_the_number_comes_before_the_delivery() -> None:
    assert [part.kind for part in not_an_aim("Open a shop with 100 plugins")] == [
        InObjective.NUMBER,
        InObjective.DELIVERY,
    ]
