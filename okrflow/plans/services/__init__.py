"""Writing the plan of a stream."""

from okrflow.plans.services.entries import (
    PlanEntryGiven,
    cancel_plan_entry,
    change_plan_entry,
    create_plan_entry,
    delete_plan_entry,
    restore_plan_entry,
)
from okrflow.plans.services.order import move_plan_entry
from okrflow.plans.services.refusals import Begun, LeadsOnly, NotAPlan

__all__ = [
    "Begun",
    "LeadsOnly",
    "NotAPlan",
    "PlanEntryGiven",
    "cancel_plan_entry",
    "change_plan_entry",
    "create_plan_entry",
    "delete_plan_entry",
    "move_plan_entry",
    "restore_plan_entry",
]
