"""Serializers that refuse names nobody knows, and the shapes that all resources share."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from okrflow.api.fields import Text, Whole
from okrflow.api.problems import Error, Problem, flatten


class Strict(serializers.Serializer[Any]):
    """A body of which every name must be known; read-only names are not."""

    def to_internal_value(self, data: Any) -> Any:
        writable = {name for name, field in self.fields.items() if not field.read_only}
        unknown = sorted(set(data) - writable) if isinstance(data, Mapping) else []
        if unknown:
            message = "This can't be set." if self.instance is None else "This can't be changed."
            raise serializers.ValidationError(
                {name[:100]: [serializers.ErrorDetail(message, code="unknown")] for name in unknown}
            )
        return super().to_internal_value(data)


class Lenient(Strict):
    """A body with lists of which the entries are judged one by one."""

    judged_one_by_one: tuple[str, ...] = ()


class Query(Strict):
    """The parameters of an address; an unknown one is an error, and so is one given twice."""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters, checked. Raises Problem (400)."""
        lists = dict(given.lists()) if hasattr(given, "lists") else {}
        twice = [name for name, values in lists.items() if len(values) > 1]
        serializer = cls(data={name: values[-1] for name, values in lists.items()})
        errors = [Error(pointer="/" + name, code="repeated", detail="Give it once.") for name in twice]
        if not serializer.is_valid():
            errors += flatten(serializer.errors)
        if errors:
            raise Problem(
                400,
                "bad_parameter",
                "A parameter of the address is wrong.",
                errors=[_parameter(e) for e in errors],
            )
        return dict(serializer.validated_data)


def _parameter(error: Error) -> Error:
    name = error["pointer"].removeprefix("/").partition("/")[0].replace("~1", "/").replace("~0", "~")
    return Error(pointer="", parameter=name, code=error["code"], detail=error["detail"])


class PageQuery(Query):
    cursor = serializers.CharField(
        required=False, max_length=1000, help_text="`next` or `previous` of another page of the same list"
    )
    limit = serializers.IntegerField(
        required=False, min_value=1, max_value=200, default=50, help_text="How many at most"
    )


class ErrorOut(serializers.Serializer[Any]):
    pointer = serializers.CharField(
        help_text="Where in the body (JSON pointer); empty: all of it, or a parameter"
    )
    parameter = serializers.CharField(required=False, help_text="The parameter of the address at fault")
    code = serializers.CharField()
    detail = serializers.CharField()


class LinkOut(serializers.Serializer[Any]):
    """What can be done instead, for people."""

    rel = serializers.CharField(help_text="`propose`: the page on which it can be proposed")
    title = serializers.CharField()
    href = serializers.CharField()


class ProblemOut(serializers.Serializer[Any]):
    """RFC 9457."""

    type = serializers.CharField(help_text="`urn:okrflow:problem:…`")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="What is wrong and what to do, for people")
    errors = ErrorOut(many=True)  # type: ignore[assignment]  # rest_framework's own `errors` is of the instance
    links = LinkOut(many=True, required=False, help_text="Of some 403: what you can do instead")


class ReasonOut(serializers.Serializer[Any]):
    """Why a figure can't be given."""

    code = serializers.CharField()
    text = serializers.CharField()


def page_of(serializer: type[serializers.Serializer[Any]], name: str) -> type[serializers.Serializer[Any]]:
    """The shape of a list of such objects."""
    about = "The cursor of the page before or after, if there is one"
    fields = {
        "results": serializer(many=True),
        "next": serializers.CharField(allow_null=True, help_text=about),
        "previous": serializers.CharField(allow_null=True, help_text=about),
        "__doc__": f"A page of {name}.",
    }
    return type(f"{serializer.__name__.removesuffix('Out')}Page", (serializers.Serializer,), fields)


__all__ = ["Lenient", "PageQuery", "ProblemOut", "Query", "ReasonOut", "Strict", "Text", "Whole", "page_of"]
