"""What the what-if's services say no with."""

from okrflow.web.refusals import Refused


class BadChange(Refused):
    """A change that can't be simulated in this stream, whatever its past."""


class NothingToSimulate(Refused):
    """The stream has no past before the window's end."""


class TooManyRunning(Refused):
    """The organisation has as many simulations under way as it may."""


class BadScenario(Refused):
    """A name or a window that can't be, or a scenario that something else needs."""
