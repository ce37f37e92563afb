"""Every address that the resolver knows."""

from collections.abc import Iterator

from django.urls import URLResolver, get_resolver


def addresses() -> list[str]:
    """The routes as they are written, like o/<slug:organisation>/settings/; each once."""
    return sorted(set(_below(get_resolver(), "")))


def _below(resolver: URLResolver, before: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, here)
        else:
            yield here
