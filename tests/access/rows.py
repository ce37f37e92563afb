"""A row of the matrix: an address, and who may do what there.

    page(O + "cycles/new/", get=ADMINS, post=ADMINS)

In an organisation: nobody is sent to sign in (a page) or gets 401 (the API), Olga of another organisation gets 404,
those who are not named get 403, or `hidden=True` 404 (unless they are outside of the `gate`, where a role is asked for
before anything is looked up); those who are named get what they came for. A method that is
not named is 405. `pk="invitation"` says which object of the world stands for a part of the address whose name does
not tell it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

SAFE: Final = "GET"
METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
PERSONS: Final = ("nobody", "olga", "vic", "eve", "mia", "lea", "adam")

ALL: Final = "vic eve mia lea adam"
EDITORS: Final = "eve mia lea adam"
MEMBERS: Final = "mia lea"
INSIDERS: Final = "vera mia lea"
LEADS: Final = "lea"
ADMINS: Final = "adam"
SETTERS: Final = "lea adam"

O: Final = "o/<slug:organisation>/"  # noqa: E741
S: Final = "o/<slug:organisation>/streams/<slug:stream>/"
A: Final = "api/v1/organisations/<slug:organisation>/"

READ: Final = frozenset({200})
DONE: Final = frozenset({200, 201, 202, 204, 302, 400, 409, 412, 415, 422, 428})
SIGN_IN: Final = "sign in"


@dataclass(frozen=True, kw_only=True)
class Row:
    route: str
    may: Mapping[str, str]
    api: bool = False
    hidden: bool = False
    gate: str = ALL
    query: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    ok: int | None = None
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_organisation(self) -> bool:
        return "<slug:organisation>" in self.route

    def expected(self, method: str, person: str) -> "frozenset[int] | str":
        """The statuses that are right, or SIGN_IN."""
        if person == "nobody":
            return frozenset({401}) if self.api else SIGN_IN
        if person == "olga":
            return frozenset({404})
        if person not in self.may[method].split():
            return frozenset({404 if self.hidden and person in self.gate.split() else 403})
        if self.ok is not None:
            return frozenset({self.ok})
        return READ if method == SAFE else DONE


@dataclass(frozen=True, kw_only=True)
class Outside:
    """An address outside of organisations: one status for nobody, one for everybody who is signed in."""

    route: str
    nobody: int | str
    person: int | str
    method: str = SAFE
    url: str = ""
    may: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    api: bool = False

    @property
    def in_organisation(self) -> bool:
        return False

    def expected(self, method: str, person: str) -> "frozenset[int] | str":
        status = self.nobody if person == "nobody" else self.person
        return status if isinstance(status, str) else frozenset({status})


def _row(route: str, api: bool, options: dict[str, Any]) -> Row:
    may = {method: options.pop(method.lower()) for method in METHODS if method.lower() in options}
    known = {name: options.pop(name) for name in ("hidden", "gate", "query", "body", "ok") if name in options}
    return Row(route=route, may=may, api=api, parts=options, **known)


def page(route: str, **options: Any) -> Row:
    return _row(route, False, options)


def api(route: str, **options: Any) -> Row:
    return _row(A + route, True, options)


def outside(route: str, nobody: int | str, person: int | str, **options: Any) -> Outside:
    return Outside(route=route, nobody=nobody, person=person, **options)
