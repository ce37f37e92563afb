from django.apps import AppConfig


class WhatIfConfig(AppConfig):
    name = "okrflow.what_if"
    label = "what_if"
    verbose_name = "what-if"
