"""The work items behind predictability."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.operations import operation
from okrflow.api.serializers import PageQuery, page_of
from okrflow.api.views import ApiView
from okrflow.organisations.models import Scope
from okrflow.plans.api.shapes import CommittedItemOut
from okrflow.plans.models import PlannedItem
from okrflow.plans.predictability import committed
from okrflow.value_streams.api import stream_named
from okrflow.work_items.api.periods import kind_of, window_of, window_query

KEPT = serializers.BooleanField(
    required=False, allow_null=True, default=None, help_text="Only those that were finished in time, or not"
)
_Window = window_query("CommittedWindow", kept=KEPT)
CommittedItemsQuery = type("CommittedItemsQuery", (PageQuery,), dict(_Window().fields))


class CommittedItemPageOut(page_of(CommittedItemOut, "committed items")):  # type: ignore[misc]
    count = serializers.IntegerField(help_text="Of all pages")


class CommittedItems(ApiView):
    """The work items of entries whose own period lies in the period asked for: what predictability is counted from."""

    @operation(
        summary="List committed items",
        scopes=(Scope.WORK_ITEMS_READ,),
        query=CommittedItemsQuery,
        answers={200: CommittedItemPageOut},
    )
    def get(self, request: Request, stream: str) -> Response:
        found, asked = stream_named(self.access, stream), self.parameters
        window = window_of(self.access, asked)
        behind = committed(found, window, now=timezone.now(), kind=kind_of(asked))
        rows = behind.narrowed(asked["kept"]).select_related("plan_entry", "work_item")

        def shown(row: PlannedItem) -> dict[str, Any]:
            row.kept = row.pk in behind.kept  # type: ignore[attr-defined]
            row.written_afterwards = row.pk in behind.written_afterwards  # type: ignore[attr-defined]
            return dict(CommittedItemOut(row).data)

        return self.page(rows, shown, count=rows.count())
