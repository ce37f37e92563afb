"""Platform: hosting costs what market share could have."""

from okrflow.demo.okrs.organisation import INNOVATIVE
from okrflow.demo.okrs.told import CycleTold, FlowTold, KeyResultTold, ObjectiveTold, Saying
from okrflow.metrics.models import Measure
from okrflow.okrs.models import Aim, TargetForm

OBJECTIVES = (
    ObjectiveTold(
        name="hosting",
        cycle=CycleTold.YEAR,
        stream="platform",
        writer="lin",
        rank=1,
        supports=INNOVATIVE,
        published=2,
        title="Hosting never keeps us from offering a better price",
        why="Every policy pays for storage that nobody reads. Taking down old debt makes room in the price, and in our heads.",
        key_results=(
            KeyResultTold(
                title="Storage costs a quarter of what it did",
                metric="Storage cost a month",
                aim=Aim.LOWER,
                baseline="120000",
                form=TargetForm.RELATIVE,
                target="-0.75",
                keeper="lin",
                sayings=(
                    Saying(-999, 5, "{value}. Half of what we finish is debt now; the archive goes first."),
                    Saying(
                        -60, 7, "{value} after {before}. Each old database that goes takes its backups along."
                    ),
                    Saying(30, 9, "{value} after {before}. The last of the old archive is gone."),
                ),
            ),
            KeyResultTold(
                title="Hosting a policy costs 2.60 euros",
                metric="Hosting cost per policy",
                aim=Aim.LOWER,
                baseline="4.10",
                target="2.60",
                keeper="lin",
                sayings=(
                    Saying(-999, 5, "{value}, in step with storage."),
                    Saying(-60, 7, "{value} after {before}, in step with storage."),
                    Saying(30, 9, "{value}. Pricing can use it from now on."),
                ),
            ),
            KeyResultTold(
                title="Taking down debt does not slow the rest: 85 % within 20 days",
                metric=FlowTold(measure=Measure.FLOW_TIME_P85, stream="platform"),
                aim=Aim.STAY_BELOW,
                upper="20",
                keeper="lin",
            ),
        ),
    ),
)
