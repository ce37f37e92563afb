"""What was tried in the cycles before, with little success: nothing of it touched the wait."""

from okrflow.demo.okrs.told import CycleTold, FlowTold, KeyResultTold, ObjectiveTold, Saying, Taught
from okrflow.flow import Kind
from okrflow.metrics.models import Measure
from okrflow.okrs.models import Aim, TargetForm

OBJECTIVES = (
    ObjectiveTold(
        name="past-quotes",
        cycle=CycleTold.PAST_3,
        stream="policy",
        writer="ben",
        rank=1,
        title="A quote that everybody understands",
        why="Half of our callers ask what the quote means.",
        taught=Taught(
            learnt="Callers understand the new texts. They are not why they wait.",
            experiment="None: we changed the texts everywhere at once, so nothing can be told apart.",
            next="Look at where a request waits before we rewrite what it says.",
        ),
        key_results=(
            KeyResultTold(
                title="Mobile NPS rises to 33",
                metric="Mobile NPS",
                aim=Aim.RAISE,
                baseline="31",
                target="33",
                keeper="ben",
                sayings=(Saying(-999, 5, "{value} after {before}. The new texts wait for approval."),),
            ),
            KeyResultTold(
                title="At most a quarter of what we finish are defects",
                metric=FlowTold(measure=Measure.DISTRIBUTION_SHARE, stream="policy", kind=Kind.DEFECT),
                aim=Aim.STAY_BELOW,
                upper="0.25",
                keeper="ben",
            ),
        ),
    ),
    ObjectiveTold(
        name="past-clusters",
        cycle=CycleTold.PAST_2,
        stream="platform",
        writer="lin",
        rank=1,
        title="Nobody waits for a place to run",
        why="Streams ask us for clusters and get them a fortnight later.",
        taught=Taught(
            learnt="Asking sooner did not help. The line in front of us is made of what others wait for.",
            experiment="Two weeks with fewer places to run: everybody waited longer.",
            next="Agree with the streams who may ask for what, and by when.",
        ),
        key_results=(
            KeyResultTold(
                title="What we are asked for is there 10 % sooner",
                metric=FlowTold(measure=Measure.FLOW_TIME_P50, stream="platform"),
                aim=Aim.LOWER,
                form=TargetForm.RELATIVE,
                target="-0.1",
                keeper="lin",
            ),
            KeyResultTold(
                title="Hosting a policy costs 3.90 euros",
                metric="Hosting cost per policy",
                aim=Aim.LOWER,
                baseline="4.10",
                target="3.90",
                keeper="lin",
                sayings=(Saying(-999, 4, "{value} after {before}. Features come first, debt stays."),),
            ),
        ),
    ),
    ObjectiveTold(
        name="past-handover",
        cycle=CycleTold.PAST_1,
        stream="policy",
        writer="ben",
        rank=1,
        title="A calmer hand-over",
        why="We hand work over in a hurry and get it back with questions.",
        taught=Taught(
            learnt="A calmer hand-over is nicer and no faster. The time goes into waiting for answers.",
            experiment="A check-list at the hand-over: the same flow time, fewer questions.",
            next="Get rid of the wait for business input, and measure it.",
        ),
        key_results=(
            KeyResultTold(
                title="Features are live 10 % sooner",
                metric=FlowTold(measure=Measure.FLOW_TIME_P50, stream="policy", kind=Kind.FEATURE),
                aim=Aim.LOWER,
                form=TargetForm.RELATIVE,
                target="-0.1",
                keeper="ben",
            ),
            KeyResultTold(
                title="A policy is provisioned in 29 days",
                metric="Time to provision a policy",
                aim=Aim.LOWER,
                baseline="32",
                target="29",
                keeper="ben",
                records=False,
                sayings=(
                    Saying(-999, 4, "{value} after {before}. Features take {features} and wait for answers."),
                ),
            ),
        ),
    ),
)
