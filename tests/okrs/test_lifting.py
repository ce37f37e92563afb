"""Numbers of an objective's title, moved to a key result."""

import pytest

from okrflow.okrs.editor.lifting import lifted
from okrflow.okrs.editor.typed import MOST_ROWS


@pytest.mark.parametrize(
    ("title", "parts", "left"),
    [
        ("Raise revenue by 12 %", ["12 %"], "Raise revenue"),
        ("Cut flow time from 15 d to 10 d for claims", ["15 d", "10 d"], "Cut flow time for claims"),
        ("Win at least 40 customers", ["40 customers"], "Win"),
        ("Lowest cost: 3 €, everywhere", ["3 €"], "Lowest cost, everywhere"),
    ],
)
def test_the_number_goes_and_a_key_result_says_all_of_it(title: str, parts: list[str], left: str) -> None:
    objective, rows = lifted({"title": title, "why": "w"}, [{"title": "Kept"}, {"title": ""}], parts)

    assert objective == {"title": left, "why": "w"}
    assert [row["title"] for row in rows] == ["Kept", title]


@pytest.mark.parametrize(
    ("title", "parts"),
    [("Loved by all", ["12 %"]), ("12 %", ["12 %"]), ("By 12 %", [""]), ("x" * 300 + " by 12 %", ["12 %"])],
)
def test_else_it_stays_as_it_is(title: str, parts: list[str]) -> None:
    assert lifted({"title": title}, [{"title": "Kept"}], parts) == ({"title": title}, [{"title": "Kept"}])


def test_a_full_form_takes_no_more() -> None:
    rows = [{"title": f"Kept {number}"} for number in range(MOST_ROWS)]

    assert lifted({"title": "More by 12 %"}, rows, ["12 %"]) == ({"title": "More by 12 %"}, rows)
