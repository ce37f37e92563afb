"""What must not stand in a log: the secret part of an address."""

import re
from typing import Any

SECRET_PARTS = re.compile(r"(/(?:invitations|p)/)[^/?&#\s]+")


def mask(text: str) -> str:
    """The text with the tokens of invitations and published pages taken out, also within `?next=`."""
    return SECRET_PARTS.sub(r"\1…", text)


def mask_request(sender: Any, *, log_kwargs: dict[str, Any], **kwargs: Any) -> None:
    """Receiver of django-structlog's signals, which hand over what they are about to log."""
    if isinstance(log_kwargs.get("request"), str):
        log_kwargs["request"] = mask(log_kwargs["request"])
