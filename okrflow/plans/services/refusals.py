"""What the services of plans say no with."""

from django.core.exceptions import PermissionDenied

from okrflow.web.refusals import Refused


class NotAPlan(Refused):
    """It can't be planned like this; `field` is the one at fault."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


class LeadsOnly(Refused, PermissionDenied):
    """What was committed to and has begun is corrected by leads."""


class Begun(Refused):
    """What was committed to and has begun is not deleted."""
