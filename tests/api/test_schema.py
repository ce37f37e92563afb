"""The description is valid, and the API does what it says: Schemathesis tries to prove otherwise."""

from io import StringIO
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import positive_data_acceptance

from okrflow.value_streams.models import StreamMembership, StreamRole
from tests.api.people import World
from tests.api.test_tenants import filled


@pytest.fixture(autouse=True)
def _unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.API_REQUESTS_PER_MINUTE", 1_000_000)
    monkeypatch.setattr("django.conf.settings.API_WRONG_TOKENS_PER_MINUTE", 1_000_000)


def test_the_description_is_valid() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


def test_every_operation_has_a_summary_and_says_how_it_fails(db: None) -> None:
    described = Client().get("/api/v1/schema/").json()

    assert described["openapi"].startswith("3.1")
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    assert len(operations) > 40
    for operation in operations:
        assert operation["summary"]
        assert {"400", "401", "403", "404", "429"} <= set(operation["responses"])
        problem = operation["responses"]["404"]["content"]
        assert list(problem) == ["application/problem+json"]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)


@pytest.fixture
def described(transactional_db: None, northwind: World) -> Any:
    """The API as described, and the ids that exist."""
    ids = filled(northwind, "ben")
    StreamMembership.objects.create(
        value_stream=northwind.stream, user=northwind.members["ada"].user, role=StreamRole.LEAD
    )
    found = schemathesis.openapi.from_wsgi("/api/v1/schema/", get_wsgi_application())
    # a rule that no description can state is broken with 422, a row without a version is 412
    rules = found.config.checks.positive_data_acceptance
    rules.expected_statuses = [*rules.expected_statuses, "412", "422", "428"]
    existing = {"organisation": northwind.organisation.slug, "stream": "policy", "cycle": "2026-q3"}
    return found, existing | ids, {"Authorization": f"Bearer {northwind.token('ada')}"}


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_schemathesis_finds_nothing(described: Any, mode: GenerationMode) -> None:
    schema, existing, headers = described

    failures = [
        failure
        for each in schema.get_all_operations()
        if (failure := tried(each.ok(), mode, existing, headers))
    ]

    assert not failures, "\n\n".join(failures)


def tried(operation: Any, mode: GenerationMode, existing: dict[str, str], headers: dict[str, str]) -> str:
    """What fails when an operation is called in fifteen ways, mostly on what exists."""

    def aimed(case: Any) -> Any:
        positive = case.meta is None or not case.meta.is_negative_at(ParameterLocation.PATH)
        if positive and isinstance(case.path_parameters, dict):
            for name in case.path_parameters.keys() & existing.keys():
                case.path_parameters[name] = existing[name]
        return case

    # which parameters go with each other (a period's dates, a list's own cursors), and what a form sent with a file
    # holds, no description can state
    with_file = any(body.media_type == "multipart/form-data" for body in operation.body)
    excluded = [positive_data_acceptance] if operation.method.upper() == "GET" or with_file else []

    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def attempt(case: Any) -> None:
        case.call_and_validate(headers=headers, excluded_checks=excluded)
        aimed(case).call_and_validate(headers=headers, excluded_checks=excluded)

    try:
        attempt()
    except Unsatisfiable:
        return ""  # nothing can be wrong about an operation without parameters and body
    except BaseExceptionGroup as errors:
        return "\n".join([operation.label, *(str(error) for error in errors.exceptions)])
    except Exception as error:
        return f"{operation.label}\n{error!r}"
    return ""
