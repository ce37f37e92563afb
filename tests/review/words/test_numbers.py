"""What the numbers of a title are."""

import pytest

from okrflow.review.words.numbers import numbers
from okrflow.review.words.reading import read


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("by 30 June 2027", ["date 30 June 2027"]),
        ("on the 3rd of May", ["date 3rd of May"]),
        ("from June 30, 2027", ["date June 30, 2027"]),
        ("2027-06-30 or 30.06.2027 or 30/6/27", ["date 2027-06-30", "date 30.06.2027", "date 30/6/27"]),
        ("Q3, H2 2027, FY27, Q1-Q2", ["date Q3", "date H2 2027", "date FY27", "date Q1-Q2"]),
        ("week 14 or CW14, sprint 12", ["date week 14", "date CW14", "date sprint 12"]),
        ("2nd quarter of 2027", ["date 2nd quarter", "date 2027"]),
        ("open until 18:00", ["date 18:00"]),
        (
            "v2.3, version 3, iOS 19, 1.4.2",
            ["version v2.3", "version version 3", "version iOS 19", "version 1.4.2"],
        ),
        ("Portal 2.0 done", ["version 2.0"]),
        ("NPS 2.0", ["amount 2.0"]),
        ("2027 users", ["amount 2027"]),
        ("at least 2027", ["amount 2027"]),
        ("24/7, 5G, ISO 27001, 1st choice", ["name 24/7", "name 5G", "name ISO 27001", "name 1st"]),
        ("360 degree view", ["name 360"]),
        ("Level 3", ["name Level 3"]),
        ("10x faster, the 4X niche", ["amount 10x", "name 4X"]),
        ("72h, 12k and 5bn", ["amount 72h", "amount 12k", "amount 5bn"]),
        ("release 5 features", ["amount 5"]),
        ("May 3 times", ["amount 3"]),
        ("p85 and B2B", []),
        ("in June", []),
    ],
)
def test_numbers(text: str, found: list[str]) -> None:
    title = read(text)

    assert [
        f"{each.kind.name.lower()} {title.quote(each.first, each.last)}" for each in numbers(title)
    ] == found
