"""Asks a clamd daemon whether a file is malware; without CLAMD_ADDRESS nothing is asked.

Source: the INSTREAM command of clamd(8).
"""

import socket
import struct
from typing import Final

from django.conf import settings

SECONDS: Final = 20.0
CHUNK_BYTES: Final = 64 * 1024
MAX_REPLY_BYTES: Final = 4096


class ScannerDown(Exception):
    """The scanner is set up and does not answer; no file is taken then."""


def is_infected(content: bytes) -> bool:
    """Return whether the scanner calls `content` malware; False where none is set up.

    Raises:
        ScannerDown: it cannot be reached, or answers anything but found or clean.
    """
    if not settings.CLAMD_ADDRESS:
        return False
    try:
        reply = _ask(settings.CLAMD_ADDRESS, content)
    except (OSError, ValueError) as error:
        raise ScannerDown(str(error)) from error
    if reply.endswith(b"FOUND"):
        return True
    if reply != b"stream: OK":
        raise ScannerDown("The scanner gave no clear answer.")
    return False


def _ask(address: str, content: bytes) -> bytes:
    host, _colon, port = address.rpartition(":")
    with socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK_BYTES):
            chunk = content[start : start + CHUNK_BYTES]
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
        return _reply(connection)


def _reply(connection: socket.socket) -> bytes:
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < MAX_REPLY_BYTES:
        part = connection.recv(MAX_REPLY_BYTES)
        if not part:
            break
        reply += part
    return reply.rstrip(b"\0").strip()
