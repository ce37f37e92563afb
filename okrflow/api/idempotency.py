"""POST with an `Idempotency-Key`: done once, answered as often as it is asked within a day.

The key is claimed by an insert, which the unique constraint lets only one caller do. The work and its answer are then
written in one transaction: a process that dies leaves neither, and its claim may be taken over after a while.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from okrflow.api.models import IdempotentCall
from okrflow.api.problems import Problem
from okrflow.organisations.access import Access

KEPT_FOR: Final = timedelta(hours=24)
LOST_AFTER: Final = timedelta(minutes=10)
KEY: Final = r"[\x21-\x7e]{1,255}"
HEADERS: Final = ("Location",)


class _TakenOver(Exception):
    """Another attempt works on the call by now; what this one wrote is rolled back."""


def once(
    *,
    access: Access,
    request: HttpRequest,
    key: str,
    work: Callable[[], Response],
    failed: Callable[[Exception], Response],
    secret: tuple[str, ...] = (),
) -> HttpResponse | Response:
    """The answer of `work`, or the kept one of an earlier call with the key.

    `failed` makes the answer to an exception; `secret` names what of the body is not kept. Raises Problem: 400 for a
    key that can't be one, 409 while the first call is in flight, 422 for another body.
    """
    call, body_hash = _call(access, request, key), _body_hash(request)
    claim = _claimed(call, body_hash)
    if claim is None:
        return _replay(call, body_hash)
    try:
        with transaction.atomic():
            response = work()
            if not _keep(call, claim, response, secret):
                raise _TakenOver
        return response
    except _TakenOver:
        raise _in_flight() from None
    except Exception as error:
        response = failed(error)
        _end_failed(call, claim, response)
        return response


def _call(access: Access, request: HttpRequest, key: str) -> dict[str, Any]:
    """What names the call: by whom, where, which key."""
    if not re.fullmatch(KEY, key):
        raise Problem(
            400,
            "bad_idempotency_key",
            "An Idempotency-Key has 1 to 255 printable ASCII characters and no spaces.",
        )
    token = access.token
    return {
        "organisation": access.organisation,
        "token": token,
        "user": None if token else access.user,
        "method": str(request.method),
        "path": request.path[:500],
        "key": key,
    }


def _body_hash(request: HttpRequest) -> str:
    """Of all that says what is to be done: parameters, type and body."""
    head = f"{request.META.get('QUERY_STRING', '')}\n{request.content_type}\n"
    return sha256(head.encode() + request.body).hexdigest()


def _claimed(call: Mapping[str, Any], body_hash: str) -> UUID | None:
    """The right to do the call, or None if it was claimed before."""
    now, claim = timezone.now(), uuid4()
    IdempotentCall.objects.filter(**call, created_at__lte=now - KEPT_FOR).delete()
    owned = {name: call[name] for name in ("organisation", "token", "user")}
    IdempotentCall.objects.filter(**owned, created_at__lte=now - KEPT_FOR).delete()
    draft = IdempotentCall(**call, body_hash=body_hash, claim=claim, claimed_at=now, created_at=now)
    IdempotentCall.objects.bulk_create([draft], ignore_conflicts=True)
    if IdempotentCall.objects.filter(**call, claim=claim).exists():
        return claim
    lost = IdempotentCall.objects.filter(
        **call, status=None, body_hash=body_hash, claimed_at__lte=now - LOST_AFTER
    )
    return claim if lost.update(claim=claim, claimed_at=now) else None


def _replay(call: Mapping[str, Any], body_hash: str) -> HttpResponse:
    kept = IdempotentCall.objects.filter(**call).first()
    if kept is None:
        raise _in_flight()
    if kept.body_hash != body_hash:
        raise Problem(
            422,
            "idempotency_key_reused",
            "This Idempotency-Key was used with another body. Choose a new one.",
        )
    if kept.status is None:
        raise _in_flight()
    headers = kept.headers | {"Idempotency-Replayed": "true"}
    return HttpResponse(kept.body, status=kept.status, headers=headers)


def _in_flight() -> Problem:
    return Problem(
        409,
        "idempotency_key_in_flight",
        "The first call with this Idempotency-Key is not finished. Ask again in a moment.",
        headers={"Retry-After": "1"},
    )


def _keep(call: Mapping[str, Any], claim: UUID, response: Response, secret: tuple[str, ...] = ()) -> bool:
    """Store the answer; whether the call is still ours."""
    headers = {name: response[name] for name in HEADERS if name in response}
    headers["Content-Type"] = response.content_type or "application/json"
    body = JSONRenderer().render(response.data).decode() if response.data is not None else ""
    if secret and body:
        body = json.dumps(json.loads(body) | dict.fromkeys(secret), ensure_ascii=False, separators=(",", ":"))
    mine = IdempotentCall.objects.filter(**call, claim=claim, status=None)
    return bool(mine.update(status=response.status_code, headers=headers, body=body))


def _end_failed(call: Mapping[str, Any], claim: UUID, response: Response) -> None:
    """A refusal is kept like any answer; what went wrong on our side may be tried again."""
    if response.status_code >= 500:
        IdempotentCall.objects.filter(**call, claim=claim, status=None).delete()
    else:
        _keep(call, claim, response)
