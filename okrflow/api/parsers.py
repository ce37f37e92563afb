"""Reading bodies strictly: UTF-8, no NaN or infinity, no name twice, nothing nested beyond reason."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, Final, NoReturn

from rest_framework.parsers import BaseParser

from okrflow.api.problems import Error, Problem

DEEPEST: Final = 40


class NotJson(ValueError):
    """A text that is no JSON, or JSON that is not taken; the message says why."""


def loads(text: str) -> Any:
    """The value of a JSON text. Raises NotJson."""
    try:
        value = json.loads(
            text, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_distinct
        )
    except NotJson:
        raise
    except json.JSONDecodeError as error:
        raise NotJson(f"{error.msg} in line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise NotJson("It is nested too deeply.") from None
    except ValueError:
        raise NotJson("It holds a number with too many digits.") from None
    if _depth_exceeds(value, DEEPEST):
        raise NotJson("It is nested too deeply.")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise NotJson(f"{name} is no JSON number.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise NotJson(f"The number {text[:40]} is too large.")
    return number


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJson("An object holds the same name twice.")
    return found


def _depth_exceeds(value: Any, depth: int) -> bool:
    if isinstance(value, Mapping):
        return depth == 0 or any(_depth_exceeds(each, depth - 1) for each in value.values())
    if isinstance(value, list):
        return depth == 0 or any(_depth_exceeds(each, depth - 1) for each in value)
    return False


def decode(body: bytes) -> str:
    """The text of a body. Raises Problem (400)."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unreadable("It is not UTF-8.") from None


def _unreadable(why: str) -> Problem:
    error = Error(pointer="", code="not_json", detail=why)
    return Problem(400, "not_json", f"The body is not the JSON that is taken here. {why}", errors=[error])


class JsonParser(BaseParser):
    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            return loads(decode(stream.read()))
        except NotJson as error:
            raise _unreadable(str(error)) from None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of NDJSON: its number from 1 on, and its value, or why it has none."""

    number: int
    value: Any = None
    problem: str = ""


class Lines(list[Line]):
    """A body of NDJSON."""


class NdjsonParser(BaseParser):
    """A JSON value a line; a broken line is an answer of its own, empty lines are skipped."""

    media_type = "application/x-ndjson"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        return Lines(_lines(decode(stream.read())))


class JsonLinesParser(NdjsonParser):
    media_type = "application/jsonl"


def _lines(text: str) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield Line(number=number, value=loads(line))
        except NotJson as error:
            yield Line(number=number, problem=str(error))
