"""What Claims asked the what-if. A worker simulates it after the load; no answer is typed in."""

from typing import Final

from okrflow.demo.services.northwind import LEADS, Northwind
from okrflow.what_if.changes import Change
from okrflow.what_if.services import start

ASKED: Final[dict[str, list[Change]]] = {
    "One more analyst": [{"stage": "Analysis", "places": 1}],
    "At most 50 claims at a time": [{"load_limit": 50}],
}


def ask_what_if(northwind: Northwind) -> int:
    """Ask what Claims saved; how many scenarios there are."""
    for name, changes in ASKED.items():
        start(
            value_stream=northwind.streams["claims"],
            changes=changes,
            name=name,
            user=northwind.people[LEADS["claims"]],
            now=northwind.now,
        )
    return len(ASKED)
