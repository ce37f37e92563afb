"""The lines of a text file, decoded as they come and bounded in length."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from okrflow.integrations.reading.encodings import ENCODINGS, PIECE
from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.limits import MAX_ROW_CHARACTERS


class Lines:
    """Iterates over lines that end in \\n (whatever ended them in the file).

    `start_row()` says that a row is complete: the bound holds for the lines of one row together, since a quoted cell may
    span several. `exhausted` becomes true when a line beyond the last one was asked for; `bytes_read` tells how far it is.
    """

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file = file
        self._encoding = encoding
        self._row_length = 0
        self.number = 0
        self.bytes_read = 0
        self.exhausted = False
        self._lines = self._split()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._lines)
        except StopIteration:
            self.exhausted = True
            raise
        self.number += 1
        self._row_length += len(line)
        self._check(self._row_length)
        return line

    def start_row(self) -> None:
        self._row_length = 0

    def _check(self, length: int) -> None:
        if length > MAX_ROW_CHARACTERS:
            raise ReadingError(
                f"The row from line {self.number + 1:,} on is longer than {MAX_ROW_CHARACTERS:,} "
                "characters. Either this is no "
                "table, or a quotation mark is never closed. Export it again, without long texts."
            )

    def _split(self) -> Iterator[str]:
        rest: list[str] = []
        length = 0
        for text in self._decoded():
            *lines, tail = text.split("\n")
            for line in lines:
                yield "".join((*rest, line, "\n"))
                rest, length = [], 0
            rest.append(tail)
            length += len(tail)
            self._check(length)
        if length:
            yield "".join(rest)

    def _decoded(self) -> Iterator[str]:
        self._file.seek(0)
        decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(self._encoding)(), translate=True)
        first = True
        while True:
            piece = self._file.read(PIECE)
            self.bytes_read += len(piece)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                name = ENCODINGS.get(self._encoding, self._encoding)
                raise ReadingError(
                    f"The file is not all {name}, from line {self.number + 1:,} on. Choose another "
                    "encoding, or export it again."
                ) from error
            yield text.removeprefix("\ufeff") if first else text
            first = False
            if not piece:
                return
