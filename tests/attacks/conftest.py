"""Northwind and Southbank of the access tests, made once a module; what a test writes is undone."""

from tests.access.conftest import _empty_cache, both

__all__ = ["_empty_cache", "both"]
