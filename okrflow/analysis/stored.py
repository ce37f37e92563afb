"""The flow page and the stages page of the usual windows, rendered after each refresh and served as they are stored."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from django.template.loader import render_to_string

from okrflow.analysis.choices import FlowChoice, standard_choices
from okrflow.analysis.contents import flow_content, stages_content
from okrflow.progress import stored
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.choices import LENGTHS
from okrflow.work_items.figures.windows import DEFAULT_DAYS

FLOW: Final = "flow"
STAGES: Final = "stages"
_CONTENTS: Final[dict[str, tuple[Callable[..., object], str]]] = {
    FLOW: (flow_content, "analysis/flow_content.html"),
    STAGES: (stages_content, "analysis/stages_content.html"),
}
_OF_CYCLE: Final = "cycle"


def content_html(page: str, value_stream: ValueStream, choice: FlowChoice, *, now: datetime) -> str:
    """What a page shows for a choice, the same for every reader."""
    content_of, template = _CONTENTS[page]
    return render_to_string(template, {"content": content_of(value_stream, choice, now=now)})


def stored_name(page: str, choice: FlowChoice) -> str | None:
    """The name under which the page of this choice is stored, if it is."""
    window = _window_of(choice)
    return None if window is None or choice.kind is not None or choice.group else f"{page}-{window}"


def _window_of(choice: FlowChoice) -> str | None:
    """The choice's window, if it is a usual one: so many days up to today, or the running cycle."""
    if choice.problem:
        return None
    if choice.days is not None:
        return str(choice.days)
    return _OF_CYCLE if choice.cycle is not None and choice.cycle == choice.running else None


def _rendered(page: str, window: str, value_stream: ValueStream, now: datetime) -> str:
    choices = standard_choices(value_stream.organisation, now=now)
    choice = next((each for each in choices if _window_of(each) == window), None)
    # a cycle that has ended since it was last read has no page any more
    return content_html(page, value_stream, choice, now=now) if choice else ""


def register() -> None:
    """Have the pages stored: those of the window that opens first always, the others while somebody reads them."""
    for page in _CONTENTS:
        for window in (*map(str, LENGTHS), _OF_CYCLE):
            render = partial(_rendered, page, window)
            always = window == str(DEFAULT_DAYS)
            stored.add(stored.StoredPage(name=f"{page}-{window}", render=render, always=always))
