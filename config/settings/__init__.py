"""Settings of the mode that GROUNDSWELL_MODE names; production unless said otherwise."""

from config import env

try:
    _mode = env.choice(env.MODE, "production", "evaluation", "test")
    if _mode == "production":
        from config.settings.production import *  # noqa: F403
    elif _mode == "evaluation":
        from config.settings.evaluation import *  # noqa: F403
    else:
        from config.settings.test import *  # noqa: F403
except env.ConfigurationError as error:
    # One line instead of a traceback, whichever program read the settings.
    raise SystemExit(f"Groundswell does not start: {error}") from None
