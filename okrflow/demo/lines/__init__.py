"""The three value streams of the demo as lines of stages that items pass through."""

from okrflow.demo.lines.claims import Claims
from okrflow.demo.lines.line import BACKLOG, CANCELLED, LIVE, Arrivals, Line, Step
from okrflow.demo.lines.platform import Platform
from okrflow.demo.lines.policy import Policy

__all__ = ["BACKLOG", "CANCELLED", "LIVE", "Arrivals", "Claims", "Line", "Platform", "Policy", "Step"]
