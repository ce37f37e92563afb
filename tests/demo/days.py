"""The days and seeds that every range is tried with."""

from datetime import date

DAYS = [date(2026, 1, 1), date(2028, 2, 29), date(2026, 3, 31), date(2026, 10, 26), date(2026, 11, 22)]
SEEDS = range(20)
