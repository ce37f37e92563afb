"""How severe a finding may be that rests on wording alone: "warn" from a measured precision of 0.9 up, else "hint".

The precision is that on texts never tuned on, printed by `python -m tests.review.corpus`; a test holds this table to it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LEAST_PRECISION: Final = 0.9
CEILINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "RM1": "warn",
        "RM2": "warn",
        "RM4": "warn",
        "RM5 number": "warn",
        "RM5 delivery": "warn",
        "MM2": "warn",
        "TP5": "warn",
    }
)
