"""What the admin panels of all apps share: large tables, rows that are only read, services instead of plain saves."""

from typing import TYPE_CHECKING, Any, Final

from allauth.account.decorators import secure_admin_login
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html

from okrflow.web.refusals import Refused

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
    Pages = Paginator[Any]
else:  # they take no parameters when the program runs
    Base, Pages = admin.ModelAdmin, Paginator

COUNTED_UP_TO: Final = 10_000
ESTIMATE = """
    SELECT coalesce(sum(reltuples), 0)::bigint FROM pg_class
    WHERE relkind = 'r' AND reltuples > 0
        AND (oid = %(table)s::regclass
             OR oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = %(table)s::regclass))
"""

admin.site.site_header = admin.site.site_title = "okrflow installation"
admin.site.index_title = "What this installation holds"
# Signing in, and changing a password, have one place with one set of rate limits and second factors: the site's own.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.password_change = lambda request, extra_context=None: redirect("account_change_password")  # type: ignore


class LargePaginator(Pages):
    """Counts cheaply: a whole table by PostgreSQL's estimate, what was searched for up to a limit."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        if not rows.query.where:
            estimate = _estimate(rows.model)
            if estimate > COUNTED_UP_TO:
                return estimate
        return rows.order_by()[:COUNTED_UP_TO].count()


def _estimate(model: type[Model]) -> int:
    """How many rows the last ANALYZE found; of a partitioned table in its partitions."""
    with connection.cursor() as cursor:
        cursor.execute(ESTIMATE, {"table": model._meta.db_table})
        return int(cursor.fetchone()[0])


class Panel(Base):
    """A model in the admin. What a service refuses is said in a message and nothing is written.

    `fixed` fields are given once, when the row is made; `added` are those of a new row, if not all that people write.
    “History” is the audit trail where the model has one.
    """

    fixed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    list_per_page = 50
    paginator = LargePaginator
    show_full_result_count = False
    view_on_site = False  # its page is for members of the organisation only

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_fields(request, obj)
        return fields if obj else self.added or [name for name in fields if name not in self.readonly_fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.readonly_fields, *(self.fixed if obj else ()))

    def has_operate_permission(self, request: HttpRequest) -> bool:
        """Asked by actions of rows that nobody edits: the right to change the model."""
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (Refused, ValidationError) as refusal:
            return self._refused(request, refusal)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().delete_view(request, *args, **kwargs)
        except Refused as refusal:
            return self._refused(request, refusal)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changelist_view(request, *args, **kwargs)
        except Refused as refusal:
            return self._refused(request, refusal)

    def _refused(self, request: HttpRequest, refusal: Exception) -> HttpResponse:
        text = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        self.message_user(request, text, messages.ERROR)
        return redirect(request.get_full_path())

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        audited = getattr(self.model, "pgh_event_model", None)
        if audited is None:
            return super().history_view(request, object_id, extra_context)
        address = reverse(f"admin:{audited._meta.app_label}_{audited._meta.model_name}_changelist")
        return redirect(f"{address}?pgh_obj={object_id}" if object_id.isdigit() else address)


class ReadOnly(Panel):
    """Rows that people or workers write elsewhere, or that are derived: to be looked at only.

    Without `fields` all are shown, so whatever holds a secret names its `fields`.
    """

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (self.fields or [field.name for field in self.opts.concrete_fields]) if obj else self.added

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Audit(ReadOnly):
    """Every version that a row ever had, written by triggers. Reached by “History”; left out of the index.

    `told` narrows it to what the installation's operators may read (ownership, rule 14).
    """

    told = Q()
    list_display = ("pgh_created_at", "pgh_label", "row", "who", "address")
    list_display_links = ("pgh_created_at",)
    list_select_related = ("pgh_context",)
    ordering = ("-pgh_id",)
    sortable_by = ()
    search_fields = ("=pgh_obj__id",)
    search_help_text = "The number of the row"

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).filter(self.told)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        if search_term and not (search_term.isascii() and search_term.isdigit() and len(search_term) < 18):
            return queryset.none(), False
        return (queryset.filter(pgh_obj=search_term) if search_term else queryset), False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def row(self, version: Any) -> str:
        return f"{version.pgh_obj_id}"

    def who(self, version: Any) -> str:
        """The person whose request it was, the API token that they, or a service, used; else a command or a worker."""
        context = version.pgh_context.metadata if version.pgh_context else {}
        person: str = f"installation: {reason}" if (reason := context.get("reason")) else "installation"
        if user := context.get("user"):
            address = reverse("admin:accounts_user_change", args=[user])
            person = format_html('<a href="{}">user {}</a>', address, user)
        if token := context.get("api_token"):
            whose = person if user else "a service"
            return format_html("API token {} {} of {}", token, context.get("token_name", ""), whose)
        return person

    def address(self, version: Any) -> str:
        return str(version.pgh_context.metadata.get("url", "")) if version.pgh_context else ""


def audit(*tracked: type[Model], told: Q | None = None) -> None:
    """Register the versions that pghistory keeps of these models."""
    for model in tracked:
        versions: type[Model] = model.pgh_event_model  # type: ignore[attr-defined]
        admin.site.register(versions, Audit, told=told or Q())


def adopt(shown: Model, made: Model) -> None:
    """Let the form's object be the row that a service made, so that the admin goes on with it."""
    shown.__dict__.update(made.__dict__)
