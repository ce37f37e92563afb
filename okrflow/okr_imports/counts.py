"""What came of an import of OKRs."""

from dataclasses import asdict, dataclass, field
from typing import Any, Final

MOST_TOLD: Final = 200


@dataclass(kw_only=True)
class Counts:
    """`rows` of the file, of which `rejected` were not taken; key results by what became of them.

    `different` ones are there already, but otherwise than in the file: they were left as they are, and so were
    `values_different`. `told` is what was not taken as it is, by the number of the row.
    """

    rows: int = 0
    objectives_created: int = 0
    objectives_proposed: int = 0
    key_results_created: int = 0
    unchanged: int = 0
    different: int = 0
    values_added: int = 0
    values_different: int = 0
    metrics_created: int = 0
    cycles_created: int = 0
    rejected: int = 0
    told: list[tuple[int, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"told": [list(each) for each in self.told[:MOST_TOLD]]}
