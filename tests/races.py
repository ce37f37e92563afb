"""Two people at the same time, on two connections."""

import threading
from collections.abc import Callable

from django.db import connection

from tests.patience import PATIENCE


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Run each action in a thread of its own, all let go together; what each gave back, or its exception."""
    start = threading.Barrier(len(actions))
    results: list[object] = [None] * len(actions)

    def run(index: int, action: Callable[[], object]) -> None:
        try:
            start.wait(PATIENCE)
            results[index] = action()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return results
