"""Settings of the mode that GROUNDSWELL_MODE names; production unless said otherwise."""

from config import env

_mode = env.text(env.MODE)
if _mode == "production":
    from config.settings.production import *  # noqa: F403
elif _mode == "evaluation":
    from config.settings.evaluation import *  # noqa: F403
elif _mode == "test":
    from config.settings.test import *  # noqa: F403
else:
    raise env.ConfigurationError(f"GROUNDSWELL_MODE is {_mode!r}: write production, evaluation or test.")
