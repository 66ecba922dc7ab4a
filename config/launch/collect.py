"""Gathers the static files as production names them, while an image is built: no secret is at hand there, and none is needed."""

import os
import subprocess
import sys

from config.launch.check import PRODUCTION
from config.launch.environment import ROOT

if __name__ == "__main__":
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    sys.exit(subprocess.run(command, cwd=ROOT, env=os.environ | PRODUCTION, check=False).returncode)
