"""Addresses of members, invitations and tokens, below an organisation's."""

from django.urls import path

from okrflow.api.organisations import invitations, members, tokens

urlpatterns = [
    path("members", members.Members.as_view(), name="members"),
    path("members/<uuid:member>", members.Member.as_view(), name="member"),
    path("invitations", invitations.Invitations.as_view(), name="invitations"),
    path("invitations/<uuid:invitation>", invitations.OneInvitation.as_view(), name="invitation"),
    path("tokens", tokens.Tokens.as_view(), name="tokens"),
    path("tokens/<uuid:token>", tokens.OneToken.as_view(), name="token"),
]
