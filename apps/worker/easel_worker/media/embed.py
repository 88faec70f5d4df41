"""Puts an XMP packet into a file, where readers look for it."""

from __future__ import annotations

import struct
import zlib

_AFTER_PNG_HEADER = 33
_JPEG_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_MAX_SEGMENT = 65_533
_MP4_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


def into_png(png: bytes, xmp: str) -> bytes:
    """An uncompressed iTXt chunk straight after the header, as the XMP specification asks."""
    body = b"iTXtXML:com.adobe.xmp\0\0\0\0\0" + xmp.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:_AFTER_PNG_HEADER] + chunk + png[_AFTER_PNG_HEADER:]


def fits_jpeg(xmp: str) -> bool:
    """A JPEG segment holds less than 64 KiB."""
    return len(_JPEG_XMP) + len(xmp.encode()) <= _MAX_SEGMENT


def into_jpeg(jpeg: bytes, xmp: str) -> bytes:
    """An APP1 segment after the JFIF header."""
    body = _JPEG_XMP + xmp.encode()
    at = 2
    while jpeg[at : at + 2] == b"\xff\xe0":
        at += 2 + int(struct.unpack_from(">H", jpeg, at + 2)[0])
    return jpeg[:at] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[at:]


def into_mp4(mp4: bytes, xmp: str) -> bytes:
    """A `uuid` box at the end: nothing that the film's index points at moves."""
    body = _MP4_XMP + xmp.encode()
    return mp4 + struct.pack(">I", len(body) + 8) + b"uuid" + body
