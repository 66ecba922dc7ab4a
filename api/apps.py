"""Django's entry into this room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"
