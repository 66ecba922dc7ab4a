"""Django's entry into this room."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        # Every process that writes facts rings for them, so every process needs the broker's settings.
        import config.celery  # noqa: F401, PLC0415
