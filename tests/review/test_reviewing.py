"""The order of what is shown, identities, drafts, and the review of a form."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from okrflow.review.checks import Family
from okrflow.review.families import FAMILY_OF
from okrflow.review.findings import Severity
from okrflow.review.reviewing import review, review_form
from okrflow.review.snapshot import Bottleneck, Snapshot
from tests.review import make

SEVERITIES = list(Severity)
FAMILIES = list(Family)


def many_troubles() -> Snapshot:
    clear = Bottleneck(stage="Ready", share=0.68, stability=0.9)
    busy = make.stream(loads=make.loads([97] * 90), recent=clear, quarter=clear)
    return make.snapshot(
        make.objective("Launch the broker portal", key_results=(make.key_result("Launch it", metric=None),)),
        make.objective(
            "Raise renewals by 12 %", rank=None, key_results=(make.key_result(target=Decimal(20)),)
        ),
        make.draft("Renewals are easy", rank=None, key_results=()),
        make.objective("Renewals are fun", rank=None),
        streams=(busy,),
    )


def test_nothing_is_said_of_sound_okrs() -> None:
    assert review(make.snapshot(make.objective())).findings == []


def test_the_severest_is_first_then_the_family() -> None:
    findings = review(many_troubles()).findings

    places = [
        (SEVERITIES.index(each.severity), FAMILIES.index(FAMILY_OF[each.found.check])) for each in findings
    ]
    assert places == sorted(places) and len(set(places)) > 4


def test_within_these_the_newest_is_first() -> None:
    seen = make.snapshot(*(make.objective(f"Objective {place}", key_results=()) for place in range(3)))
    identities = [each.identity for each in review(seen).findings if each.found.check == "CR2"]
    opened = {each: datetime(2026, 8, day, tzinfo=UTC) for day, each in enumerate(identities[:2], start=1)}

    found = [each.identity for each in review(seen, opened=opened).findings if each.found.check == "CR2"]

    assert found == [identities[2], identities[1], identities[0]]


def test_the_same_input_gives_the_same_findings_in_whatever_order() -> None:
    seen = many_troubles()
    shuffled = list(seen.objectives)
    random.Random(4).shuffle(shuffled)

    again = review(replace(seen, objectives=tuple(shuffled)))

    assert [each.identity for each in again.findings] == [each.identity for each in review(seen).findings]
    assert len({each.identity for each in again.findings}) == len(again.findings)


def test_a_block_on_what_is_published_is_a_warning() -> None:
    by_title = {
        make.uuid("Raise renewals by 12 %"): (Severity.WARN, True, False),
        make.uuid("Renewals are easy"): (Severity.BLOCK, False, True),
    }

    found = {
        each.found.subject.objective: (each.severity, each.not_publishable, each.of_draft)
        for each in review(many_troubles()).findings
        if each.found.check in {"CR1", "CR2"} and each.found.severity == Severity.BLOCK
    }

    assert by_title.items() <= found.items()


def test_objectives_of_a_cycle_that_is_over_are_left_alone() -> None:
    assert review(make.snapshot(make.objective(cycle=make.SECOND.uuid, key_results=()))).findings == []


def test_a_form_is_reviewed_as_it_is_typed() -> None:
    typed = make.draft("Raise renewals by 12 %", key_results=())

    found = {each.found.check for each in review_form(make.snapshot(), typed).findings}

    assert {"RM5", "CR2"} <= found


def test_a_form_replaces_what_was_stored_of_its_objective() -> None:
    stored = make.objective(key_results=())

    assert review_form(make.snapshot(stored), make.objective()).findings == []


def test_a_form_says_nothing_of_other_objectives() -> None:
    other = make.objective("Other", key_results=())

    assert review_form(make.snapshot(other), make.objective()).findings == []


def test_a_draft_counts_for_nobody_but_who_writes_it() -> None:
    without_flow = make.draft("Renewals are easy", key_results=(make.key_result(),))
    seen = make.snapshot(without_flow)

    assert {each.found.subject.type for each in review(seen).findings} <= {"objective", "key_result"}
    assert all(each.of_draft for each in review(seen).findings)
    assert "BM3" in {each.found.check for each in review_form(seen, without_flow).findings}
