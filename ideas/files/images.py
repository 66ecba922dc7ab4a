"""Makes images safe by writing their pixels anew in a child process."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from ideas.files import reencode

SECONDS: Final = 15
FORMATS: Final = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}


class NotAnImage(ValueError):
    """The bytes begin like an image and are none."""


class UnsafeImage(ValueError):
    """The image is broken, or needs more memory, time or pixels than one may."""


def written_anew(content: bytes, media_type: str) -> bytes:
    """Return the image of `content` without anything but its pixels (no place, no camera, no hidden file).

    At most 40 million pixels, 768 MiB of addresses and 10 s of computing in the child.

    Raises:
        NotAnImage: the bytes are no image of `media_type`.
        UnsafeImage: broken, too large, or too slow.
    """
    command = [sys.executable, "-I", str(Path(reencode.__file__)), FORMATS[media_type]]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False, env={})
    except subprocess.TimeoutExpired as error:
        raise UnsafeImage(media_type) from error
    if done.returncode == reencode.NOT_AN_IMAGE:
        raise NotAnImage(media_type)
    if done.returncode != 0 or not done.stdout:
        raise UnsafeImage(media_type)
    return done.stdout
