"""Reads one image from standard input and writes it anew to standard output, in a process of its own.

Started as a script, without the application: a picture made to break decoders finds no secret, no database, little
memory and little time here. Exit codes: 0 written, 2 no image of this format, 3 too large or broken.
"""

import contextlib
import io
import resource
import sys
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_PIXELS = 40_000_000
MEMORY_BYTES = 768 * 1024**2
CPU_SECONDS = 10
NOT_AN_IMAGE = 2
UNSAFE = 3
MODES = {"JPEG": {"RGB", "L"}, "PNG": {"RGB", "RGBA", "L", "LA", "1"}, "WEBP": {"RGB", "RGBA"}}


def main(wanted: str) -> int:
    """Decode, turn upright, drop everything but the pixels, encode; return the exit code."""
    with contextlib.suppress(ValueError):  # not every system knows this limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    warnings.simplefilter("error")
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        image = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=[wanted])
    except (UnidentifiedImageError, SyntaxError):
        return NOT_AN_IMAGE
    except Exception:  # whatever a decoder trips over is the file's fault
        return UNSAFE
    try:
        written = _anew(image, wanted)
    except Exception:
        return UNSAFE
    sys.stdout.buffer.write(written)
    return 0


def _anew(image: Image.Image, wanted: str) -> bytes:
    if image.width * image.height > MAX_PIXELS:
        raise ValueError("too many pixels")
    image.load()
    upright = ImageOps.exif_transpose(image)
    if upright.mode not in MODES[wanted]:
        upright = upright.convert("RGBA" if upright.has_transparency_data and wanted != "JPEG" else "RGB")
    pixels = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    out = io.BytesIO()
    pixels.save(out, wanted, quality=90) if wanted != "PNG" else pixels.save(out, wanted)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
