"""Django's entry into this room."""

from django.apps import AppConfig


class FrontendConfig(AppConfig):
    name = "frontend"
