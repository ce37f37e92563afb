"""Policy, the good example: an outcome, the flow behind it, and the one stage that holds it up."""

from okrflow.demo.okrs.organisation import INNOVATIVE
from okrflow.demo.okrs.told import CycleTold, FlowTold, KeyResultTold, ObjectiveTold, Saying
from okrflow.flow import Kind
from okrflow.metrics.models import Measure
from okrflow.okrs.models import Aim, TargetForm

MOBILE = "mobile"

OBJECTIVES = (
    ObjectiveTold(
        name=MOBILE,
        cycle=CycleTold.CURRENT,
        stream="policy",
        writer="ben",
        rank=1,
        supports=INNOVATIVE,
        title="Customers love our mobile experience",
        why="What we build reaches customers three weeks after it could. Three quarters of that time nobody works on it: it"
        " waits for an answer from the business office.",
        key_results=(
            KeyResultTold(
                title="Mobile NPS rises by 20 %",
                metric="Mobile NPS",
                aim=Aim.RAISE,
                baseline="31",
                form=TargetForm.RELATIVE,
                target="0.2",
                keeper="ben",
                sayings=(
                    Saying(-999, 5, "{value}. Features take {features}; nobody outside sees anything new."),
                    Saying(
                        0,
                        6,
                        "{value}. Features take {features} since we stopped waiting; users follow in three weeks.",
                    ),
                    Saying(
                        32, 8, "{value} after {before}: reviews name the new quote. Features take {features}."
                    ),
                ),
            ),
            KeyResultTold(
                title="Features are live 30 % sooner",
                metric=FlowTold(measure=Measure.FLOW_TIME_P50, stream="policy", kind=Kind.FEATURE),
                aim=Aim.LOWER,
                form=TargetForm.RELATIVE,
                target="-0.3",
                keeper="ben",
            ),
            KeyResultTold(
                title="Nobody waits for business input",
                metric=FlowTold(
                    measure=Measure.STAGE_VISIT_P85, stream="policy", stage="Ready for verification"
                ),
                aim=Aim.LOWER,
                target="1.2",
                keeper="ben",
            ),
        ),
    ),
)
