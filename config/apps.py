"""Django's entry into this room."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
