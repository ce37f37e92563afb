"""Letters as a reader sees them: without case, accents, invisible characters and look-alikes of other alphabets."""

import unicodedata
from functools import lru_cache
from typing import Final

LONGEST: Final = 400  # characters that are read of a text: twice what a title may have
_INVISIBLE: Final = {"Cf", "Cc", "Mn", "Me"}
_PAIRS: Final = (  # what is written, what it looks like
    ("аеорсхуіјѕԛԝԁһкмтвнгАЕОРСХУІЈЅКМТВН", "aeopcxyijsqwdhkmtbhraeopcxyijskmtbh"),  # Cyrillic
    ("αεονρτυχικβΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeovptuxikbabezhikmnoptyx"),  # Greek
    ("łøđıɡɑ", "lodiga"),
    ("‐‑‒–—−’‘ʼ´`“”„", "------'''''\"\"\""),
)
_LOOK_ALIKES: Final = {ord(a): b for written, seen in _PAIRS for a, b in zip(written, seen, strict=True)} | {
    ord("æ"): "ae",
    ord("œ"): "oe",
    ord("þ"): "th",
}


@lru_cache(maxsize=32_768)
def folded_character(character: str) -> str:
    """None, one or several characters that stand for this one."""
    if character.isspace():
        return " "
    parts = unicodedata.normalize("NFKD", character).translate(_LOOK_ALIKES)
    visible = "".join(part for part in parts if unicodedata.category(part) not in _INVISIBLE)
    return visible.casefold().translate(_LOOK_ALIKES)


def folded_letters(text: str) -> tuple[str, tuple[int, ...]]:
    """The folded beginning of a text, and for each of its characters the index in `text` that it came from."""
    beginning = enumerate(text[:LONGEST])
    folded = [(letter, index) for index, character in beginning for letter in folded_character(character)][
        :LONGEST
    ]
    return "".join(letter for letter, _ in folded), tuple(index for _, index in folded)
