"""Bringing OKRs along from files of other tools."""
