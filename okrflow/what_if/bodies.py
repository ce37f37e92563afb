"""A scenario as the API gives it."""

from collections.abc import Mapping
from typing import Any, Final

from okrflow.what_if.models import Scenario
from okrflow.what_if.results import not_offered
from okrflow.what_if.sentences import answer_sentences, doubt_sentence, fit_sentence, why_not

Body = dict[str, Any]
Json = Mapping[str, Any]

_FIGURES: Final = (
    "today",
    "scenario",
    "difference",
    "flow_time_change",
    "released_items",
    "waiting_to_start",
)


def scenario_body(scenario: Scenario) -> Body:
    """The scenario, its fit and its answer; what is not there yet is null, with the reason."""
    answers = (scenario.result or {}).get("answers", [])
    return {
        "id": str(scenario.uuid),
        "name": scenario.name,
        "value_stream": scenario.value_stream.slug,
        "from": scenario.first_on.isoformat(),
        "to": scenario.to_on.isoformat(),
        "changes": scenario.changes,
        "replications": scenario.replications,
        "job": scenario.job and str(scenario.job.uuid),
        "created_by": scenario.created_by and str(scenario.created_by.uuid),
        "created_at": scenario.created_at,
        "computed_at": scenario.computed_at,
        "fit": scenario.result and _fit(scenario.result),
        **_reading(answers[0] if answers else None),
        "second_reading": _reading(answers[1]) if len(answers) > 1 else None,
        "reason": None if answers else _reason(scenario),
    }


def _reading(answer: Json | None) -> Body:
    if answer is None:
        return dict.fromkeys([*_FIGURES, "constraint", "sentence"])
    return {
        **{name: answer[name] for name in _FIGURES},
        "constraint": {"today": answer["constraint_today"], "scenario": answer["constraint_scenario"]},
        "sentence": " ".join(answer_sentences(answer)),
    }


def _fit(result: Json) -> Body:
    return {
        "trusted": result["trusted"],
        "text": fit_sentence(result),
        "doubts": [{**doubt, "text": doubt_sentence(doubt)} for doubt in result["doubts"]],
        "checks": result["fit"],
        "stages": result["stages"],
    }


def _reason(scenario: Scenario) -> Body:
    if scenario.result is None:
        return {"code": "not_simulated", "text": "Its job has not ended, or ended without a result."}
    refused = not_offered(scenario.result["offers"], scenario.changes)
    text = " ".join(f"{offer['stage'] or offer['kind']}: {why_not(offer)}" for offer in refused)
    return {"code": "not_offered", "text": text}
