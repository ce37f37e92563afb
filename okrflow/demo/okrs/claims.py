"""Claims, the bad example: too many objectives, none of which touches the flow of work.

Meant to be found by the review: key results taken over as they were proposed (MM1), too much at once (MM4), a cascade that
copies a key result (CA1, CA2), money only (BM2), no flow at all (BM3), measures of the team alone (TP1), a plan in disguise
(RM1, RM2, RM4; it can't be published), the bottleneck left alone (BN1), work pushed in over the limit (CP2, CP4) and one more
aim on top of it (CP3), a silent value (CR3), confidence against the figures (CR4).
"""

from okrflow.demo.okrs.policy import MOBILE
from okrflow.demo.okrs.told import CycleTold, KeyResultTold, ObjectiveTold, Saying
from okrflow.okrs.models import Aim, TargetForm

OBJECTIVES = (
    ObjectiveTold(
        name="claims-mobile",
        cycle=CycleTold.CURRENT,
        stream="claims",
        writer="mo",
        rank=1,
        supports=MOBILE,
        published=3,
        title="Claimants love our mobile experience",
        why="Policy has an objective for mobile, so we have one, too.",
        key_results=(
            KeyResultTold(
                title="Mobile NPS rises by 20 %",
                metric="Mobile NPS",
                aim=Aim.RAISE,
                baseline="31",
                form=TargetForm.RELATIVE,
                target="0.2",
                keeper="mo",
                records=False,
                sayings=(Saying(-999, 7, "{value}; Policy reports it."),),
            ),
            KeyResultTold(
                title="Claims NPS rises to 30",
                metric="Claims NPS",
                aim=Aim.RAISE,
                baseline="24",
                target="30",
                keeper="mo",
                sayings=(
                    Saying(
                        -999,
                        8,
                        "{value}. The features that will move it are all started: {load} in progress.",
                    ),
                    Saying(
                        21,
                        8,
                        "{value} after {before}. It will turn once the {load} items in progress are out.",
                    ),
                ),
            ),
            KeyResultTold(
                title="A third fewer complaints",
                metric="Complaints a week",
                aim=Aim.LOWER,
                baseline="42",
                target="28",
                keeper="mo",
                sayings=(Saying(-999, 6, "{value} this week."),),
            ),
        ),
    ),
    ObjectiveTold(
        name="claims-money",
        cycle=CycleTold.CURRENT,
        stream="claims",
        writer="mo",
        rank=2,
        published=3,
        title="Claims pays its way",
        why="The budget round asked for savings.",
        key_results=(
            KeyResultTold(
                title="A claim costs 270 euros to handle",
                metric="Cost per claim",
                aim=Aim.LOWER,
                baseline="312",
                target="270",
                keeper="mo",
                sayings=(Saying(-999, 6, "{value} after {before}."),),
            ),
            KeyResultTold(
                title="Half of what is overpaid",
                metric="Overpaid claims a month",
                aim=Aim.LOWER,
                baseline="84000",
                form=TargetForm.RELATIVE,
                target="-0.5",
                keeper="mo",
                sayings=(Saying(-999, 6, "{value} after {before}."),),
            ),
        ),
    ),
    ObjectiveTold(
        name="claims-team",
        cycle=CycleTold.CURRENT,
        stream="claims",
        writer="mo",
        rank=3,
        published=3,
        title="A team that enjoys its work",
        why="People are stretched.",
        key_results=(
            KeyResultTold(
                title="Happiness in the retrospective rises to 8.5",
                metric="Employee happiness",
                aim=Aim.RAISE,
                baseline="7.4",
                target="8.5",
                keeper="mo",
                sayings=(Saying(-999, 5, "{value}; {load} items in progress wear on everybody."),),
            ),
            KeyResultTold(
                title="Escaped defects halve",
                metric="Escaped defects",
                aim=Aim.LOWER,
                baseline="3.1",
                target="1.5",
                keeper="mo",
                sayings=(Saying(-999, 5, "{value} after {before}."),),
            ),
        ),
    ),
    ObjectiveTold(
        name="claims-loyalty",
        cycle=CycleTold.CURRENT,
        stream="claims",
        writer="mo",
        proposed_by="ada",
        rank=4,
        published=45,
        title="After a claim people stay with us",
        why="Whoever leaves, leaves after a claim.",
        key_results=(
            KeyResultTold(
                title="Renewal rate rises to 88 %",
                metric="Renewal rate",
                aim=Aim.RAISE,
                baseline="0.842",
                target="0.88",
                keeper="mo",
                sayings=(Saying(-999, 6, "{value} after {before}."),),
            ),
            KeyResultTold(
                title="Loss ratio falls by 4 points",
                metric="Loss ratio",
                aim=Aim.LOWER,
                baseline="0.684",
                form=TargetForm.CHANGE,
                target="-0.04",
                keeper="mo",
                sayings=(Saying(-999, 6, "{value} after {before}."),),
            ),
            KeyResultTold(
                title="Complaints stay below 45 a week",
                metric="Complaints a week",
                aim=Aim.STAY_BELOW,
                upper="45",
                keeper="mo",
            ),
            KeyResultTold(
                title="Claims NPS stays above 22",
                metric="Claims NPS",
                aim=Aim.STAY_ABOVE,
                lower="22",
                keeper="mo",
            ),
        ),
    ),
    ObjectiveTold(
        name="claims-portal",
        cycle=CycleTold.CURRENT,
        stream="claims",
        writer="mo",
        published=None,
        title="Deliver the new portal",
        why="It was promised.",
        key_results=(
            KeyResultTold(
                title="Launch the claims portal",
                metric="Portal releases",
                aim=Aim.RAISE,
                baseline="0",
                target="1",
            ),
            KeyResultTold(
                title="All garages are connected by 30 June",
                metric="Portal releases",
                aim=Aim.RAISE,
                baseline="0",
                target="1",
            ),
            KeyResultTold(title="Roll out v2.0 of the damage form", metric=None, aim=Aim.RAISE),
        ),
    ),
)
