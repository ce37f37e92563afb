"""What lower rooms show of this one."""

from typing import Any

from django.dispatch import receiver

from okrflow.okrs.rights import OkrRights
from okrflow.web.panels import Panel, Place, panels_wanted


@receiver(panels_wanted)
def way_in(place: Place, access: Any, **others: Any) -> list[Panel]:
    """The way to the import, above the list of objectives, for those who may bring some in. One query."""
    if place != Place.OBJECTIVES:
        return []
    rights = OkrRights.of(access)
    leads = any(map(rights.publishes, rights.stream_ids))
    return [Panel(order=90, template="okr_imports/way_in.html")] if leads or rights.administers else []
