"""Reading the items of a bulk call by hand: five thousand of them in well under a second, each with its own errors."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from okrflow.api.fields import parse_instant
from okrflow.api.problems import Error
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.histories import UNSET, EventGiven, HistoryGiven, Unset
from okrflow.work_items.models import Kind

FIELDS: Final = {"source", "external_id", "key", "title", "url", "parent", "created_at", "events", "history"}
EVENT_FIELDS: Final = {"at", "value_stream", "status", "kind"}
MOST_EVENTS: Final = 10_000
KINDS: Final[Mapping[str, Kind]] = {kind.label: kind for kind in Kind}
UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_url = URLValidator(schemes=["http", "https"])

FindStream = Callable[[str], ValueStream | None]


class BadItem(Exception):
    """An item that can't be read; `errors` have pointers below the item."""

    def __init__(self, errors: list[Error]) -> None:
        super().__init__("; ".join(error["detail"] for error in errors))
        self.errors = errors


class Reader:
    """Collects what is wrong with one item, so that all of it is told at once."""

    def __init__(self, find_stream: FindStream) -> None:
        self.find_stream = find_stream
        self.errors: list[Error] = []

    def item(self, given: Any) -> HistoryGiven:
        """The history that one item gives. Raises BadItem."""
        if not isinstance(given, Mapping):
            self._wrong("", "invalid", "An item is an object.")
            raise BadItem(self.errors)
        self._known(given, FIELDS, "")
        created_at = given.get("created_at")
        if created_at is not None:
            self._instant(created_at, "/created_at")
        history = HistoryGiven(
            source=self._text(given, "source", 60, required=True) or "",
            external_id=self._text(given, "external_id", 200, required=True) or "",
            key=self._text(given, "key", 200) or "",
            title=self._text(given, "title", 500),
            url=self._address(given),
            parent=self._parent(given),
            events=self._events(given.get("events", [])),
        )
        if self.errors:
            raise BadItem(self.errors)
        return history

    def _events(self, given: Any) -> tuple[EventGiven, ...]:
        if not isinstance(given, list) or len(given) > MOST_EVENTS:
            self._wrong("/events", "invalid", f"Events are a list of at most {MOST_EVENTS} objects.")
            return ()
        events = (self._event(event, f"/events/{number}") for number, event in enumerate(given))
        return tuple(event for event in events if event is not None)

    def _event(self, given: Any, place: str) -> EventGiven | None:
        if not isinstance(given, Mapping):
            self._wrong(place, "invalid", "An event is an object.")
            return None
        self._known(given, EVENT_FIELDS, place)
        at = self._instant(given.get("at"), f"{place}/at")
        status, kind = given.get("status", UNSET), self._kind(given, place)
        if status is not UNSET and (not isinstance(status, str) or UNSTORABLE.search(status)):
            self._wrong(f"{place}/status", "invalid", "A status is a text.")
        stream = self._stream(given, place)
        if at is None or not (status is UNSET or isinstance(status, str)):
            return None
        return EventGiven(at=at, status=status, value_stream=stream, kind=kind)

    def _stream(self, given: Mapping[str, Any], place: str) -> ValueStream | None | Unset:
        name = given.get("value_stream", UNSET)
        if name is None or name is UNSET:
            return name
        found = self.find_stream(name) if isinstance(name, str) else None
        if found is None:
            self._wrong(f"{place}/value_stream", "not_found", "There is no such value stream.")
        return found

    def _kind(self, given: Mapping[str, Any], place: str) -> Kind | Unset:
        if "kind" not in given:
            return UNSET
        name = given["kind"]
        if not isinstance(name, str) or name not in KINDS:
            self._wrong(f"{place}/kind", "invalid_choice", f"A kind is one of {', '.join(KINDS)}.")
            return UNSET
        return KINDS[name]

    def _instant(self, given: Any, place: str) -> Any:
        try:
            return parse_instant(given if isinstance(given, str) else "")
        except ValueError as error:
            self._wrong(place, "no_instant", str(error))
            return None

    def _text(
        self, given: Mapping[str, Any], name: str, length: int, *, required: bool = False
    ) -> str | None:
        value = given.get(name)
        if value is None and not required:
            return None
        if not isinstance(value, str) or UNSTORABLE.search(value):
            self._wrong(f"/{name}", "required" if value is None else "invalid", "Give a text.")
            return None
        value = value.strip()
        if required and not value:
            self._wrong(f"/{name}", "blank", "It may not be empty.")
        if len(value) > length:
            self._wrong(f"/{name}", "max_length", f"It may have {length} characters at most.")
        return value

    def _address(self, given: Mapping[str, Any]) -> str | None:
        value = self._text(given, "url", 1000)
        if value:
            try:
                _url(value)
            except ValidationError:
                self._wrong("/url", "invalid", "Give an address that begins with http:// or https://.")
        return value

    def _parent(self, given: Mapping[str, Any]) -> str | None | Unset:
        if "parent" not in given:
            return UNSET
        if given["parent"] is None:
            return None
        return self._text(given, "parent", 200, required=True)

    def _known(self, given: Mapping[str, Any], names: set[str], place: str) -> None:
        for name in sorted(given.keys() - names):
            pointer = name[:100].replace("~", "~0").replace("/", "~1")
            self._wrong(f"{place}/{pointer}", "unknown", "Nothing has this name.")

    def _wrong(self, pointer: str, code: str, detail: str) -> None:
        if len(self.errors) < 20:
            self.errors.append(Error(pointer=pointer, code=code, detail=detail))
