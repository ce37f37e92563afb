"""What the organisation wants."""

from okrflow.demo.okrs.told import CycleTold, FlowTold, KeyResultTold, ObjectiveTold, Saying
from okrflow.metrics.models import Measure
from okrflow.okrs.models import Aim, TargetForm

INNOVATIVE = "innovative"

OBJECTIVES = (
    ObjectiveTold(
        name=INNOVATIVE,
        cycle=CycleTold.YEAR,
        writer="ada",
        rank=1,
        title="Become the most innovative insurer in our industry",
        why="People choose the insurer whose cover they can have today, on the phone. We are good at insuring and slow at"
        " changing. Whatever holds our streams up holds our customers up.",
        key_results=(
            KeyResultTold(
                title="Market share grows by 30 %",
                metric="Market share",
                aim=Aim.RAISE,
                baseline="0.114",
                form=TargetForm.RELATIVE,
                target="0.3",
                keeper="ben",
                sayings=(
                    Saying(
                        -999, 5, "{value} in the panel. It takes a quarter until a better product shows here."
                    ),
                    Saying(
                        0,
                        4,
                        "{value}, unmoved, as it must be this early. Policy's features take {features} now.",
                    ),
                    Saying(
                        43,
                        6,
                        "{value} after {before}: the first rise in a year. It comes last, and it comes.",
                    ),
                ),
            ),
            KeyResultTold(
                title="Half the time to provision a policy",
                metric="Time to provision a policy",
                aim=Aim.LOWER,
                baseline="32",
                form=TargetForm.RELATIVE,
                target="-0.5",
                keeper="lin",
                sayings=(
                    Saying(
                        -999, 5, "{value}. Most of it is waiting for an answer from our own business office."
                    ),
                    Saying(
                        0, 6, "{value}, still. Policy's features take {features}; provisioning should follow."
                    ),
                    Saying(
                        25,
                        8,
                        "{value} after {before}. What Policy won by not waiting arrives at the customer.",
                    ),
                ),
            ),
            KeyResultTold(
                title="Flow efficiency rises by 10 points",
                metric=FlowTold(measure=Measure.EFFICIENCY),
                aim=Aim.RAISE,
                form=TargetForm.CHANGE,
                target="0.1",
                keeper="ada",
                added=92,
            ),
        ),
    ),
)
