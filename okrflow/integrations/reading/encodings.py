"""Which encoding the text of a file is in."""

import codecs
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO

from charset_normalizer import from_bytes

from okrflow.integrations.reading.errors import ReadingError

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16, little-endian",
    "utf-16-be": "UTF-16, big-endian",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252 (Western European)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "shift_jis": "Shift JIS (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "euc_kr": "EUC-KR (Korean)",
}
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
PIECE = 2**18
SAMPLE = 2**16
LATIN = ("cp1252", "cp1250", "cp1254")
SIGNS = frozenset("€‚„…‘’“”•–—™¡§©«®°±²´µ·»×º\xa0")


@dataclass(frozen=True, kw_only=True)
class Encoding:
    """`guessed` is true where the bytes alone do not prove it, and a person should look."""

    name: str
    guessed: bool = False


def detect(file: BinaryIO) -> Encoding:
    """The encoding of a whole file: a byte order mark, else UTF-8 if every byte fits, UTF-16, else a guess.

    Raises ReadingError for a file that ends inside a character.
    """
    file.seek(0)
    head = file.read(SAMPLE)
    for mark, name in MARKS:
        if head.startswith(mark):
            return Encoding(name=name)
    if unmarked := _utf16_by_zeros(head):
        return Encoding(name=unmarked)
    stray = _first_piece_not_utf8(file)
    return Encoding(name="utf-8") if stray is None else Encoding(name=_guess(stray), guessed=True)


def _utf16_by_zeros(head: bytes) -> str | None:
    """UTF-16 without a mark: of mostly Western text, every other byte is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _first_piece_not_utf8(file: BinaryIO) -> bytes | None:
    """A stretch of bytes around the first one that is not UTF-8, or None."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    beyond_ascii = False
    while piece := file.read(PIECE):
        try:
            beyond_ascii |= not decoder.decode(piece).isascii()
        except UnicodeDecodeError as error:
            start = max(0, error.start - 2_000)
            return (piece + file.read(SAMPLE))[start : start + SAMPLE]
    pending = decoder.getstate()[0]
    if pending and beyond_ascii:
        raise ReadingError("The file ends in the middle of a character: it was cut off. Export it again.")
    return pending or None


def _guess(sample: bytes) -> str:
    """The likeliest of the usual encodings.

    Letters beyond ASCII that stand alone among ASCII ones are Latin (in Chinese or Japanese they would come in runs); of the
    Latin encodings it is the first in which they are letters and not signs inside words.
    """
    names = [name for name in ENCODINGS if not name.startswith("utf")]
    best = from_bytes(sample, cp_isolation=names).best()
    name = best.encoding if best is not None else "cp1252"
    if _stand_alone(sample) or name in LATIN or name not in ENCODINGS:
        return next((latin for latin in LATIN if _reads_in(sample, latin)), "cp1252")
    return name


def _stand_alone(sample: bytes) -> bool:
    beyond = [byte > 127 for byte in sample]
    return 2 * sum(a and b for a, b in pairwise(beyond)) < sum(beyond)


def _reads_in(sample: bytes, encoding: str) -> bool:
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    return all(character.isalpha() or character in SIGNS for character in text if not character.isascii())
