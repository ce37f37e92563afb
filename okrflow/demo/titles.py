"""Titles such as the work items of an insurer's software have."""

from typing import Final

import numpy as np

from okrflow.flow import Kind
from okrflow.flow.codes import CodeArray, IntArray

Words = tuple[str, ...]

_POLICY: Final[Words] = (
    "the mobile quote", "the policy document", "the premium calculator", "the renewal letter", "the beneficiary form",
    "the driver's record", "the household cover", "the mid-term change", "the signature on the phone",
    "the payment plan", "the no-claims discount", "the travel cover", "the proof of insurance",
    "the health questionnaire", "the family discount", "the change of address",
)  # fmt: skip
_PLATFORM: Final[Words] = (
    "the document store", "the nightly batch", "the policy database", "the message queue", "the build pipeline",
    "the audit log", "the rating cache", "the backup vault", "the search index", "the identity provider",
    "the image archive", "the staging cluster", "the API gateway", "the certificate store", "the data warehouse",
    "the alerting",
)  # fmt: skip
_CLAIMS: Final[Words] = (
    "the first notice of loss", "the damage photo", "the garage search", "the claims portal", "the reserve estimate",
    "the fraud score", "the payout approval", "the assessor's report", "the hail damage form", "the glass claim",
    "the recovery letter", "the claim's status", "the witness statement", "the liability check",
    "the repair invoice", "the call-back request",
)  # fmt: skip

_FOR_CUSTOMERS: Final[dict[int, Words]] = {
    Kind.FEATURE: (
        "Offer {} in the app", "Prefill {}", "Show {} on one page", "Explain {} in plain words",
        "Let brokers see {}", "Save {} halfway", "Add {} to the customer's account", "Translate {} into Turkish",
        "Send {} by text message", "Compare {} before and after",
    ),
    Kind.DEFECT: (
        "Error 500 on {}", "Wrong total in {}", "{} is cut off on small screens", "{} shows last year's date",
        "Umlauts are broken in {}", "{} is sent twice", "Time-out with {}", "{} forgets what was typed",
    ),
    Kind.RISK: (
        "Restrict who reads {}", "Keep a record of changes to {}", "Close the penetration test's finding on {}",
        "Delete personal data from {} after ten years", "Encrypt {}", "Two pairs of eyes for {}",
    ),
    Kind.DEBT: (
        "Move {} off the old server", "Replace the home-grown code behind {}", "Delete the unused half of {}",
        "Upgrade the libraries of {}", "Split {} from the monolith", "Test {} without a mainframe",
    ),
}  # fmt: skip
_FOR_STREAMS: Final[dict[int, Words]] = {
    Kind.FEATURE: (
        "Let streams set up {} themselves", "Show what {} costs", "Warn before {} is full", "Second site for {}",
        "Restore {} within an hour", "Let {} grow by itself", "One dashboard for {}", "Fast lane in {}",
    ),
    Kind.DEFECT: (
        "{} stalls on Monday mornings", "Time-out with {}", "{} loses its settings", "Disk full on {}",
        "Wrong rights after a restart of {}", "{} reports success and does nothing",
    ),
    Kind.RISK: (
        "Restrict who reaches {}", "Patch {} within a week", "Rehearse the loss of {}", "Encrypt {} at rest",
        "Keep a record of who changes {}", "Rotate the keys of {}",
    ),
    Kind.DEBT: (
        "Take down the old version of {}", "Compress what {} keeps", "Upgrade {}", "Empty the forgotten half of {}",
        "Describe {} as code", "Move {} off the rented rack", "Delete unread copies in {}", "One schema for {}",
    ),
}  # fmt: skip
_LINES_OF_BUSINESS: Final[Words] = (
    "", "", "", "", " for motor", " for household", " for liability", " for travel", " for small businesses",
    " for young drivers", " for brokers", " in Austria", " for fleet customers", " on older phones",
)  # fmt: skip
_PLACES: Final[Words] = (
    "",
    "",
    "",
    " for Policy",
    " for Claims",
    " in Frankfurt",
    " in Dublin",
    " in staging",
)

_WORDS: Final[dict[int, tuple[Words, dict[int, Words], Words]]] = {
    1: (_POLICY, _FOR_CUSTOMERS, _LINES_OF_BUSINESS),
    2: (_PLATFORM, _FOR_STREAMS, _PLACES),
    3: (_CLAIMS, _FOR_CUSTOMERS, _LINES_OF_BUSINESS),
}


def titles(stream: IntArray, kind: CodeArray, rng: np.random.Generator) -> tuple[str, ...]:
    """A title for each item of these streams and kinds."""
    chance = rng.random((len(stream), 3)).tolist()
    return tuple(
        _title(of_stream, of_kind, places)
        for of_stream, of_kind, places in zip(stream.tolist(), kind.tolist(), chance, strict=True)
    )


def _title(stream: int, kind: int, places: list[float]) -> str:
    """Something done with something somewhere, chosen by three numbers in [0, 1)."""
    things, doings, details = _WORDS[stream]
    thing, doing, detail = places
    words = _pick(doings[kind], doing).format(_pick(things, thing)) + _pick(details, detail)
    return words[0].upper() + words[1:]


def _pick(words: Words, place: float) -> str:
    return words[int(place * len(words))]
