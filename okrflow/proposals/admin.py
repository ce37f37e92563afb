"""Proposals in the admin: looked at; whoever made them writes them, leads answer them."""

from django.contrib import admin

from okrflow.proposals.models import Proposal, ProposalVersion
from okrflow.web.admin import ReadOnly, audit

audit(Proposal, ProposalVersion)


@admin.register(Proposal)
class ProposalAdmin(ReadOnly):
    list_display = ("title", "organisation", "value_stream", "proposed_by", "proposed_at", "state")
    list_filter = ("state",)
    list_select_related = ("organisation", "value_stream", "proposed_by")
    search_fields = ("title__icontains", "organisation__slug__istartswith")
    ordering = ("-pk",)


@admin.register(ProposalVersion)
class ProposalVersionAdmin(ReadOnly):
    """Without what they say: it may name a team metric, which is its stream's own (ownership, rule 14)."""

    list_display = ("proposal", "number", "organisation", "written_by", "written_at")
    list_select_related = ("proposal", "organisation", "written_by")
    search_fields = ("proposal__title__icontains", "organisation__slug__istartswith")
    ordering = ("-pk",)
    fields = ("proposal", "number", "organisation", "note", "written_by", "written_at")
