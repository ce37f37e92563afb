"""What an objective's timeline tells of findings: opened, closed, waived."""

from collections.abc import Iterator

from okrflow.okrs.models import Objective
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.timeline import Happening
from okrflow.review.models import Finding
from okrflow.web.templatetags.figures import local_day


def happenings_of(objective: Objective, rights: OkrRights) -> list[Happening]:
    """In no order. Three queries."""
    rows = Finding.objects.told(rights).shown().filter(objective=objective).with_names()
    joined = rows.prefetch_related("episodes", "waivers__waived_by", "waivers__withdrawn_by")
    return [each for finding in joined for each in _of(finding)]


def _of(finding: Finding) -> Iterator[Happening]:
    url, check = finding.get_absolute_url(), finding.check_id
    for episode in finding.episodes.all():
        yield Happening(at=episode.opened_at, who="", words=f"found ({check}): {finding.said}", url=url)
        if episode.closed_at is not None:
            words = f"no longer finds ({check}): {finding.said}"
            yield Happening(at=episode.closed_at, who="", words=words, url=url)
    for waiver in finding.waivers.all():
        words = f"waived finding {check} until {local_day(waiver.until)}: {waiver.reason}"
        yield Happening(at=waiver.waived_at, who=str(waiver.waived_by or ""), words=words, url=url)
        if waiver.withdrawn_at is not None:
            words = f"withdrew the waiver of finding {check}"
            yield Happening(at=waiver.withdrawn_at, who=str(waiver.withdrawn_by or ""), words=words, url=url)
