"""Django's entry into this room."""

from django.apps import AppConfig


class WorkersConfig(AppConfig):
    name = "workers"
