"""Addresses of this app; those of signing in are allauth's."""

from django.urls import path

from okrflow.accounts import views

urlpatterns = [
    path("accounts/profile/", views.profile, name="account_profile"),
    path("accounts/demo/", views.demo_sign_in, name="account_demo"),
    path("accounts/mailbox/", views.mailbox, name="account_mailbox"),
]
