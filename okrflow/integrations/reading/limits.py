"""How much of a file is taken: bounds against files that are made to exhaust a reader."""

from typing import Final

MAX_ROW_CHARACTERS: Final = 2**20
MAX_COLUMNS: Final = 2_000
MAX_JSON_BYTES: Final = 64 * 2**20
MAX_UNPACKED_BYTES: Final = 1024 * 2**20
MAX_SHEET_CELLS: Final = 10_000_000
MAX_DISTINCT: Final = 300
"""Different values of a column that are kept to be shown; a column of statuses or kinds has fewer."""
EARLIEST_YEAR: Final = 1970
LATEST_YEAR: Final = 2199
