"""Django's entry into this room."""

from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "ideas"
