"""What all values of a column together say about how its dates are written."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from okrflow.integrations.reading.dates import FORMATS, ORDERS, possible_days
from okrflow.integrations.reading.texts import storable

SECONDS_DIGITS, MILLISECONDS_DIGITS = 10, 13


@dataclass
class DateEvidence:
    """Counts of values by the set of formats that they fit, with one example of each set."""

    counts: Counter[tuple[str, ...]] = field(default_factory=Counter)
    examples: dict[tuple[str, ...], str] = field(default_factory=dict)

    def add(self, text: str, fits: tuple[str, ...]) -> None:
        """Count a value that fits these formats (see `fitting`)."""
        self.counts[fits] += 1
        if fits not in self.examples:
            self.examples[fits] = storable(text[:80])

    @property
    def dates(self) -> int:
        """Number of values that are dates in some format."""
        return sum(count for fits, count in self.counts.items() if fits)

    @property
    def total(self) -> int:
        return self.counts.total()

    def candidates(self) -> list[str]:
        """The formats between which the values leave the choice; one if it is decided, none without any date.

        A format is out when another one fits every value that it fits, and more. Numbers count only where no value is
        written as a date.
        """
        written = {fits for fits in self.counts if fits and fits[0] not in ("seconds", "milliseconds")}
        if not written:
            numbers = Counter({fits[0]: count for fits, count in self.counts.items() if fits})
            return [name for name, _ in numbers.most_common(1)]
        unclear = [set(fits) for fits in written if fits != ("iso",)]
        if not unclear:
            return ["iso"]
        fitted = {name: {i for i, fits in enumerate(unclear) if name in fits} for name in ORDERS}
        return [a for a in ORDERS if fitted[a] and not any(fitted[a] < fitted[b] for b in ORDERS)]

    @property
    def decided(self) -> str | None:
        found = self.candidates()
        return found[0] if len(found) == 1 else None

    @property
    def example(self) -> str:
        """A value that shows the question: one that fits several formats, else any date."""
        return max(((len(fits), text) for fits, text in self.examples.items()), default=(0, ""))[1]

    def as_json(self) -> list[Any]:
        return [[list(fits), count, self.examples[fits]] for fits, count in sorted(self.counts.items())]

    @classmethod
    def from_json(cls, rows: Iterable[Any]) -> "DateEvidence":
        found = cls()
        for fits, count, example in rows:
            found.counts[tuple(fits)] += count
            found.examples.setdefault(tuple(fits), example)
        return found

    def __add__(self, other: "DateEvidence") -> "DateEvidence":
        return DateEvidence.from_json([*self.as_json(), *other.as_json()])


def fitting(text: str) -> tuple[str, ...]:
    """The formats in which a value is a date."""
    if text.isascii() and text.isdigit():
        return {
            SECONDS_DIGITS: ("seconds",),
            MILLISECONDS_DIGITS: ("milliseconds",),
        }.get(len(text), ())
    return tuple(sorted(possible_days(text), key=list(FORMATS).index))
