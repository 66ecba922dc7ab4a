"""Files made in memory, good ones and hostile ones."""

import io
import struct
import zlib

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
GPS_TAG = 0x8825


def picture(
    file_format: str = "PNG", *, mode: str = "RGB", size: tuple[int, int] = (8, 6), place: bool = False
) -> bytes:
    """A small picture; `place` adds where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    if place:
        exif[GPS_TAG] = {1: "N", 2: (51.0, 30.0, 0.0)}
        exif[0x010F] = "Camera of Sam"
    Image.new(mode, size, 1 if mode == "P" else None).save(out, file_format, exif=exif)
    return out.getvalue()


def png_chunk(name: bytes, data: bytes) -> bytes:
    """One chunk of a PNG file."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header claims a size and whose data holds almost nothing."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + png_chunk(b"IDAT", zlib.compress(b"\0" * 100)) + png_chunk(b"IEND", b"")


def png_of_text_bombs() -> bytes:
    """A PNG with compressed texts that unpack to far more than the file."""
    good = picture()
    bomb = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 8 * 1024**2, 9))
    return good[:33] + bomb * 40 + good[33:]
