"""Turns that services take: PostgreSQL's advisory locks, held until the transaction ends.

Every kind of turn has its number here, so that no two of them meet by chance.
"""

from enum import IntEnum, unique

from django.db import connection


@unique
class Turn(IntEnum):
    """What is done by one at a time. The key is an organisation's or a value stream's."""

    REFRESH = 0x0F10
    SUPPORTS = 0x0F11
    DEMO = 0x0F12
    RANKS = 0x0F13
    REVIEW = 0x0F14
    IMPORT = 0x0F15
    PLAN_ORDER = 0x0F21
    PARENTS = 0x0F31


def take_turn(turn: Turn, key: int) -> None:
    """Wait until nobody else has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [turn, key])


def try_turn(turn: Turn, key: int) -> bool:
    """Take it unless somebody has it; whether it was taken."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [turn, key])
        return bool(cursor.fetchone()[0])
