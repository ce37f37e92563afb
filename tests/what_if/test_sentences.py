"""What a simulation says in words, from hand-made figures."""

from typing import Any

import pytest

from okrflow.what_if.changes import in_words
from okrflow.what_if.sentences import (
    ADVICE,
    answer_sentences,
    capacity_notes,
    doubt_sentence,
    doubt_sentences,
    fit_sentence,
    reading_sentence,
)


def band(mean: float, p5: float | None = None, p95: float | None = None) -> dict[str, float]:
    return {"mean": mean, "p5": mean if p5 is None else p5, "p95": mean if p95 is None else p95}


def plain(text: str) -> str:
    """With ordinary spaces before the percent signs."""
    return text.replace("\u202f", " ")


def answer(**effects: str) -> dict[str, Any]:
    """Policy without the wait: figures as in the sketch; `effects` by figure, unchanged unless said."""
    figures = ("flow_time_days", "velocity_per_week", "load", "efficiency")
    return {
        "today": {"flow_time_days": band(20.1), "velocity_per_week": band(24.0), "load": band(81)},
        "scenario": {"flow_time_days": band(6.0), "velocity_per_week": band(24.2), "load": band(21)},
        "difference": {"flow_time_days": band(-14), "velocity_per_week": band(3.4), "load": band(-60)},
        "flow_time_change": band(-0.7),
        "released_items": band(60.3, 54, 66),
        "waiting_to_start": None,
        "constraint_today": None,
        "constraint_scenario": None,
        "says": [{"figure": name, "effect": effects.get(name, "unchanged")} for name in figures],
    }


def test_a_removed_wait() -> None:
    said = [plain(each) for each in answer_sentences(answer(flow_time_days="lowered", load="lowered"))]

    assert said == [
        "Flow time falls by 70 %.",
        "It leaves velocity unchanged: it follows arrivals, no stage limits it.",
        "Load falls from 81 to 21 items.",
        "60 stored items are released once.",
    ]


@pytest.mark.parametrize(
    ("today", "then", "text"),
    [
        ("Analysis", "Analysis", "Analysis is the constraint, as today"),
        ("Analysis", "Build", "Build becomes the constraint, today it is Analysis"),
        (None, "Build", "Build becomes the constraint"),
        ("Analysis", None, "it follows arrivals, no stage limits it any more, as Analysis does today"),
    ],
)
def test_velocity_names_what_limits_it(today: str | None, then: str | None, text: str) -> None:
    raised = answer(velocity_per_week="raised") | {"constraint_today": today, "constraint_scenario": then}

    assert answer_sentences(raised)[1] == f"Velocity rises by 3.4 items a week: {text}."


def test_nothing_is_released_where_the_interval_holds_0() -> None:
    said = answer_sentences(answer() | {"released_items": band(2, -3, 7)})

    assert said == [
        "It leaves flow time unchanged.",
        "It leaves velocity unchanged: it follows arrivals, no stage limits it.",
    ]


def test_who_waits_to_start_is_said_apart() -> None:
    said = answer_sentences(answer() | {"waiting_to_start": band(12.34), "released_items": band(-5)})

    assert said[2:] == [
        "5 items more are stored once.",
        "12.3 items wait to start on average; flow time counts from the start.",
    ]


def test_without_anything_finished_there_is_no_flow_time() -> None:
    nothing = answer()
    nothing["says"] = nothing["says"][1:]

    assert answer_sentences(nothing)[0].startswith("Nothing is finished in the window")


def result(**more: Any) -> dict[str, Any]:
    checks = [("flow_time_p50", 0.02), ("flow_time_p85", -0.08), ("velocity", 0.01), ("load", -0.03)]
    fit = [{"measure": measure, "error": error} for measure, error in checks]
    return {"trusted": True, "doubts": [], "fit": fit, "answers": [answer()], "stages": []} | more


def doubt(code: str, found: float, needed: float, **about: str) -> dict[str, Any]:
    return {"code": code, "found": found, "needed": needed, "stage": None, "measure": None} | about


def test_a_good_fit() -> None:
    expected = "flow time within 2 %, flow time at p85 within 8 %, velocity within 1 %, load within 3 %"

    assert plain(fit_sentence(result())) == f"The model reproduces the window: {expected}."


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (doubt("window_too_short", 40, 60), "The window has 40 days and needs 60."),
        (doubt("too_few_finished", 12, 50), "12 items were finished in the window; it takes 50."),
        (
            doubt("too_few_visits", 7, 30, stage="Build"),
            "7 visits to Build ended in the window; it takes 30.",
        ),
        (
            doubt("fit_missed", -0.2, 0.15, measure="load"),
            "The model’s load lies 20 % below what was observed; 15 % is allowed.",
        ),
    ],
)
def test_what_cannot_be_trusted_says_why(said: dict[str, Any], text: str) -> None:
    assert plain(doubt_sentence(said)) == text
    assert plain(fit_sentence(result(trusted=False, doubts=[said]))).startswith(
        f"This can’t be trusted. {text}"
    )


def test_a_model_that_misses_the_window_says_what_to_do() -> None:
    missed = doubt("fit_missed", 0.4, 0.15, measure="velocity")

    assert doubt_sentences(result(doubts=[missed, missed]))[2:] == [ADVICE]
    assert len(doubt_sentences(result(doubts=[doubt("too_few_finished", 1, 50)]))) == 1


def stage(reading: str, **more: Any) -> dict[str, Any]:
    known = {
        "capacity": None,
        "busy": None,
        "pick_up_days": None,
        "in_front_of": "Build",
        "order": None,
        "idle": 0.6,
    }
    return {"reading": reading} | known | more


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (stage("work"), "Work. No line stands in front, so its capacity can’t be seen."),
        (
            stage("work", capacity=3, busy=0.97, pick_up_days=0.01),
            "Work, 3 at a time, busy 97 % of the time.",
        ),
        (
            stage("work", capacity=1, busy=1.0, pick_up_days=0.5),
            "Work, 1 at a time, busy 100 % of the time. A free place is picked up 0.5 days late.",
        ),
        (
            stage("line", order="by_kind"),
            "A line in front of Build: who stands here waits for a free place there. The kind decides who is next.",
        ),
        (
            stage("outside_delay"),
            "An outside delay: nobody in the stream is busy with it, and Build, behind it, has free places while items"
            " wait.",
        ),
        (
            stage("both"),
            "Either a line in front of Build or an outside delay: the past doesn’t tell. Both readings are run.",
        ),
    ],
)
def test_what_the_model_makes_of_a_stage(made: dict[str, Any], text: str) -> None:
    assert plain(reading_sentence(made)) == text


def test_no_waiting_in_a_line_says_what_that_means() -> None:
    stages = [{"stage": "Ready", "in_front_of": "Analysis"}, {"stage": "Asked", "in_front_of": "Build"}]
    offers = [
        {"stage": "Ready", "removes_capacity_limit": True},
        {"stage": "Asked", "removes_capacity_limit": False},
    ]
    model = {"stages": stages, "offers": offers}

    assert capacity_notes(model, ["Ready", "Asked"]) == [
        "Ready is a line: no waiting there means that Analysis takes any number at a time."
    ]
    assert capacity_notes(model, ["Asked"]) == []


def test_changes_in_words() -> None:
    changes = [
        {"stage": "Analysis", "places": 1},
        {"stage": "Build", "work_factor": 0.5},
        {"stage": "Ready", "no_waiting": True},
        {"load_limit": 20},
        {"kind": "debt", "arrivals_factor": 0.8},
    ]

    assert plain(in_words(changes)) == (
        "1 more at a time in Analysis; 50 % of today’s work in Build; no waiting in Ready; a load limit of 20;"
        " 80 % of today’s debt items arriving"
    )
    assert in_words([]) == "Nothing changed"
