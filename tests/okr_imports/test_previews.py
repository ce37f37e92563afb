"""What the review says of a file before it is brought in."""

import io

from okrflow.okr_imports.choices import Choices
from okrflow.okr_imports.reading.guesses import guess_plan
from okrflow.okr_imports.reading.sheets import look_into
from okrflow.okr_imports.services import prepare
from okrflow.okr_imports.surroundings import Surroundings
from tests.okr_imports.conftest import NOW, Place

HEADER = "objective,key result,team,cycle,metric,baseline,target,owner,parent\n"


def choices(place: Place, content: str, who: str = "lea") -> Choices:
    sheet = look_into(io.BytesIO(content.encode()))
    around = Surroundings.of(place.access(who), place.policy, day=NOW.date())
    plan, read = prepare(sheet, guess_plan(sheet), around, guess_shares=True)
    return Choices(sheet=sheet, plan=plan, read=read, around=around)


def checks(place: Place, content: str) -> list[tuple[str, str]]:
    """(check, what it is about) of all remarks."""
    found = choices(place, content).preview
    return [(remark.check, remark.about) for _, remarks in found for remark in remarks]


def test_a_person_as_owner_sets_off_mm2(place: Place) -> None:
    content = HEADER + "Brokers trust us,Renewals,policy,Q3 2026,Renewals,70,85,Petra Kovács,\n"

    (_, remarks) = choices(place, content).preview[0]

    person = next(remark for remark in remarks if remark.check == "MM2")
    assert person.message == "“Petra Kovács” is a person."
    assert "kept up to date by" in person.advice


def test_a_member_named_in_a_text(place: Place) -> None:
    content = HEADER + "Brokers trust us,lea@northwind.example calls them,policy,Q3 2026,Calls,1,9,,\n"

    assert ("MM2", "lea@northwind.example calls them") in checks(place, content)


def test_wording_and_craft(place: Place) -> None:
    content = HEADER + (
        "Brokers trust us,Launch the new portal,policy,Q3 2026,Portal,0,1,,\n"
        ",Fewer complaints,policy,Q3 2026,Complaints,40,,,\n"
    )

    found = set(checks(place, content))

    assert {("RM1", "Launch the new portal"), ("CR1", "Fewer complaints")} <= found


def test_a_chain_within_the_file(place: Place) -> None:
    rows = "".join(
        f"Level {n},Measure {n},policy,Q3 2026,M{n},1,2,,{f'Level {n - 1}' if n else ''}\n" for n in range(5)
    )

    assert "CA1" in {check for check, _ in checks(place, HEADER + rows)}


def test_a_sound_file_has_no_remarks(place: Place) -> None:
    content = HEADER + (
        "Brokers trust us,Brokers who renew,policy,Q3 2026,Renewals,70,85,,\n"
        ",Complaints a month,policy,Q3 2026,Complaints,40,20,,\n,Days to answer,policy,Q3 2026,Days,14,9,,\n"
    )

    assert checks(place, content) == []


def test_what_is_still_to_be_said(place: Place) -> None:
    assert choices(place, HEADER + "L,K,Nobody,Q3 2026,,1,2,,\n").problems == [
        "Choose the value stream for “Nobody”, or leave them out."
    ]
    assert choices(place, HEADER + "L,K,policy,Spring,,1,2,,\n").problems == [
        "Choose the cycle for “Spring”, or leave them out."
    ]
    assert choices(place, "Sentence\nLoved\n").problems == [
        "Say which column holds the objective and the key result."
    ]
