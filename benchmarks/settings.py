"""Groundswell's settings with the floors' addresses beside its own, so that both are served by the same processes."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
