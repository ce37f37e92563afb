"""The OpenAPI description: one operation a method, strict bodies, both ways to sign in."""

from typing import Any, ClassVar

from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiSerializerExtension,
    OpenApiSerializerFieldExtension,
)
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from rest_framework.serializers import CharField

ORGANISATION = "/api/v1/organisations/{organisation}/"


class Schema(AutoSchema):
    """Names operations by method and path, and groups them by resource."""

    def get_operation_id(self) -> str:
        parts = self.path.removeprefix(ORGANISATION).strip("/").split("/")
        words = [f"by_{part[1:-1]}" if part.startswith("{") else part.replace("-", "_") for part in parts]
        return "_".join([self.method.lower(), *words])

    def _get_request_body(self, direction: Any = "request") -> Any:
        body = super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        if body and self.method in {"POST", "PUT"}:
            body["required"] = True
        return body

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix(ORGANISATION).strip("/").split("/")[0]]


class Generator(SchemaGenerator):
    """The description is the same for everybody and as long as the process lives."""

    made: ClassVar[dict[str, Any] | None] = None

    def get_schema(self, request: Any = None, public: bool = False) -> Any:
        if request is None:
            return super().get_schema(request, public)  # type: ignore[no-untyped-call]
        if Generator.made is None:
            Generator.made = super().get_schema(None, True)  # type: ignore[no-untyped-call]
        return Generator.made


class StrictExtension(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Says that a body holds no other names than the described ones."""

    target_class = "okrflow.api.serializers.Strict"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Any) -> Any:
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)  # type: ignore[no-untyped-call]
        return schema | {"additionalProperties": False}


class LenientExtension(StrictExtension):  # type: ignore[no-untyped-call]
    """Of a body whose entries are judged one by one: an entry that is not as described does not refuse the body."""

    target_class = "okrflow.api.serializers.Lenient"
    priority = 1

    def map_serializer(self, auto_schema: AutoSchema, direction: Any) -> Any:
        schema = super().map_serializer(auto_schema, direction)
        for name in self.target.judged_one_by_one:
            entries = schema["properties"][name]
            entries["items"] = {"anyOf": [entries["items"], {"description": "Rejected by itself"}]}
        return schema


class TextExtension(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """Says what every text is held to: no NUL, and more than white space unless it may be empty."""

    target_class = "okrflow.api.fields.Text"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> Any:
        plain = CharField(max_length=self.target.max_length, help_text=self.target.help_text)
        schema = auto_schema._map_serializer_field(plain, direction)  # type: ignore[no-untyped-call]
        schema.pop("minLength", None)
        some = r"^[^\x00]*[^\s\x00][^\x00]*$"
        return schema | {"pattern": r"^[^\x00]*$" if self.target.allow_blank else some}


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "okrflow.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "An API token, `okr_…`."}


class BrowserScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "okrflow.api.authentication.BrowserAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        what = "The session of a signed-in browser; writes need the header X-CSRFToken."
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": what}
