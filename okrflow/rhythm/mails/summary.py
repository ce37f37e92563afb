"""The summary of a stream's check-in, to its members: who said what, and what moved."""

from datetime import datetime

from okrflow.organisations.access import Access
from okrflow.rhythm.mails.contents import Contents
from okrflow.rhythm.models import Sending
from okrflow.rhythm.summarising import lines_for
from okrflow.value_streams.access import rights_in


def contents(sending: Sending, access: Access, now: datetime) -> Contents | None:
    """None for somebody who has left the stream meanwhile."""
    found = sending.summary
    if found is None or not rights_in(access, found.value_stream).belongs:
        return None
    lines = lines_for(found, belongs=True)
    subject = f"{found.value_stream} checked in: {len(lines)} key result{'' if len(lines) == 1 else 's'}"
    return Contents(subject=subject, context={"summary": found, "lines": lines})
