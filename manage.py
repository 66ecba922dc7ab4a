#!/usr/bin/env python3
"""Groundswell's command line: `manage.py help` lists what it can do, and `manage.py up` starts it on this machine."""

import os
import sys


def main(arguments: list[str]) -> None:
    """Run one command; `up` first makes the environment that the settings read, so it runs before Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if arguments[1:2] == ["up"]:
        from config.up import main as up

        sys.exit(up(arguments[2:]))
    from config.running import adopt

    adopt()
    from django.core.management import execute_from_command_line

    execute_from_command_line(arguments)


if __name__ == "__main__":
    main(sys.argv)
