#!/usr/bin/env python3
"""Django's command line for okrflow."""

import sys

from django.core.management import execute_from_command_line

from okrflow.celery import app as celery_app

if __name__ == "__main__":
    celery_app.set_default()  # commands queue tasks, too
    execute_from_command_line(sys.argv)
